package dev.trefoil.door.responses;

import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestJson;
import java.util.List;
import java.util.Set;

/**
 * Items that only a service that speaks Responses itself understands: it gets them as they came,
 * all others go without.
 */
final class NativeItems {
  /** Of the model's side. */
  private static final Set<String> MODELS =
      Set.of(
          "code_interpreter_call",
          "compaction",
          "compaction_summary",
          "file_search_call",
          "image_generation_call",
          "mcp_approval_request",
          "mcp_call",
          "mcp_list_tools",
          "program",
          "tool_search_call",
          "web_search_call");

  /** Of the caller's. */
  private static final Set<String> CALLERS =
      Set.of(
          "compaction_trigger",
          "configuration_update",
          "mcp_approval_response",
          "program_output",
          "tool_search_output");

  private NativeItems() {}

  static boolean isCallers(String type) {
    return CALLERS.contains(type);
  }

  /**
   * @param path where the type stands
   * @throws Problem 400 for an item that is not known, or whose tool is refused
   */
  static void requireKnown(String type, String path) throws Problem {
    if (!MODELS.contains(type) && !CALLERS.contains(type)) {
      throw Problem.unsupported(path, "Items of the type '" + type + "' are not supported here.");
    }
  }

  static Part read(InputItem item) throws Problem {
    String path = item.fields().at("type");
    for (String name : List.copyOf(item.fields().rest())) {
      item.fields().value(name); // The service's own to read.
    }
    return new Part.NativePart(
        new Native(Native.OPENAI_RESPONSES, "", Native.ITEM, RequestJson.text(path, item.json())));
  }
}
