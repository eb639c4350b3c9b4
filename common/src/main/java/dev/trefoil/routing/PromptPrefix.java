package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * By which a conversation is known again from turn to turn: a digest of its tools, its instructions
 * and the first message after them, which all turns begin with; or the caller's own {@code
 * prompt_cache_key}.
 */
final class PromptPrefix {
  /** OpenAI's name for a prompt that will come again. */
  static final String KEY = "prompt_cache_key";

  private static final int DIGITS = 32;

  private final MessageDigest digest;

  private PromptPrefix(MessageDigest digest) {
    this.digest = digest;
  }

  /** Whether the caller names the prefix itself. */
  static boolean isNamed(ChatRequest request) {
    return request.extras().containsKey(KEY);
  }

  /**
   * The digest, in 32 hexadecimal digits.
   *
   * @param tenant whose prompt it is: what others send alike is another one
   */
  static String of(ChatRequest request, Optional<String> tenant) {
    PromptPrefix prefix;
    try {
      prefix = new PromptPrefix(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
    prefix.add(tenant.orElse(""));
    if (isNamed(request)) {
      prefix.add(request.extras().get(KEY));
    } else {
      prefix.add(request);
    }
    return HexFormat.of().formatHex(prefix.digest.digest()).substring(0, DIGITS);
  }

  private void add(ChatRequest request) {
    for (Tool tool : request.tools()) {
      add(tool.name());
      add(tool.description());
      add(tool.schema());
    }
    for (Message message : request.messages()) {
      add(message.role().name());
      for (Part part : message.parts()) {
        if (!(part instanceof Part.CacheBreakpoint)) {
          add(part.toString());
        }
      }
      if (message.role() != Role.SYSTEM) {
        return;
      }
    }
  }

  /** A text after its length, so that no two lists of texts are the same. */
  private void add(String text) {
    byte[] bytes = new byte[2 * text.length() + Integer.BYTES];
    int at = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[at++] = (byte) (text.length() >> shift);
    }
    for (int i = 0; i < text.length(); i++) {
      bytes[at++] = (byte) (text.charAt(i) >> 8);
      bytes[at++] = (byte) text.charAt(i);
    }
    digest.update(bytes);
  }
}
