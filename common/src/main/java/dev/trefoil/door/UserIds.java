package dev.trefoil.door;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who asks, as services may know it: OpenAI and Anthropic ask for an id that identifies nobody to
 * them, and for a hash where it would be an e-mail address.
 */
public final class UserIds {
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final int DIGEST_BYTES = 16;

  private UserIds() {}

  /** The id as it is, or what is always the same for an address, however it is written. */
  public static String withoutAddress(String user) {
    String stripped = user.strip();
    if (!ADDRESS.matcher(stripped).matches()) {
      return user;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(stripped.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return "user_" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
