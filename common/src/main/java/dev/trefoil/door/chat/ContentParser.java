package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Part;
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
      case "image_url" -> MediaParser.image(fields);
      case "input_audio" -> MediaParser.audio(fields);
      case "file" -> MediaParser.file(fields);
      default -> throw new IllegalStateException("no reader for parts of the type " + type);
    };
  }
}
