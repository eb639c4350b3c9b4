// Random text for keys and tokens.
package dev.trefoil.emulators.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Unguessable strings. */
public final class SecretText {

  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretText() {}

  /** URL-safe Base64 of this many random bytes. */
  public static String base64(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(bytes));
  }

  /** Upper-case hex of this many random bytes. */
  public static String hex(int bytes) {
    return HexFormat.of().withUpperCase().formatHex(random(bytes));
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
