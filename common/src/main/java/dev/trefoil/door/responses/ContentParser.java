package dev.trefoil.door.responses;

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

/** Reads what an item says: a text, or a list of parts. */
final class ContentParser {
  static final Set<String> SYSTEM = Set.of("input_text", "text");
  static final Set<String> USER =
      Set.of("input_text", "text", "input_image", "input_file", "input_audio");
  static final Set<String> ASSISTANT = Set.of("output_text", "refusal", "input_text", "text");
  static final Set<String> TOOL =
      Set.of("input_text", "output_text", "text", "input_image", "input_file");

  private ContentParser() {}

  /**
   * Of what says nothing there is one empty text.
   *
   * @param types the types of parts that may stand there
   */
  static List<Part> read(RequestFields item, String field, Set<String> types) throws Problem {
    Optional<JrsValue> content = item.value(field);
    if (content.isEmpty()) {
      throw item.missing(field);
    }
    String path = item.at(field);
    if (!(content.get() instanceof JrsArray array)) {
      return List.of(new Part.Text(RequestFields.text(path, content.get())));
    }
    List<JrsValue> items = RequestFields.items(array);
    List<Part> parts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      RequestFields part = item.child(path + "[" + i + "]", items.get(i));
      parts.add(part(part, types));
      if (part.object("prompt_cache_breakpoint").isPresent()) {
        parts.add(new Part.CacheBreakpoint(Optional.empty()));
      }
    }
    return parts.isEmpty() ? List.of(new Part.Text("")) : parts;
  }

  private static Part part(RequestFields part, Set<String> types) throws Problem {
    String type = part.requiredText("type");
    if (!types.contains(type)) {
      throw Problem.unsupported(
          part.at("type"), "A part of the type '" + type + "' cannot stand here.");
    }
    return switch (type) {
      case "input_text", "text" -> new Part.Text(part.requiredText("text"));
      case "output_text" -> {
        part.value("annotations");
        part.value("logprobs");
        yield new Part.Text(part.requiredText("text"));
      }
      case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
      case "input_image" -> image(part);
      case "input_file" -> file(part);
      case "input_audio" -> audio(part);
      default -> throw new IllegalStateException("no reader for parts of the type " + type);
    };
  }

  private static Part image(RequestFields part) throws Problem {
    requireNoId(part, "image_url");
    // Left to the service: the same as saying nothing. The original size is what high stands for.
    Optional<String> detail =
        part.word("detail", List.of("auto", "low", "high", "original"))
            .filter(word -> !word.equals("auto"))
            .map(word -> word.equals("original") ? "high" : word);
    return new Part.Image(MediaParser.image(part, "image_url"), detail);
  }

  private static Part file(RequestFields part) throws Problem {
    requireNoId(part, "file_data");
    Optional<String> name = part.text("filename");
    part.value("detail");
    boolean address = part.rest().contains("file_url");
    return new Part.File(MediaParser.url(part, address ? "file_url" : "file_data"), name);
  }

  private static void requireNoId(RequestFields part, String instead) throws Problem {
    if (part.value("file_id").isPresent()) {
      throw Problem.unsupported(
          part.at("file_id"),
          "Files are not kept here: send the file itself in '" + instead + "'.");
    }
  }

  private static Part audio(RequestFields part) throws Problem {
    RequestFields audio = part.object("input_audio").orElseThrow(() -> part.missing("input_audio"));
    String format =
        audio.word("format", List.of("wav", "mp3")).orElseThrow(() -> audio.missing("format"));
    return new Part.Audio(MediaParser.inline(audio, "data", "audio/" + format));
  }
}
