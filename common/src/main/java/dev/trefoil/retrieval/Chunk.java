package dev.trefoil.retrieval;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A part of a file, as it is found again.
 *
 * @param id unique in its store; {@link #idOf} makes it
 * @param fileId the file that it is of: 1 to 100 letters, digits, {@code -} and {@code _}
 * @param fileName as the file was called when it came
 * @param position among the chunks of its file, from 0
 * @param text what it says, at most {@link #LONGEST_TEXT} characters
 * @param vector its embedding; empty in what a search finds
 * @param attributes those of its file by name, at most {@link #MOST_ATTRIBUTES}; names have 1 to
 *     {@link #LONGEST_NAME} characters
 */
public record Chunk(
    String id,
    String fileId,
    String fileName,
    int position,
    String text,
    float[] vector,
    Map<String, Attribute> attributes) {
  /** Characters of one chunk: OpenAI's largest has 4,096 tokens. */
  public static final int LONGEST_TEXT = 64_000;

  /** Attributes of a file, as OpenAI's vector stores have it. */
  public static final int MOST_ATTRIBUTES = 16;

  /** Characters of an attribute's name, as OpenAI's vector stores have it. */
  public static final int LONGEST_NAME = 64;

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /**
   * @throws IllegalArgumentException when one of them is outside its bounds
   */
  public Chunk {
    attributes = Map.copyOf(attributes);
    fileName = WellFormed.of(fileName);
    text = WellFormed.of(text);
    if (!FILE.matcher(fileId).matches() || position < 0 || !id.equals(idOf(fileId, position))) {
      throw new IllegalArgumentException("no id of a chunk: " + id);
    }
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("a chunk of more than " + LONGEST_TEXT + " characters");
    }
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException("more than " + MOST_ATTRIBUTES + " attributes");
    }
    attributes.keySet().forEach(Filter::requireName);
  }

  /** The id of a file's chunk. */
  public static String idOf(String fileId, int position) {
    return fileId + "-" + position;
  }
}
