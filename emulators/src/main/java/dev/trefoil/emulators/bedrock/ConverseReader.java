// Reads a Converse request and refuses what the service refuses.
package dev.trefoil.emulators.bedrock;

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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From HTTP to {@link ConverseRequest}. */
final class ConverseReader {

  /** The request members of botocore's service model and of the Java SDK. */
  static final Schema SCHEMA = Schema.load(ConverseReader.class, "converse-schema.json");

  private static final Pattern PATH = Pattern.compile("/model/([^/]+)/(converse|converse-stream)");

  /** The service model's ConversationalModelId, its long list of ARN forms drawn together. */
  private static final Pattern MODEL_ID =
      Pattern.compile(
          "[a-zA-Z0-9-:._]+|arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:[a-z-]+/"
              + "[a-zA-Z0-9-:./]+");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ConverseReader() {}

  static ConverseRequest read(HttpRequest request) throws RefusedException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw new RefusedException(
          BedrockErrors.of(
              404,
              "UnknownOperationException",
              "The emulator has no " + request.method() + " " + request.path()));
    }
    if (!request.method().equals("POST")) {
      throw new RefusedException(
          BedrockErrors.of(405, "UnsupportedOperationException", "Only POST is supported."));
    }
    String modelId = URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!MODEL_ID.matcher(modelId).matches()) {
      throw BedrockErrors.validation("The provided model identifier is invalid.");
    }
    boolean stream = path.group(2).equals("converse-stream");
    JsonNode body = json(request.body());
    Optional<Violation> violation =
        SCHEMA.check(stream ? "ConverseStreamRequest" : "ConverseRequest", body);
    if (violation.isPresent()) {
      throw BedrockErrors.validation(ConverseViolations.text(violation.get()));
    }
    ConversationRules.check(body, modelId);
    return new ConverseRequest(
        modelId, stream, conversation(body), maxTokens(body), stopSequences(body));
  }

  private static JsonNode json(byte[] body) throws RefusedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          BedrockErrors.of(
              400, "SerializationException", "The body is no JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }

  private static List<Turn> conversation(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    body.path("system")
        .forEach(block -> turns.add(new Turn(Turn.Role.OTHER, block.path("text").asText(""))));
    for (JsonNode message : body.path("messages")) {
      var role = message.path("role").textValue().equals("user") ? Turn.Role.USER : Turn.Role.MODEL;
      var text = new StringBuilder();
      var returned = new StringBuilder();
      for (JsonNode block : message.path("content")) {
        text.append(block.path("text").asText(""));
        block.path("toolResult").path("content").forEach(part -> returned.append(toolText(part)));
      }
      // With nothing else to repeat, what the tools returned is what the user said last.
      turns.add(new Turn(role, text.isEmpty() ? returned.toString() : text.toString()));
    }
    return turns;
  }

  private static String toolText(JsonNode part) {
    return part.has("json") ? part.get("json").toString() : part.path("text").asText("");
  }

  private static OptionalInt maxTokens(JsonNode body) {
    JsonNode limit = body.path("inferenceConfig").path("maxTokens");
    return limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty();
  }

  private static List<String> stopSequences(JsonNode body) {
    List<String> stops = new ArrayList<>();
    body.path("inferenceConfig").path("stopSequences").forEach(stop -> stops.add(stop.textValue()));
    return stops;
  }
}
