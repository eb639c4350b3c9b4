// How a service knows its own reasoning again when it comes back in a conversation.
package dev.trefoil.emulators.claude;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs reasoning. All emulators of a service sign alike, those of different services differently.
 */
public final class ReasoningSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final String service;

  /** Signatures of this service: {@code bedrock}, {@code anthropic}. */
  public ReasoningSignature(String service) {
    this.service = service;
  }

  /** The signature of a text. */
  public String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // Proves where a text came from to those who cannot read this line: enough on loopback.
      mac.init(new SecretKeySpec(service.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return "Eo" + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
    }
  }

  /** Whether the signature is this service's and the text's. */
  public boolean signs(String text, String signature) {
    return MessageDigest.isEqual(
        of(text).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }
}
