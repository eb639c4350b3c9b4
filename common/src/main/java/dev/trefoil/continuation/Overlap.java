package dev.trefoil.continuation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Removes from a text that goes on with another what it repeats of it. What may still turn out to
 * be a repetition is held back until that is known.
 *
 * <p>A repetition begins with the continuation's first word and reaches to the other text's end. It
 * is the whole text, its {@link #anchor}, or any of its ends that is long enough not to be chance:
 * {@code ban} and {@code ana} are {@code banana}, not {@code bana}.
 *
 * <p>Models say something before it, or put it in quotes: so a continuation that begins otherwise
 * is searched for the anchor, unless that is so short that it may stand there by chance. A
 * continuation that has no repetition follows from nothing that was sent, and is not {@linkplain
 * #isVerified verified}.
 */
public final class Overlap {
  /** How long an end must be, in characters, to be a repetition and not chance. */
  private static final int LEAST = 12;

  /** How far back from its end a repetition may begin, unless it is of the whole text. */
  private static final int FARTHEST = 2000;

  private static final int ANCHOR_WORDS = 5;
  private static final int ANCHOR_LEAST = 24;
  private static final int ANCHOR_MOST = 400;

  /** How much may stand before the anchor, in characters. */
  private static final int PREAMBLE_MOST = 300;

  private static final String OPENING = "\"'`\u201C\u2018\u00AB\u201E";
  private static final String CLOSING = "\"'`\u201D\u2019\u00BB\u201C";

  private final String text;
  private final int anchorAt;
  private final List<Integer> candidates = new ArrayList<>();
  private final StringBuilder held = new StringBuilder();
  private int leading;
  private int looked;
  private int repeated = -1;
  private boolean decided;

  /**
   * Whether it is known that the continuation begins with no repetition, though it may have one.
   */
  private boolean beginsOtherwise;

  /** Spaces that the text ends with, and that the continuation may begin with once more. */
  private int spaces;

  public Overlap(String sent) {
    text = sent.stripTrailing();
    spaces = sent.length() - text.length();
    anchorAt = text.length() - anchor(sent).length();
    int from = Math.max(0, text.length() - FARTHEST);
    for (int at = from; at < text.length(); at++) {
      boolean longEnough = text.length() - at >= LEAST || at == anchorAt;
      if (longEnough && !Character.isWhitespace(text.charAt(at))) {
        candidates.add(at);
      }
    }
    if (from > 0) {
      candidates.add(0);
    }
    decided = text.isEmpty();
  }

  /**
   * The last words of a text, so many that they stand in it only once: what the continuation is
   * asked to begin with, so that words and spaces fit together.
   */
  static String anchor(String sent) {
    String text = sent.stripTrailing();
    int at = text.length();
    int words = 0;
    while (at > 0 && text.length() - at < ANCHOR_MOST) {
      at--;
      boolean wordBegins =
          !Character.isWhitespace(text.charAt(at))
              && (at == 0 || Character.isWhitespace(text.charAt(at - 1)));
      if (wordBegins && ++words >= ANCHOR_WORDS && text.length() - at >= ANCHOR_LEAST) {
        String anchor = text.substring(at);
        if (text.indexOf(anchor) == at) {
          return anchor;
        }
      }
    }
    return text.substring(at);
  }

  /** Takes the next piece of the continuation; returns what of it is new, perhaps nothing yet. */
  public String take(String piece) {
    if (decided) {
      return joined(piece);
    }
    held.append(piece);
    while (looked < held.length() && !decided && !beginsOtherwise) {
      look(held.charAt(looked++));
    }
    if (beginsOtherwise) {
      search();
    }
    return decided && isVerified() ? release() : "";
  }

  /**
   * Whether the continuation follows from what was sent, as far as that is known yet. To white
   * space alone anything does.
   */
  public boolean isVerified() {
    return !decided || repeated >= 0 || text.isEmpty();
  }

  private boolean isSearchedFor() {
    return text.length() - anchorAt >= LEAST;
  }

  /** The continuation is complete. What is held back still is of what was sent: nothing is new. */
  public void end() {
    decided = true;
  }

  private void look(char next) {
    if (looked - 1 == leading && Character.isWhitespace(next)) {
      leading++;
      return;
    }
    int offset = looked - 1 - leading;
    for (Iterator<Integer> all = candidates.iterator(); all.hasNext() && !decided; ) {
      int at = all.next();
      if (text.charAt(at + offset) != next) {
        all.remove();
      } else if (at + offset + 1 == text.length()) {
        repeated = looked;
        decided = at == anchorAt;
        all.remove();
      }
    }
    if (candidates.isEmpty() && !decided) {
      decided = repeated >= 0 || !isSearchedFor();
      beginsOtherwise = !decided;
    }
  }

  /** Looks for the anchor behind what a model says before it. */
  private void search() {
    String anchor = text.substring(anchorAt);
    int at = held.indexOf(anchor);
    if (at < 0) {
      decided = held.length() > PREAMBLE_MOST + anchor.length();
      return;
    }
    int end = at + anchor.length();
    int quote = at == 0 ? -1 : OPENING.indexOf(held.charAt(at - 1));
    if (quote < 0) {
      repeated = end;
      decided = true;
    } else if (end < held.length()) {
      repeated = held.charAt(end) == CLOSING.charAt(quote) ? end + 1 : end;
      decided = true;
    }
  }

  private String release() {
    return joined(held.substring(Math.max(0, repeated)));
  }

  private String joined(String piece) {
    int from = 0;
    while (spaces > 0 && from < piece.length()) {
      if (Character.isWhitespace(piece.charAt(from))) {
        from++;
        spaces--;
      } else {
        spaces = 0;
      }
    }
    return piece.substring(from);
  }
}
