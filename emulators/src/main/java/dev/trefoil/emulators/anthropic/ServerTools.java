// Tools that would run at Anthropic's services; here they are checked and never called.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.regex.Pattern;

/** Takes them out of a request, so that what is left is of the caller's own. */
final class ServerTools {

  private static final Pattern KNOWN =
      Pattern.compile(
          "(web_search|web_fetch|code_execution|tool_search_tool_regex|tool_search_tool_bm25)"
              + "_\\d{8}");

  private ServerTools() {}

  /** The body without them. */
  static JsonNode without(JsonNode body) throws RefusedException {
    if (!(body.path("tools") instanceof ArrayNode tools)) {
      return body;
    }
    ObjectNode left = body.deepCopy();
    ArrayNode own = left.putArray("tools");
    for (JsonNode tool : tools) {
      String type = tool.path("type").asText("custom");
      if (!KNOWN.matcher(type).matches()) {
        own.add(tool);
      } else if (!tool.path("name").isTextual()) {
        throw AnthropicErrors.invalid("tools.%s.name: Field required".formatted(type));
      }
    }
    if (own.isEmpty()) {
      left.remove("tools");
      left.remove("tool_choice");
    }
    return left;
  }
}
