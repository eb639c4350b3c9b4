package dev.trefoil.retrieval;

import java.nio.charset.StandardCharsets;

/** Texts of whole characters: half of a pair has no form in UTF-8, and so in no index. */
final class WellFormed {
  private WellFormed() {}

  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** The text with a question mark for each half. */
  static String of(String text) {
    return is(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
