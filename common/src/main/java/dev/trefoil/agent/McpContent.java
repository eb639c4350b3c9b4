package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.util.Iterator;
import java.util.StringJoiner;

/** What a tool of an MCP server gave, as a text. */
final class McpContent {
  private McpContent() {}

  /** Texts in order; of what is no text, that it was there. */
  static String text(JrsObject result) {
    StringJoiner text = new StringJoiner("\n");
    if (result.get("content") instanceof JrsArray content) {
      for (Iterator<JrsValue> all = content.elements(); all.hasNext(); ) {
        if (all.next() instanceof JrsObject block) {
          text.add(block(block));
        }
      }
    }
    JrsValue structured = result.get("structuredContent");
    return text.length() == 0 && structured != null && !structured.isNull()
        ? Json.write(structured)
        : text.toString();
  }

  private static String block(JrsObject block) {
    String type = Json.text(block, "type").orElse("");
    return switch (type) {
      case "text" -> Json.text(block, "text").orElse("");
      case "resource" ->
          Json.text(block, "resource", "text")
              .orElseGet(() -> leftOut("resource", Json.text(block, "resource", "uri").orElse("")));
      case "resource_link" -> leftOut("link", Json.text(block, "uri").orElse(""));
      default -> leftOut(type, Json.text(block, "mimeType").orElse(""));
    };
  }

  private static String leftOut(String type, String what) {
    return "[left out: " + type + (what.isEmpty() ? "" : " " + what) + "]";
  }
}
