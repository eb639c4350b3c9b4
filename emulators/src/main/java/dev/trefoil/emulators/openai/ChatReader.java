// Reads a chat completion request whose form is right, and refuses what the service refuses.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.AnswerFormat;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Turn;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From JSON to {@link ChatRequest}. */
final class ChatReader {

  private ChatReader() {}

  static ChatRequest read(JsonNode body) throws RefusedException {
    ModelRules.check(body);
    ModelRules.checkTools(body);
    SettingRules.check(body);
    ToolRules.check(body);
    MessageRules.check(body.get("messages"));
    PartRules.check(body.get("messages"));
    List<Turn> conversation = conversation(body.get("messages"));
    String model = body.get("model").textValue();
    // vLLM's, DeepSeek's and other servers' models tell their reasoning; OpenAI's only count it.
    boolean reasoner = model.contains("reasoner");
    boolean reasons =
        body.hasNonNull("reasoning_effort")
            ? !body.get("reasoning_effort").textValue().equals("none")
            : reasoner;
    JsonNode limit =
        body.hasNonNull("max_completion_tokens")
            ? body.get("max_completion_tokens")
            : body.path("max_tokens");
    var ask =
        new Ask(
            conversation,
            limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty(),
            stops(body.path("stop")),
            ChatTools.offer(body),
            format(body.path("response_format")),
            reasons);
    return new ChatRequest(
        model,
        body.path("stream").asBoolean(false),
        body.path("stream_options").path("include_usage").asBoolean(false),
        body.path("n").asInt(1),
        ask,
        ChatTools.custom(body),
        ChatTools.namesOne(body),
        body.path("logprobs").asBoolean(false)
            ? OptionalInt.of(body.path("top_logprobs").asInt(0))
            : OptionalInt.empty(),
        Optional.ofNullable(body.path("service_tier").textValue()),
        CacheReader.ofChat(body),
        reasoner);
  }

  private static List<Turn> conversation(JsonNode messages) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      Turn.Role role =
          switch (message.get("role").textValue()) {
            case "user" -> Turn.Role.USER;
            case "assistant" -> Turn.Role.MODEL;
            case "tool", "function" -> Turn.Role.TOOL;
            default -> Turn.Role.OTHER;
          };
      turns.add(new Turn(role, text(message.path("content"))));
    }
    return turns;
  }

  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static List<String> stops(JsonNode stop) {
    List<String> stops = new ArrayList<>();
    if (stop.isTextual()) {
      stops.add(stop.textValue());
    }
    stop.forEach(item -> stops.add(item.textValue()));
    return stops;
  }

  private static AnswerFormat format(JsonNode format) {
    return switch (format.path("type").asText("text")) {
      case "json_object" -> new AnswerFormat.AnyObject();
      case "json_schema" -> new AnswerFormat.Schema(format.path("json_schema").path("schema"));
      default -> new AnswerFormat.Text();
    };
  }
}
