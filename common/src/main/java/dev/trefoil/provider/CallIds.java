package dev.trefoil.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of tool calls, whoever made them, in forms that every service takes. */
public final class CallIds {
  private static final String PREFIX = "call_";
  private static final int DIGEST_BYTES = 16;

  private CallIds() {}

  /** {@code id} as it is where it is of the form {@code taken}, else one always the same for it. */
  static String of(String id, Pattern taken) {
    return taken.matcher(id).matches() ? id : PREFIX + digest(id, DIGEST_BYTES);
  }

  /** The id of a call that bears one that calls before it bear; always the same for the same. */
  public static String repeated(String id, int time) {
    return PREFIX + digest(id + "#" + time, DIGEST_BYTES);
  }

  /** For a call that its service gave none. */
  public static String madeUp() {
    return PREFIX + UUID.randomUUID().toString().replace("-", "");
  }

  /** The first bytes of a text's SHA-256, in hexadecimal. */
  static String digest(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
