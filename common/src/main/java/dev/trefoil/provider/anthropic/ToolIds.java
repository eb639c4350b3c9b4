package dev.trefoil.provider.anthropic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Ids of tool calls in a form that Anthropic takes, whoever made them. */
final class ToolIds {
  /** The API's own pattern; the length is what it gives itself, with room. */
  private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private static final int HASH_BYTES = 16;

  private ToolIds() {}

  /** The id itself where it can stand; else one that is always the same for the same id. */
  static String of(String id) {
    if (TAKEN.matcher(id).matches()) {
      return id;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return "toolu_" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
