package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a service has kept is found only where a turn's prompt begins with all of the turn before,
 * to the last byte. Each protocol is read as it is on the wire; but for marks, which wander, what
 * was sent once is sent again the same.
 */
@Timeout(120)
class SamePrefixTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TURNS = 8;
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5Erk"
          + "Jggg==";

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        anthropic: {kind: anthropic, keyFrom: env:KEY}
        azure: {kind: azure-openai, endpoint: "https://a.example"}
        vertex_ai: {kind: vertex, project: p, location: global}
      cache: auto
      routes:
        r: {targets: ["%s"]}
      """;

  private static final String REQUEST =
      """
      {"model": "r", "max_tokens": 2000, "thinking": {"type": "adaptive"},
        "system": [{"type": "text", "text": "Be kind."}, {"type": "text", "text": "Say \u00fc."}],
        "tools": [
          {"name": "look", "description": "Looks.", "input_schema": {"type": "object",
            "properties": {"at": {"type": "string"}, "b": {"type": "integer"}, "a": {"type": "number"}},
            "required": ["at"]}},
          {"name": "show", "input_schema": {"type": "object", "properties": {}}}]}
      """;

  /** In which members a protocol's prompt is, in the order in which models read. */
  private static final Map<String, List<String>> MEMBERS =
      Map.of(
          "converse", List.of("/toolConfig/tools", "/system", "/messages"),
          "messages", List.of("/tools", "/system", "/messages"),
          "chat", List.of("/tools", "/messages"),
          "responses", List.of("/tools", "/input"),
          "generateContent", List.of("/tools", "/systemInstruction/parts", "/contents"));

  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock/us.anthropic.claude-sonnet-4-6, converse",
    "anthropic/claude-sonnet-4-6, messages",
    "azure/gpt-5.2, chat",
    "azure/gpt-6-sol, responses",
    "vertex_ai/gemini-3.5-flash, generateContent"
  })
  void aTurnBeginsWithAllOfTheTurnBefore(String target, String protocol) throws IOException {
    String service = target.substring(0, target.indexOf('/'));
    HttpHandler door =
        services.front(TrefoilConfig.parse(CONFIG.formatted(target), Map.of()).routing());
    ObjectNode request = (ObjectNode) JSON.readTree(REQUEST);
    ArrayNode messages = request.putArray("messages");
    ArrayNode content = question(messages, 0);
    List<List<String>> sent = new ArrayList<>();
    for (int turn = 1; turn <= TURNS; turn++) {
      JsonNode answer = answer(door, request);
      sent.add(prompt(services.controls(service).journal().getLast().body(), protocol));
      messages.addObject().put("role", "assistant").set("content", answer);
      content = messages.addObject().put("role", "user").putArray("content");
      boolean called = false;
      for (JsonNode block : answer) {
        if (block.path("type").asText().equals("tool_use")) {
          called = true;
          result(content, block);
        }
      }
      if (!called) {
        messages.remove(messages.size() - 1);
        question(messages, turn);
      }
    }
    for (int turn = 1; turn < TURNS; turn++) {
      List<String> before = sent.get(turn - 1);
      assertThat(sent.get(turn)).as("turn %d", turn + 1).startsWith(before.toArray(String[]::new));
      assertThat(sent.get(turn)).hasSizeGreaterThan(before.size());
    }
    assertThat(String.join("", sent.getLast())).contains("look", "show", PNG.substring(0, 20));
  }

  private static ArrayNode question(ArrayNode messages, int turn) {
    ArrayNode content = messages.addObject().put("role", "user").putArray("content");
    content
        .addObject()
        .put("type", "text")
        .put("text", "turn " + turn + ": look {\"at\":\"x\"} show");
    image(content);
    return content;
  }

  private static void result(ArrayNode content, JsonNode call) {
    ObjectNode result = content.addObject().put("type", "tool_result");
    result.put("tool_use_id", call.path("id").asText());
    ArrayNode given = result.putArray("content");
    given.addObject().put("type", "text").put("text", "seen \u00fc");
    if (call.path("name").asText().equals("show")) {
      image(given);
    }
  }

  private static void image(ArrayNode content) {
    ObjectNode source = content.addObject().put("type", "image").putObject("source");
    source.put("type", "base64").put("media_type", "image/png").put("data", PNG);
  }

  /** Each tool, block of instructions and message, as it was sent, without marks. */
  private static List<String> prompt(JsonNode body, String protocol) {
    List<String> prompt = new ArrayList<>();
    for (String member : MEMBERS.get(protocol)) {
      for (JsonNode element : body.at(member)) {
        unmarked(element).ifPresent(prompt::add);
      }
    }
    return prompt;
  }

  private static Optional<String> unmarked(JsonNode element) {
    String text =
        element
            .toString()
            .replaceAll(",?\\{\"cachePoint\":\\{\"type\":\"default\"}}", "")
            .replaceAll(",\"cache_control\":\\{\"type\":\"ephemeral\"}", "")
            .replaceAll(",\"prompt_cache_breakpoint\":\\{\"mode\":\"explicit\"}", "");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static JsonNode answer(HttpHandler door, ObjectNode request) throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "POST",
            "/v1/messages",
            new Headers().set("anthropic-version", "2023-06-01"),
            new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return JSON.readTree(response.body()).path("content");
  }
}
