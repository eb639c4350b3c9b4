package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes a part of an item's content, or of a tool's output, as Responses have them. */
final class ItemPartWriter {
  private ItemPartWriter() {}

  /**
   * Writes parts, each with the mark that follows it.
   *
   * @param textType what a text is called here
   */
  static void all(JsonGenerator out, List<Part> parts, String textType) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Part.CacheBreakpoint)) {
        write(out, parts.get(i), textType, PartWriter.isMarked(parts, i));
      }
    }
  }

  private static void write(JsonGenerator out, Part part, String textType, boolean marked)
      throws IOException {
    switch (part) {
      case Part.Text(String text) -> text(out, textType, text, marked);
      case Part.Refusal(String text) -> {
        out.writeStartObject();
        out.writeStringField("type", "refusal");
        out.writeStringField("refusal", text);
        out.writeEndObject();
      }
      case Part.Image(Media media, Optional<String> detail) -> {
        out.writeStartObject();
        out.writeStringField("type", "input_image");
        out.writeStringField("image_url", PartWriter.dataUrl(media));
        if (detail.isPresent()) {
          out.writeStringField("detail", detail.get());
        }
        PartWriter.mark(out, marked);
        out.writeEndObject();
      }
      case Part.File(Media media, Optional<String> name) -> {
        out.writeStartObject();
        out.writeStringField("type", "input_file");
        out.writeStringField(
            "filename", name.orElseGet(() -> PartWriter.name(media.inline().type())));
        out.writeStringField("file_data", PartWriter.dataUrl(media));
        PartWriter.mark(out, marked);
        out.writeEndObject();
      }
      case Part.Audio sound -> throw PartWriter.misplaced(part);
      case Part.Reasoning thought -> throw PartWriter.misplaced(part);
      case Part.RedactedReasoning thought -> throw PartWriter.misplaced(part);
      case Part.CacheBreakpoint breakpoint -> throw PartWriter.misplaced(part);
      case Part.NativePart beyond -> throw PartWriter.misplaced(part);
      case Part.ToolCall call -> throw PartWriter.misplaced(part);
      case Part.ToolResult result -> throw PartWriter.misplaced(part);
    }
  }

  /** Writes a text by what it is called. */
  static void text(JsonGenerator out, String type, String text) throws IOException {
    text(out, type, text, false);
  }

  private static void text(JsonGenerator out, String type, String text, boolean marked)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("type", type);
    out.writeStringField("text", text);
    PartWriter.mark(out, marked);
    out.writeEndObject();
  }
}
