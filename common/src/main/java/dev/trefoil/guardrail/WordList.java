package dev.trefoil.guardrail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds words and phrases as wholes, in any case. What cannot be seen (soft hyphens, joiners) is
 * passed over, and any space is as good as another. A text takes steps by its length times that of
 * the longest phrase at most.
 */
final class WordList {
  /** Scripts from here on are mostly written without spaces between words. */
  private static final char FIRST_WITHOUT_SPACES = '\u0e00';

  private static final String CATEGORY = "words";

  private final Node root = new Node();

  /** What follows a beginning of phrases. */
  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>(2);
    private boolean isWhole;
  }

  /** A text as it is compared, and where its characters come from. */
  private record Folded(char[] text, int[] from, int length) {
    static Folded of(String text) {
      char[] folded = new char[text.length()];
      int[] from = new int[text.length()];
      int length = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
        boolean again = space && length > 0 && folded[length - 1] == ' ';
        if (!again && Character.getType(c) != Character.FORMAT) {
          folded[length] = space ? ' ' : Character.toLowerCase(Character.toUpperCase(c));
          from[length++] = i;
        }
      }
      return new Folded(folded, from, length);
    }

    /** Whether a word goes on over the boundary before {@code at}. */
    boolean goesOnAt(int at) {
      return at > 0 && at < length && isOfWord(text[at - 1]) && isOfWord(text[at]);
    }

    private static boolean isOfWord(char c) {
      return c < FIRST_WITHOUT_SPACES && Character.isLetterOrDigit(c);
    }
  }

  WordList(List<String> words) {
    for (String word : words) {
      Folded folded = Folded.of(word.strip());
      Node node = root;
      for (int i = 0; i < folded.length(); i++) {
        node = node.next.computeIfAbsent(folded.text()[i], c -> new Node());
      }
      node.isWhole = true;
    }
    root.isWhole = false;
  }

  /** Adds what is found in one of several texts. */
  void find(String text, int number, List<Found> found) {
    Folded folded = Folded.of(text);
    int at = 0;
    while (at < folded.length()) {
      int end = folded.goesOnAt(at) ? -1 : match(folded, at);
      if (end > 0) {
        found.add(new Found(CATEGORY, number, folded.from()[at], folded.from()[end - 1] + 1));
      }
      at = Math.max(end, at + 1);
    }
  }

  /** The end of the longest phrase that stands here; -1 where none does. */
  private int match(Folded text, int at) {
    int end = -1;
    Node node = root.next.get(text.text()[at]);
    for (int i = at + 1; node != null; i++) {
      if (node.isWhole && !text.goesOnAt(i)) {
        end = i;
      }
      node = i < text.length() ? node.next.get(text.text()[i]) : null;
    }
    return end;
  }
}
