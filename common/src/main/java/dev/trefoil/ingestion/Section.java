package dev.trefoil.ingestion;

import java.util.List;

/**
 * A part of a document that stands under one heading.
 *
 * @param headings the way to it, the outermost first; none before the first heading
 * @param text paragraphs, with an empty line between them
 */
public record Section(List<String> headings, String text) {
  public Section {
    headings = List.copyOf(headings);
  }
}
