// The signatures that Gemini puts on its thoughts, and wants back with them.
package dev.trefoil.emulators.vertex;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues signatures with a key of its own, and knows them again: those of others it does not. */
final class ThoughtSignatures {

  private static final String SENTINEL = "skip_thought_signature_validator";

  /**
   * What stands for a signature where there is none, as Google documents it for calls that another
   * model made. In the REST API the field is Base64 text, and the sentinel happens to be URL-safe
   * Base64; over gRPC the field is bytes. Which bytes the real service wants there could not be
   * verified, so both are good here: the characters themselves, and what they decode to.
   */
  private static final Set<ByteString> SENTINELS =
      Set.of(
          ByteString.copyFromUtf8(SENTINEL),
          ByteString.copyFrom(Base64.getUrlDecoder().decode(SENTINEL)));

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  ThoughtSignatures() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The signature of a call of this function. */
  ByteString sign(String function) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ByteString.copyFrom(mac.doFinal(function.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Whether this may stand at a call of this function. */
  boolean accepts(String function, ByteString signature) {
    return SENTINELS.contains(signature) || sign(function).equals(signature);
  }
}
