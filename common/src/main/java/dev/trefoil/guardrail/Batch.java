package dev.trefoil.guardrail;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts that are joined, so that a service is called as seldom as may be, and where each of them
 * is.
 *
 * @param text line by line
 * @param pieces in the order of the text
 */
record Batch(String text, List<Piece> pieces) {
  private static final char BETWEEN = '\n';

  /**
   * A part of one of the texts.
   *
   * @param number of the text, from 0
   * @param from where it begins in its text
   * @param at where it begins in the batch
   */
  record Piece(int number, int from, int at, int length) {}

  Batch {
    pieces = List.copyOf(pieces);
  }

  /** Of something without a text, such as an image. */
  static Batch ofNoText() {
    return new Batch("", List.of(new Piece(0, 0, 0, 0)));
  }

  /**
   * Joins texts.
   *
   * @param most how many characters a batch may have
   * @param overlap how many characters of a text that is cut stand in both its batches
   */
  static List<Batch> of(List<String> texts, int most, int overlap) {
    List<Batch> batches = new ArrayList<>(1);
    StringBuilder text = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    for (int number = 0; number < texts.size(); number++) {
      String all = texts.get(number);
      for (int from = 0; from < all.length(); ) {
        int to = cut(all, Math.min(all.length(), from + most));
        if (!text.isEmpty() && text.length() + 1 + to - from > most) {
          batches.add(new Batch(text.toString(), pieces));
          text = new StringBuilder();
          pieces = new ArrayList<>();
        }
        if (!text.isEmpty()) {
          text.append(BETWEEN);
        }
        pieces.add(new Piece(number, from, text.length(), to - from));
        text.append(all, from, to);
        from = to == all.length() ? to : to - overlap;
      }
    }
    if (!text.isEmpty()) {
      batches.add(new Batch(text.toString(), pieces));
    }
    return batches;
  }

  private static int cut(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** Adds what was found between two places of the batch, in the texts that it stands in. */
  void place(String category, int start, int end, List<Found> found) {
    for (Piece piece : pieces) {
      int first = Math.max(start, piece.at());
      int last = Math.min(end, piece.at() + piece.length());
      if (first < last) {
        int shift = piece.from() - piece.at();
        found.add(new Found(category, piece.number(), first + shift, last + shift));
      }
    }
  }

  /** Adds what was found somewhere. */
  void found(String category, List<Found> found) {
    found.add(Found.in(pieces.getFirst().number(), category));
  }

  /** Adds all places where a text stands; somewhere, if it does not stand here letter by letter. */
  void placeAll(String category, String match, List<Found> found) {
    int at = match.isEmpty() ? -1 : text.indexOf(match);
    if (at < 0) {
      found(category, found);
    }
    for (; at >= 0; at = text.indexOf(match, at + match.length())) {
      place(category, at, at + match.length(), found);
    }
  }
}
