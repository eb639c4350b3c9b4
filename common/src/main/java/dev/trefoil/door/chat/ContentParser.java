package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Part;
import dev.trefoil.door.MediaParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a message's {@code content}: a text, or a list of parts. */
final class ContentParser {
  private ContentParser() {}

  /**
   * @param types the types of parts that may stand there
   */
  static List<Part> required(RequestFields fields, Set<String> types) throws Problem {
    JrsValue content = fields.value("content").orElseThrow(() -> fields.missing("content"));
    return parts(fields, content, types);
  }

  /** As above; absent is no part at all. */
  static List<Part> optional(RequestFields fields, Set<String> types) throws Problem {
    Optional<JrsValue> content = fields.value("content");
    return content.isEmpty() ? List.of() : parts(fields, content.get(), types);
  }

  private static List<Part> parts(RequestFields message, JrsValue content, Set<String> types)
      throws Problem {
    String path = message.at("content");
    if (!(content instanceof JrsArray array)) {
      return List.of(new Part.Text(RequestFields.text(path, content)));
    }
    List<JrsValue> items = RequestFields.items(array);
    if (items.isEmpty()) {
      throw Problem.invalid(path, "'" + path + "' is empty.");
    }
    List<Part> parts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      parts.add(part(message.child(path + "[" + i + "]", items.get(i)), types));
    }
    return parts;
  }

  private static Part part(RequestFields fields, Set<String> types) throws Problem {
    String type = fields.requiredText("type");
    if (!types.contains(type)) {
      throw Problem.unsupported(
          fields.at("type"), "A part of the type '" + type + "' cannot stand here.");
    }
    return switch (type) {
      case "text" -> new Part.Text(fields.requiredText("text"));
      case "refusal" -> new Part.Refusal(fields.requiredText("refusal"));
      case "image_url" -> image(fields);
      case "input_audio" -> audio(fields);
      case "file" -> file(fields);
      default -> throw new IllegalStateException("no reader for parts of the type " + type);
    };
  }

  private static Part image(RequestFields part) throws Problem {
    RequestFields image = part.object("image_url").orElseThrow(() -> part.missing("image_url"));
    // Left to the service: the same as saying nothing.
    Optional<String> detail =
        image.word("detail", List.of("auto", "low", "high")).filter(word -> !word.equals("auto"));
    return new Part.Image(MediaParser.image(image, "url"), detail);
  }

  private static Part audio(RequestFields part) throws Problem {
    RequestFields audio = part.object("input_audio").orElseThrow(() -> part.missing("input_audio"));
    String format =
        audio.word("format", List.of("wav", "mp3")).orElseThrow(() -> audio.missing("format"));
    return new Part.Audio(MediaParser.inline(audio, "data", "audio/" + format));
  }

  private static Part file(RequestFields part) throws Problem {
    RequestFields file = part.object("file").orElseThrow(() -> part.missing("file"));
    if (file.value("file_id").isPresent()) {
      throw Problem.unsupported(
          file.at("file_id"), "Files are not kept here: send the file itself in 'file_data'.");
    }
    Optional<String> name = file.text("filename");
    return new Part.File(MediaParser.url(file, "file_data"), name);
  }
}
