package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import dev.trefoil.door.MediaParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what images, documents and search results hold. */
final class SourceParser {
  private static final Pattern TYPE = Pattern.compile("[a-zA-Z0-9.+-]{1,60}/[a-zA-Z0-9.+-]{1,120}");

  private SourceParser() {}

  static Part image(RequestFields block) throws Problem {
    RequestFields source = source(block);
    String type = source.requiredText("type");
    return switch (type) {
      case "base64" -> new Part.Image(MediaParser.image(source, "data", mediaType(source)));
      case "url" -> new Part.Image(MediaParser.image(source, "url"));
      default -> throw unknown(source, type);
    };
  }

  /** A document is a file, or the blocks that it consists of. */
  static List<Part> document(RequestFields block) throws Problem {
    RequestFields source = source(block);
    Optional<String> title = block.text("title");
    String type = source.requiredText("type");
    return switch (type) {
      case "base64" -> List.of(file(MediaParser.inline(source, "data", mediaType(source)), title));
      case "url" -> List.of(file(MediaParser.url(source, "url"), title));
      case "text" -> {
        String mediaType = mediaType(source);
        byte[] text = source.requiredText("data").getBytes(StandardCharsets.UTF_8);
        yield List.of(
            file(new Media.Inline(mediaType, Base64.getEncoder().encodeToString(text)), title));
      }
      case "content" -> content(source, title);
      default -> throw unknown(source, type);
    };
  }

  private static Part file(Media media, Optional<String> title) {
    return new Part.File(media, title);
  }

  private static List<Part> content(RequestFields source, Optional<String> title) throws Problem {
    JrsValue content = source.value("content").orElseThrow(() -> source.missing("content"));
    List<Part> parts = new ArrayList<>();
    title.map(Part.Text::new).ifPresent(parts::add);
    String path = source.at("content");
    if (content instanceof JrsString) {
      parts.add(new Part.Text(RequestFields.text(path, content)));
      return parts;
    }
    if (!(content instanceof JrsArray array)) {
      throw RequestFields.wrongType(path, "a text or a list", content);
    }
    List<JrsValue> items = RequestFields.items(array);
    for (int i = 0; i < items.size(); i++) {
      RequestFields block = source.child(path + "[" + i + "]", items.get(i));
      String type = block.requiredText("type");
      switch (type) {
        case "text" -> parts.add(new Part.Text(block.requiredText("text")));
        case "image" -> parts.add(image(block));
        default -> throw unknown(block, type);
      }
    }
    return parts;
  }

  /** As a text with where it is from: only Anthropic's own models are made for more. */
  static Part searchResult(RequestFields block) throws Problem {
    StringBuilder text = new StringBuilder(block.requiredText("title"));
    text.append('\n').append(block.requiredText("source"));
    List<JrsValue> items = block.list("content").orElseThrow(() -> block.missing("content"));
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = block.child(block.at("content[" + i + "]"), items.get(i));
      String type = item.requiredText("type");
      if (!type.equals("text")) {
        throw unknown(item, type);
      }
      text.append("\n\n").append(item.requiredText("text"));
    }
    return new Part.Text(text.toString());
  }

  private static RequestFields source(RequestFields block) throws Problem {
    return block.object("source").orElseThrow(() -> block.missing("source"));
  }

  private static String mediaType(RequestFields source) throws Problem {
    String type = source.requiredText("media_type");
    if (!TYPE.matcher(type).matches()) {
      String path = source.at("media_type");
      throw Problem.invalid(path, "'" + path + "' must be a media type, as image/png.");
    }
    return type.toLowerCase(Locale.ROOT);
  }

  private static Problem unknown(RequestFields fields, String type) {
    return Problem.unsupported(
        fields.at("type"),
        type.equals("file")
            ? "'" + fields.at("type") + "': files are not kept here, send the content itself."
            : "'" + fields.at("type") + "': the type '" + type + "' cannot stand here.");
  }
}
