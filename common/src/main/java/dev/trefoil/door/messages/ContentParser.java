package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Part;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads content of every role: a text, or a list of blocks with their marks for the cache. */
final class ContentParser {
  /** Blocks of this protocol alone, beside what its own tools give back. */
  private static final Set<String> OWN =
      Set.of(
          "server_tool_use",
          "mcp_tool_use",
          "container_upload",
          "tool_reference",
          "tool_addition",
          "tool_removal",
          "compaction");

  private static final String RESULT = "_tool_result";

  private ContentParser() {}

  /** Reads a block of a type, and adds what it says. */
  @FunctionalInterface
  interface BlockReader {
    /**
     * @return false when no such block can stand there
     */
    boolean read(String type, RequestFields block, List<Part> parts) throws Problem;
  }

  /**
   * @param name of the member, which must be there
   * @param reader of the blocks that may stand there beside those of this protocol alone
   */
  static List<Part> required(RequestFields fields, String name, BlockReader reader) throws Problem {
    JrsValue content = fields.value(name).orElseThrow(() -> fields.missing(name));
    return parts(fields, name, content, reader);
  }

  /** As above; absent is no part at all. */
  static List<Part> optional(RequestFields fields, String name, BlockReader reader) throws Problem {
    Optional<JrsValue> content = fields.value(name);
    return content.isEmpty() ? List.of() : parts(fields, name, content.get(), reader);
  }

  private static List<Part> parts(
      RequestFields fields, String name, JrsValue content, BlockReader reader) throws Problem {
    String path = fields.at(name);
    if (content instanceof JrsString) {
      return List.of(new Part.Text(RequestFields.text(path, content)));
    }
    if (!(content instanceof JrsArray array)) {
      throw RequestFields.wrongType(path, "a text or a list", content);
    }
    List<JrsValue> items = RequestFields.items(array);
    List<Part> parts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      block(fields.child(path + "[" + i + "]", items.get(i)), items.get(i), reader, parts);
    }
    return parts;
  }

  private static void block(
      RequestFields block, JrsValue whole, BlockReader reader, List<Part> parts) throws Problem {
    String type = block.requiredText("type");
    Optional<Part.CacheBreakpoint> cache = CacheParser.read(block);
    if (!reader.read(type, block, parts)) {
      if (!OWN.contains(type) && !type.endsWith(RESULT)) {
        throw Problem.unsupported(
            block.at("type"),
            "'" + block.at("type") + "': a block of the type '" + type + "' cannot stand here.");
      }
      parts.add(Natives.block(block.at("type"), (JrsObject) whole));
      List.copyOf(block.rest()).forEach(block::value);
    }
    cache.ifPresent(parts::add);
  }

  /** Of system messages. */
  static boolean text(String type, RequestFields block, List<Part> parts) throws Problem {
    if (!type.equals("text")) {
      return false;
    }
    parts.add(new Part.Text(block.requiredText("text")));
    return true;
  }

  /** Of the user, and of what a tool gave back. */
  static boolean shown(String type, RequestFields block, List<Part> parts) throws Problem {
    switch (type) {
      case "image" -> parts.add(SourceParser.image(block));
      case "document" -> parts.addAll(SourceParser.document(block));
      case "search_result" -> parts.add(SourceParser.searchResult(block));
      default -> {
        return text(type, block, parts);
      }
    }
    return true;
  }
}
