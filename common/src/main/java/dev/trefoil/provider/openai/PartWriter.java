package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.util.Optional;

/** Writes a part of a message's content. */
final class PartWriter {
  private PartWriter() {}

  static void write(JsonGenerator out, Part part) throws IOException, ProviderException {
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
      case Part.Audio(Media media) -> audio(out, inline(media));
      case Part.File(Media media, Optional<String> name) -> {
        Media.Inline file = inline(media);
        out.writeStringField("type", "file");
        out.writeObjectFieldStart("file");
        // OpenAI wants a name beside the data.
        out.writeStringField("filename", name.orElseGet(() -> name(file.type())));
        out.writeStringField("file_data", dataUrl(file));
        out.writeEndObject();
      }
      case Part.Reasoning thought -> throw misplaced(part);
      case Part.Refusal refusal -> throw misplaced(part);
      case Part.ToolCall call -> throw misplaced(part);
      case Part.ToolResult result -> throw misplaced(part);
    }
    out.writeEndObject();
  }

  private static void audio(JsonGenerator out, Media.Inline sound)
      throws IOException, ProviderException {
    String format =
        switch (sound.type()) {
          case "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
          case "audio/mp3", "audio/mpeg" -> "mp3";
          default ->
              throw Limits.unsupported(
                  "messages", "Sounds can be wav or mp3, not " + sound.type() + ".");
        };
    out.writeStringField("type", "input_audio");
    out.writeObjectFieldStart("input_audio");
    out.writeStringField("data", sound.base64());
    out.writeStringField("format", format);
    out.writeEndObject();
  }

  private static String dataUrl(Media media) throws ProviderException {
    Media.Inline inline = inline(media);
    return "data:" + inline.type() + ";base64," + inline.base64();
  }

  /** The service would fetch an address itself, from where it stands: that is not ours to allow. */
  private static Media.Inline inline(Media media) throws ProviderException {
    return switch (media) {
      case Media.Inline inline -> inline;
      case Media.Remote remote ->
          throw Limits.unsupported(
              "messages", "Addresses are not passed on: send the content as a data URL.");
    };
  }

  private static String name(String type) {
    return type.equals("application/pdf") ? "document.pdf" : "document";
  }

  private static IllegalArgumentException misplaced(Part part) {
    return new IllegalArgumentException("cannot stand in content: " + part.getClass());
  }
}
