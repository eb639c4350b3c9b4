package dev.trefoil.provider.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of tool calls. */
final class CallIds {
  /** OpenAI refuses ids of more than 40 characters ({@code string_above_max_length}). */
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private static final int DIGEST_BYTES = 16;

  private CallIds() {}

  /** {@code id} as it is where OpenAI takes it, otherwise one that is always the same for it. */
  static String acceptable(String id) {
    if (ACCEPTED.matcher(id).matches()) {
      return id;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return "call_" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** For a call that its service gave none. */
  static String madeUp() {
    return "call_" + UUID.randomUUID().toString().replace("-", "");
  }
}
