// What the emulators call a token: a word with the space around it.
package dev.trefoil.emulators.model;

import java.util.ArrayList;
import java.util.List;

/** Splits text into tokens that give it back exactly when they are put together. */
public final class Words {

  private Words() {}

  /** The words of a text, each with the space before it, the last also with the space after it. */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      at = skip(text, at, true);
      int end = skip(text, at, false);
      if (end == at) {
        if (words.isEmpty()) {
          return List.of(text);
        }
        words.set(words.size() - 1, words.getLast() + text.substring(start));
        return words;
      }
      words.add(text.substring(start, end));
      start = end;
      at = end;
    }
    return words;
  }

  /** How many words there are. */
  public static int count(String text) {
    int count = 0;
    int at = skip(text, 0, true);
    while (at < text.length()) {
      count++;
      at = skip(text, skip(text, at, false), true);
    }
    return count;
  }

  private static int skip(String text, int from, boolean space) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at)) == space) {
      at++;
    }
    return at;
  }
}
