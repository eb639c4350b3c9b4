package dev.trefoil.ingestion;

import dev.trefoil.ingestion.DocumentException.Reason;
import java.util.Locale;
import java.util.Map;

/** What a file is, by its name and by how it begins: both must say the same. */
public enum FileType {
  TEXT,
  MARKDOWN,
  HTML,
  PDF,
  /** Office Open XML: documents, presentations and workbooks. */
  OFFICE;

  private static final Map<String, FileType> BY_ENDING =
      Map.ofEntries(
          Map.entry("md", MARKDOWN),
          Map.entry("markdown", MARKDOWN),
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("xhtml", HTML),
          Map.entry("pdf", PDF),
          Map.entry("docx", OFFICE),
          Map.entry("pptx", OFFICE),
          Map.entry("xlsx", OFFICE));

  /** How files begin that are no text, and that nothing here reads. */
  private static final String BINARY =
      "(?s)(\u0089PNG|\u00ff\u00d8\u00ff|GIF8|\u007fELF|MZ|\u00d0\u00cf\u0011\u00e0|\u001f\u008b|Rar!|7z\u00bc\u00af"
          + "|RIFF|ID3|OggS|\u0000asm|\u00ca\u00fe\u00ba\u00be).*";

  /**
   * The type of a file.
   *
   * @throws DocumentException when it is of none, or not what its name says
   */
  public static FileType of(String filename, byte[] content) throws DocumentException {
    int dot = filename.lastIndexOf('.');
    String ending = dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    FileType named = BY_ENDING.getOrDefault(ending, TEXT);
    String beginning = beginning(content);
    boolean pdf = beginning.startsWith("%PDF-");
    boolean zip = beginning.startsWith("PK\u0003\u0004");
    boolean other = zip ? named != OFFICE && named != TEXT : named == OFFICE;
    if (other || pdf != (named == PDF)) {
      throw new DocumentException(
          Reason.INVALID,
          "The file is not what its name says: it does not begin as such files do.");
    }
    if (zip && named == TEXT || beginning.matches(BINARY)) {
      throw new DocumentException(
          Reason.UNSUPPORTED, "Files of this type are not read: it is no text.");
    }
    return named;
  }

  private static String beginning(byte[] content) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, content.length); i++) {
      text.append((char) (content[i] & 0xff));
    }
    return text.toString();
  }
}
