package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.json.Json;
import java.io.IOException;

/**
 * Takes the text of a tool that takes any text out of the JSON object {@code {"input": "…"}} that
 * stands for it, while it comes. A model that writes anything else is taken at its word once all of
 * it is there. For one thread.
 */
final class FreeTextReader {
  private static final String BEFORE = "{\"input\":\"";
  private static final char REPLACEMENT = '\ufffd';

  private enum At {
    BEFORE,
    TEXT,
    ESCAPE,
    UNICODE,
    AFTER,
    /** The object is another than is expected. */
    OTHER
  }

  private final StringBuilder text = new StringBuilder();
  private At at = At.BEFORE;
  private int matched;
  private int digits;
  private int unit;
  private int told;

  /** Takes more of the JSON, and gives what is new of the text; it may be empty. */
  String add(String json) {
    for (int i = 0; i < json.length(); i++) {
      next(json.charAt(i));
    }
    // Half of a pair is of use to nobody: it waits for the other.
    int known = text.length();
    if (known > told && Character.isHighSurrogate(text.charAt(known - 1))) {
      known--;
    }
    return tell(known);
  }

  /**
   * Gives the rest of the text, when all of the JSON is there.
   *
   * @param json all of it
   */
  String end(String json) {
    if (at != At.AFTER && text.isEmpty()) {
      text.append(whole(json));
    }
    return tell(text.length());
  }

  /** All of the text so far. */
  String text() {
    return text.toString();
  }

  private String tell(int until) {
    String fresh = wellFormed(text.substring(told, until));
    text.replace(told, until, fresh);
    told = until;
    return fresh;
  }

  private void next(char c) {
    switch (at) {
      case BEFORE -> before(c);
      case TEXT -> {
        if (c == '"') {
          at = At.AFTER;
        } else if (c == '\\') {
          at = At.ESCAPE;
        } else {
          text.append(c);
        }
      }
      case ESCAPE -> escape(c);
      case UNICODE -> {
        unit = unit * 16 + Math.max(0, Character.digit(c, 16));
        if (++digits == 4) {
          text.append((char) unit);
          at = At.TEXT;
        }
      }
      case AFTER, OTHER -> {}
    }
  }

  private void before(char c) {
    if (c == BEFORE.charAt(matched)) {
      if (++matched == BEFORE.length()) {
        at = At.TEXT;
      }
    } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
      at = At.OTHER;
    }
  }

  private void escape(char c) {
    at = At.TEXT;
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'u' -> {
        at = At.UNICODE;
        digits = 0;
        unit = 0;
      }
      default -> text.append(c);
    }
  }

  /** The object's {@code input} wherever it stands; else what the model wrote. */
  private static String whole(String json) {
    try {
      if (Json.readWhole(json).get("input") instanceof JrsString input) {
        return input.asText();
      }
    } catch (IOException cutOrNoObject) {
      // The text as it is says more than nothing.
    }
    return json;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder replaced = new StringBuilder(text);
    for (int i = 0; i < replaced.length(); i++) {
      char c = replaced.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < replaced.length()
              && Character.isLowSurrogate(replaced.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        replaced.setCharAt(i, REPLACEMENT);
      }
    }
    return replaced.toString();
  }
}
