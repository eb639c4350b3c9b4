// The tools of a request, and how the emulated model picks among them.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An offer of tools.
 *
 * @param tools in order; only those that may be called
 * @param choice how free the model is
 * @param parallel whether it may call several at once
 */
public record ToolOffer(List<Tool> tools, ToolChoice choice, boolean parallel) {

  /** No tools. */
  public static final ToolOffer NOTHING = new ToolOffer(List.of(), new ToolChoice.None(), true);

  public ToolOffer {
    tools = List.copyOf(tools);
  }

  /**
   * The calls that the model makes when this is the last thing that the user said: of each tool
   * whose whole name stands in the text, in order of appearance. If it must call and none does, the
   * first tool; if it must call a certain one, that.
   */
  List<ToolCall> calls(String said) {
    return switch (choice) {
      case ToolChoice.None none -> List.of();
      case ToolChoice.Named named ->
          tools.stream().filter(t -> t.name().equals(named.name())).map(ToolOffer::call).toList();
      case ToolChoice.Auto auto -> named(said);
      case ToolChoice.Any any -> {
        List<ToolCall> calls = named(said);
        yield calls.isEmpty() ? tools.stream().limit(1).map(ToolOffer::call).toList() : calls;
      }
    };
  }

  private List<ToolCall> named(String said) {
    return tools.stream()
        .filter(tool -> place(tool, said) >= 0)
        .sorted(Comparator.comparingInt(tool -> place(tool, said)))
        .limit(parallel ? Integer.MAX_VALUE : 1)
        .map(ToolOffer::call)
        .toList();
  }

  private static int place(Tool tool, String said) {
    Matcher name =
        Pattern.compile("(?<![\\w-])" + Pattern.quote(tool.name()) + "(?![\\w-])").matcher(said);
    return name.find() ? name.start() : -1;
  }

  private static ToolCall call(Tool tool) {
    JsonNode arguments = SmallestInstance.of(tool.schema(), tool.name());
    return new ToolCall(
        tool.name(),
        arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }
}
