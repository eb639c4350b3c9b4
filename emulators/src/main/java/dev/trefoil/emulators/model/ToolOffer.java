// The tools of a request, and how the emulated model picks among them.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No tools. */
  public static final ToolOffer NOTHING = new ToolOffer(List.of(), new ToolChoice.None(), true);

  public ToolOffer {
    tools = List.copyOf(tools);
  }

  /**
   * The calls that the model makes when this is the last thing that the user said: of each tool
   * whose whole name stands in the text, in order of appearance, with the JSON object that follows
   * the name, or else the smallest that the tool takes. If it must call and none does, the first
   * tool; if it must call a certain one, that.
   */
  List<ToolCall> calls(String said) {
    return switch (choice) {
      case ToolChoice.None none -> List.of();
      case ToolChoice.Named named ->
          tools.stream()
              .filter(tool -> tool.name().equals(named.name()))
              .map(tool -> call(tool, said))
              .toList();
      case ToolChoice.Auto auto -> named(said);
      case ToolChoice.Any any -> {
        List<ToolCall> calls = named(said);
        yield calls.isEmpty()
            ? tools.stream().limit(1).map(tool -> call(tool, said)).toList()
            : calls;
      }
    };
  }

  private List<ToolCall> named(String said) {
    return tools.stream()
        .filter(tool -> place(tool, said) >= 0)
        .sorted(Comparator.comparingInt(tool -> place(tool, said)))
        .limit(parallel ? Integer.MAX_VALUE : 1)
        .map(tool -> call(tool, said))
        .toList();
  }

  private static int place(Tool tool, String said) {
    Matcher name = name(tool, said);
    return name.find() ? name.start() : -1;
  }

  private static Matcher name(Tool tool, String said) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(tool.name()) + "(?![\\w-])").matcher(said);
  }

  private static ToolCall call(Tool tool, String said) {
    return new ToolCall(tool.name(), told(tool, said).orElseGet(() -> smallest(tool)));
  }

  /** The first object that stands behind the tool's name. */
  private static Optional<ObjectNode> told(Tool tool, String said) {
    return name(tool, said)
        .results()
        .flatMap(name -> object(said.substring(name.end())).stream())
        .findFirst();
  }

  /** What a text begins with, if that is a JSON object. */
  private static Optional<ObjectNode> object(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      return json.nextToken() == JsonToken.START_OBJECT
          ? Optional.of(JSON.readTree(json))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Words, and not JSON.
    }
  }

  private static ObjectNode smallest(Tool tool) {
    JsonNode arguments = SmallestInstance.of(tool.schema(), tool.name());
    return arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }
}
