package dev.trefoil.ingestion;

import java.util.List;

/** Text without a form that is known. */
final class TextParser implements DocumentParser {
  @Override
  public boolean reads(FileType type) {
    return type == FileType.TEXT;
  }

  @Override
  public List<Section> parse(FileType type, byte[] content) throws DocumentException {
    String text = PlainText.of(content);
    return text.isBlank() ? List.of() : List.of(new Section(List.of(), text.strip()));
  }
}
