package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A request without the parts that only some services have a place for. */
final class Unmarked {
  /** Before the name of a protocol whose items stand in the conversation. */
  static final String MESSAGES = "messages.";

  /** Before the name of a tool's member. */
  static final String TOOLS = "tools.";

  private Unmarked() {}

  /** Without what says where the prompt will come again. */
  static ChatRequest cache(ChatRequest request) {
    return without(request, Part.CacheBreakpoint.class::isInstance)
        .withTools(request.tools().stream().map(tool -> tool.withCache(Optional.empty())).toList());
  }

  /**
   * Without what is said in the words of other protocols.
   *
   * @param names as {@link ModelRequest#beyond} gives them
   */
  static ChatRequest natives(ChatRequest request, List<String> names) {
    return without(
            request,
            part ->
                part instanceof Part.NativePart(Native value)
                    && names.contains(MESSAGES + value.protocol()))
        .withNatives(request.natives().stream().filter(it -> !names.contains(it.member())).toList())
        .withTools(request.tools().stream().map(tool -> natives(tool, names)).toList());
  }

  private static Tool natives(Tool tool, List<String> names) {
    List<Native> kept =
        tool.natives().stream().filter(it -> !names.contains(TOOLS + it.member())).toList();
    return kept.size() == tool.natives().size() ? tool : tool.withNatives(kept);
  }

  private static ChatRequest without(ChatRequest request, Predicate<Part> gone) {
    return request.withMessages(
        request.messages().stream().map(message -> without(message, gone)).toList());
  }

  private static Message without(Message message, Predicate<Part> gone) {
    List<Part> kept = without(message.parts(), gone);
    return kept == message.parts() ? message : message.withParts(kept);
  }

  /** Most lists are kept as they are, and not copied. */
  private static List<Part> without(List<Part> parts, Predicate<Part> gone) {
    List<Part> kept = null;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Part left = part;
      if (part instanceof Part.ToolResult(String id, List<Part> content, boolean failed)) {
        List<Part> inner = without(content, gone);
        left = inner == content ? part : new Part.ToolResult(id, inner, failed);
      }
      boolean goes = gone.test(part);
      if (kept == null && (goes || left != part)) {
        kept = new ArrayList<>(parts.subList(0, i));
      }
      if (kept != null && !goes) {
        kept.add(left);
      }
    }
    return kept == null ? parts : kept;
  }
}
