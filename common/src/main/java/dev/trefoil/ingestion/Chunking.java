package dev.trefoil.ingestion;

import java.util.ArrayList;
import java.util.List;

/**
 * How text is cut. Chunks end where sections do, then where paragraphs, sentences and words do, and
 * in the middle of a word only where nothing else is left. Each begins with the headings that it
 * stands under. The same text gives the same chunks, always.
 *
 * @param maxTokens of a chunk, headings not counted; one token counts as {@value #CHARACTERS}
 *     characters, since every model has its own
 * @param overlapTokens how much of a chunk's end the next one of its section begins with
 */
public record Chunking(int maxTokens, int overlapTokens) {
  /** As OpenAI's {@code auto} has it. */
  public static final Chunking DEFAULT = new Chunking(800, 400);

  public static final int LEAST_TOKENS = 100;
  public static final int MOST_TOKENS = 4_096;

  /** Characters that count as a token. */
  public static final int CHARACTERS = 4;

  /**
   * @throws IllegalArgumentException when it is outside OpenAI's bounds
   */
  public Chunking {
    if (maxTokens < LEAST_TOKENS
        || maxTokens > MOST_TOKENS
        || overlapTokens < 0
        || overlapTokens > maxTokens / 2) {
      throw new IllegalArgumentException("no chunking: " + maxTokens + ", " + overlapTokens);
    }
  }

  /** The chunks of a document. */
  public List<String> chunks(List<Section> sections) {
    List<String> chunks = new ArrayList<>();
    for (Section section : sections) {
      String head = head(section.headings());
      for (String text : cut(section.text())) {
        chunks.add(head + text);
      }
    }
    return chunks;
  }

  private static String head(List<String> headings) {
    return headings.isEmpty() ? "" : String.join(" > ", headings) + "\n\n";
  }

  private List<String> cut(String text) {
    int most = maxTokens * CHARACTERS;
    int overlap = overlapTokens * CHARACTERS;
    List<String> chunks = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = from + most >= text.length() ? text.length() : end(text, from, from + most);
      String chunk = text.substring(from, end).strip();
      if (!chunk.isEmpty()) {
        chunks.add(chunk);
      }
      if (end == text.length()) {
        break;
      }
      from = Math.max(start(text, end - overlap, end), from + 1);
    }
    return chunks;
  }

  /** Where a chunk ends that may end at {@code most}: not before half of it. */
  private static int end(String text, int from, int most) {
    int least = from + (most - from) / 2;
    String half = text.substring(least, most); // So that no mark is looked for beyond it.
    for (String mark : List.of("\n\n", "\n", ". ", "! ", "? ", " ")) {
      int at = half.lastIndexOf(mark);
      if (at >= 0) {
        return least + at + mark.length();
      }
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  /** Where the next chunk begins that may begin at {@code least}: at a sentence or a word. */
  private static int start(String text, int least, int end) {
    for (String mark : List.of("\n\n", "\n", ". ", " ")) {
      int at = text.indexOf(mark, least, end);
      if (at >= 0) {
        return at + mark.length();
      }
    }
    return Character.isLowSurrogate(text.charAt(least)) ? least + 1 : least;
  }
}
