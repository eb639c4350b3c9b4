// Reads a chat completion request and refuses what the service refuses.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.model.Turn;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.schema.Schema;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From HTTP to {@link ChatRequest}. */
final class ChatReader {

  private static final String PATH = "/openai/v1/chat/completions";
  private static final Schema SCHEMA = Schema.load(ChatReader.class, "chat-schema.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ChatReader() {}

  static ChatRequest read(HttpRequest request) throws RefusedException {
    if (!request.path().equals(PATH)) {
      throw new RefusedException(AzureErrors.notFound());
    }
    if (!request.method().equals("POST")) {
      throw new RefusedException(AzureErrors.wrongMethod());
    }
    JsonNode body = json(request.body());
    Optional<Violation> violation = SCHEMA.check("ChatRequest", body);
    if (violation.isPresent()) {
      throw ChatViolations.refusal(violation.get());
    }
    MessageRules.check(body);
    JsonNode limit =
        body.hasNonNull("max_completion_tokens")
            ? body.get("max_completion_tokens")
            : body.path("max_tokens");
    return new ChatRequest(
        body.get("model").textValue(),
        body.path("stream").asBoolean(false),
        body.path("stream_options").path("include_usage").asBoolean(false),
        body.path("n").asInt(1),
        conversation(body.get("messages")),
        limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty(),
        stops(body.path("stop")));
  }

  private static JsonNode json(byte[] body) throws RefusedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw AzureErrors.invalid(
          "We could not parse the JSON body of your request. (HINT: This likely means you aren't using"
              + " your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent"
              + " was not valid JSON.)",
          null,
          null);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }

  private static List<Turn> conversation(JsonNode messages) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      Turn.Role role =
          switch (message.get("role").textValue()) {
            case "user" -> Turn.Role.USER;
            case "assistant" -> Turn.Role.MODEL;
            default -> Turn.Role.OTHER;
          };
      turns.add(new Turn(role, text(message.path("content"))));
    }
    return turns;
  }

  private static String text(JsonNode content) {
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
}
