// What a Messages request asks of the emulated model.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.AnswerFormat;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Tool;
import dev.trefoil.emulators.model.ToolChoice;
import dev.trefoil.emulators.model.ToolOffer;
import dev.trefoil.emulators.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** From JSON to {@link Ask}. */
final class MessagesAsk {

  private MessagesAsk() {}

  static Ask of(JsonNode body, boolean thinks) {
    List<String> stops = new ArrayList<>();
    body.path("stop_sequences").forEach(stop -> stops.add(stop.textValue()));
    JsonNode schema = body.path("output_config").path("format").path("schema");
    return new Ask(
        conversation(body),
        MessagesSettings.maxTokens(body),
        stops,
        offer(body),
        schema.isObject() ? new AnswerFormat.Schema(schema) : new AnswerFormat.Text(),
        thinks);
  }

  /** All text of a string or of blocks. */
  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(block -> text.append(block.path("text").asText("")));
    return text.toString();
  }

  private static List<Turn> conversation(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    turns.add(new Turn(Turn.Role.OTHER, text(body.path("system"))));
    for (JsonNode message : body.path("messages")) {
      Turn.Role role =
          switch (message.path("role").asText()) {
            case "user" -> Turn.Role.USER;
            case "system" -> Turn.Role.OTHER;
            default -> Turn.Role.MODEL;
          };
      JsonNode content = message.path("content");
      boolean returned = false;
      for (JsonNode block : content) {
        if (block.path("type").asText("").equals("tool_result")) {
          returned = true;
          turns.add(new Turn(Turn.Role.TOOL, text(block.path("content"))));
        }
      }
      String said = text(content);
      if (turns.getLast().role() == role) {
        turns.set(turns.size() - 1, new Turn(role, turns.getLast().text() + said));
      } else if (!returned || !said.isEmpty()) {
        turns.add(new Turn(role, said));
      }
    }
    return turns;
  }

  private static ToolOffer offer(JsonNode body) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      tools.add(new Tool(tool.path("name").asText(), tool.path("input_schema")));
    }
    JsonNode choice = body.path("tool_choice");
    ToolChoice free =
        switch (choice.path("type").asText("")) {
          case "none" -> new ToolChoice.None();
          case "any" -> new ToolChoice.Any();
          case "tool" -> new ToolChoice.Named(choice.path("name").asText());
          default -> new ToolChoice.Auto();
        };
    return new ToolOffer(tools, free, !choice.path("disable_parallel_tool_use").asBoolean(false));
  }
}
