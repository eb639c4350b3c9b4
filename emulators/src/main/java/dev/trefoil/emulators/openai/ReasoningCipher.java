// What a model thought, in a form that only the service that it thought at can read.
package dev.trefoil.emulators.openai;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and knows {@code encrypted_content}, which holds the id of its item. */
record ReasoningCipher(String service) {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BEGINNING = "gAAAAAB";

  /** The encrypted content of an item. */
  String encrypt(String id) {
    return BEGINNING + base64(id.getBytes(StandardCharsets.UTF_8)) + "." + base64(code(id));
  }

  /** The id of the item that this is of; empty where it is another service's, or nobody's. */
  Optional<String> idOf(String encrypted) {
    int dot = encrypted.indexOf('.');
    if (!encrypted.startsWith(BEGINNING) || dot < 0) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encrypted.substring(BEGINNING.length(), dot));
      String id = new String(bytes, StandardCharsets.UTF_8);
      return encrypt(id).equals(encrypted) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] code(String id) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // Proves where it came from to those who cannot read this line: enough on loopback.
      mac.init(new SecretKeySpec(service.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
