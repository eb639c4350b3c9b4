// Cuts the arguments of a tool call into the pieces that a stream carries.
package dev.trefoil.emulators.model;

import java.util.ArrayList;
import java.util.List;

/** Splits text without regard for words. */
public final class Fragments {

  private static final int WHOLE = 4;
  private static final int LONGEST = 8;

  private Fragments() {}

  /** Pieces that give the text back: two at least where it is longer than four characters. */
  public static List<String> of(String text) {
    if (text.length() <= WHOLE) {
      return List.of(text);
    }
    int size = Math.min(LONGEST, (text.length() + 1) / 2);
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(start + size, text.length());
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
