package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.SchemaFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code tools} and {@code tool_choice}. Tools that run at Anthropic's services go there as
 * they are, and nowhere else.
 */
final class ToolsParser {
  private static final int MAX_TOOLS = 1024;
  private static final String CUSTOM = "custom";
  private static final String DEFERRED = "defer_loading";

  private final RequestFields request;
  private final List<Native> natives;
  private final List<String> dropped;
  private final List<Tool> tools = new ArrayList<>();

  /** Of all tools, those that run at the service included. */
  private final Set<String> names = new HashSet<>();

  private ToolsParser(RequestFields request, List<Native> natives, List<String> dropped) {
    this.request = request;
    this.natives = natives;
    this.dropped = dropped;
  }

  /**
   * @param parallel whether several calls in one answer are welcome
   */
  record Read(List<Tool> tools, ToolChoice choice, Optional<Boolean> parallel) {}

  /**
   * @param natives takes what only this protocol says
   * @param dropped takes what goes unsaid
   */
  static Read read(RequestFields request, List<Native> natives, List<String> dropped)
      throws Problem {
    ToolsParser parser = new ToolsParser(request, natives, dropped);
    parser.tools();
    Optional<JrsValue> choice = request.value("tool_choice");
    if (choice.isEmpty()) {
      return new Read(parser.tools, new ToolChoice.Auto(), Optional.empty());
    }
    RequestFields fields = request.child("tool_choice", choice.get());
    Optional<Boolean> parallel =
        fields.optionalFlag("disable_parallel_tool_use").map(disabled -> !disabled);
    return new Read(parser.tools, parser.choice(fields, choice.get()), parallel);
  }

  private void tools() throws Problem {
    List<JrsValue> items = request.list("tools").orElse(List.of());
    if (items.size() > MAX_TOOLS) {
      throw Problem.invalid("tools", "'tools' holds more than " + MAX_TOOLS + " tools.");
    }
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = request.child("tools[" + i + "]", items.get(i));
      String type = item.text("type").orElse(CUSTOM);
      String name = SchemaFields.toolName(item);
      if (!names.add(name)) {
        throw Problem.invalid(
            item.at("name"), "'" + item.at("name") + "' is the name of an earlier tool.");
      }
      if (type.equals(CUSTOM)) {
        tools.add(tool(name, item));
      } else {
        natives.add(Natives.of("tools", RequestJson.text(item.at("type"), items.get(i))));
        List.copyOf(item.rest()).forEach(item::value);
      }
    }
  }

  private Tool tool(String name, RequestFields item) throws Problem {
    String description = item.text("description").orElse("");
    String schema =
        SchemaFields.schema(item, "input_schema").orElseThrow(() -> item.missing("input_schema"));
    boolean strict = item.flag("strict");
    Optional<Part.CacheBreakpoint> cache = CacheParser.read(item);
    Optional<Boolean> deferred = item.optionalFlag(DEFERRED);
    if (cache.isPresent() && deferred.orElse(false)) {
      throw Problem.invalid(
          item.at(CacheParser.MEMBER),
          "'" + item.at(CacheParser.MEMBER) + "' cannot be set with '" + DEFERRED + "'.");
    }
    List<Native> beyond = new ArrayList<>(0);
    deferred.ifPresent(flag -> beyond.add(Natives.of(DEFERRED, flag.toString())));
    beyond.addAll(Natives.rest(item, dropped));
    return new Tool(name, description, schema, strict).withCache(cache).withNatives(beyond);
  }

  private ToolChoice choice(RequestFields fields, JrsValue whole) throws Problem {
    String type = fields.requiredText("type");
    return switch (type) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "any" -> {
        if (names.isEmpty()) {
          throw Problem.invalid("tool_choice", "'tool_choice' asks for a call without 'tools'.");
        }
        yield tools.isEmpty() ? ofTheService(whole) : new ToolChoice.Required();
      }
      case "tool" -> named(fields, whole);
      default ->
          throw Problem.invalid(
              "tool_choice.type", "'tool_choice.type' must be one of auto, any, tool, none.");
    };
  }

  private ToolChoice named(RequestFields fields, JrsValue whole) throws Problem {
    String name = fields.requiredText("name");
    if (!names.contains(name)) {
      throw Problem.invalid(
          "tool_choice.name", "'tool_choice.name' names a tool that is not in 'tools'.");
    }
    return tools.stream().anyMatch(tool -> tool.name().equals(name))
        ? new ToolChoice.Named(name)
        : ofTheService(whole);
  }

  /** A call of a tool that runs at the service is demanded: no other can meet that. */
  private ToolChoice ofTheService(JrsValue choice) throws Problem {
    natives.add(Natives.of("tool_choice", RequestJson.text("tool_choice", choice)));
    return new ToolChoice.Auto();
  }
}
