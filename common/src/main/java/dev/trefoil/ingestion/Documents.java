package dev.trefoil.ingestion;

import dev.trefoil.ingestion.DocumentException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Reads documents of every type that something here reads. Used by many threads at once. */
public final class Documents {
  /** Bytes of a document: more are not read, whatever would come of them. */
  public static final long MOST_BYTES = 64L << 20;

  /** What changes the text or the chunks of the same file raises it, so that none are mixed. */
  public static final int VERSION = 1;

  private final List<DocumentParser> parsers = new ArrayList<>();

  /** With the parsers of this jar, and those that are found as services. */
  public Documents() {
    parsers.add(new TextParser());
    parsers.add(new MarkdownParser());
    parsers.add(new HtmlParser());
    ServiceLoader.load(DocumentParser.class, Documents.class.getClassLoader())
        .forEach(parsers::add);
  }

  /**
   * The sections of a document.
   *
   * @throws DocumentException when it cannot be read, or says nothing
   */
  public List<Section> read(String filename, byte[] content) throws DocumentException {
    FileType type = FileType.of(filename, content);
    for (DocumentParser parser : parsers) {
      if (parser.reads(type)) {
        List<Section> sections = parser.parse(type, content);
        if (sections.isEmpty()) {
          throw new DocumentException(Reason.INVALID, "There is no text in the file.");
        }
        return sections;
      }
    }
    throw new DocumentException(
        Reason.UNSUPPORTED,
        "Files of the type " + type + " are not read here: this process has no parser for them.");
  }
}
