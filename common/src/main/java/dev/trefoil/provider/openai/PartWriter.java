package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes a part of a message's content. */
final class PartWriter {
  private PartWriter() {}

  /** Writes parts, each with the mark that follows it. */
  static void all(JsonGenerator out, List<Part> parts) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Part.CacheBreakpoint)) {
        write(out, parts.get(i), isMarked(parts, i));
      }
    }
  }

  /** Whether a mark follows a part. */
  static boolean isMarked(List<Part> parts, int index) {
    return index + 1 < parts.size() && parts.get(index + 1) instanceof Part.CacheBreakpoint;
  }

  /** Marks the part that is being written. */
  static void mark(JsonGenerator out, boolean marked) throws IOException {
    if (marked) {
      out.writeObjectFieldStart("prompt_cache_breakpoint");
      out.writeStringField("mode", "explicit");
      out.writeEndObject();
    }
  }

  private static void write(JsonGenerator out, Part part, boolean marked) throws IOException {
    out.writeStartObject();
    switch (part) {
      case Part.Text(String text) -> {
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
      }
      case Part.Image(Media media, Optional<String> detail) -> {
        out.writeStringField("type", "image_url");
        out.writeObjectFieldStart("image_url");
        out.writeStringField("url", dataUrl(media));
        if (detail.isPresent()) {
          out.writeStringField("detail", detail.get());
        }
        out.writeEndObject();
      }
      case Part.Audio(Media media) -> audio(out, media.inline());
      case Part.File(Media media, Optional<String> name) -> {
        Media.Inline file = media.inline();
        out.writeStringField("type", "file");
        out.writeObjectFieldStart("file");
        out.writeStringField("filename", name.orElseGet(() -> name(file.type())));
        out.writeStringField("file_data", dataUrl(file));
        out.writeEndObject();
      }
      case Part.Reasoning thought -> throw misplaced(part);
      case Part.RedactedReasoning thought -> throw misplaced(part);
      case Part.CacheBreakpoint breakpoint -> throw misplaced(part);
      case Part.NativePart beyond -> throw misplaced(part);
      case Part.Refusal refusal -> throw misplaced(part);
      case Part.ToolCall call -> throw misplaced(part);
      case Part.ToolResult result -> throw misplaced(part);
    }
    mark(out, marked);
    out.writeEndObject();
  }

  private static void audio(JsonGenerator out, Media.Inline sound) throws IOException {
    out.writeStringField("type", "input_audio");
    out.writeObjectFieldStart("input_audio");
    out.writeStringField("data", sound.base64());
    out.writeStringField("format", ChatCompletionsRules.SOUNDS.get(sound.type()));
    out.writeEndObject();
  }

  static String dataUrl(Media media) {
    Media.Inline inline = media.inline();
    return "data:" + inline.type() + ";base64," + inline.base64();
  }

  /** For a file that its sender gave no name: OpenAI wants one beside the data. */
  static String name(String type) {
    return type.equals("application/pdf") ? "document.pdf" : "document";
  }

  static IllegalArgumentException misplaced(Part part) {
    return new IllegalArgumentException("cannot stand in content: " + part.getClass());
  }
}
