package dev.trefoil.ingestion;

import java.util.List;

/**
 * Reads documents of some types. Those that stand in a jar of their own are found as services. Used
 * by many threads at once.
 */
public interface DocumentParser {
  /** Characters of text that a document may give; a parser stops there. */
  int MOST_TEXT = 20_000_000;

  /** Whether it reads documents of this type. */
  boolean reads(FileType type);

  /**
   * Reads a document, in bounded time, memory and depth.
   *
   * @throws DocumentException when it cannot be read
   */
  List<Section> parse(FileType type, byte[] content) throws DocumentException;
}
