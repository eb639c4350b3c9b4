package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of the shape that Claude Code 2.1 sends, as they were seen and made anew: a turn that
 * calls a tool, and the one after it, with every service behind.
 */
@Timeout(60)
class ClaudeCodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BETAS =
      "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,"
          + "prompt-caching-scope-2026-01-05,effort-2025-11-24";
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
    "anthropic, claude-opus-5-5",
    "anthropic, claude-haiku-4-5",
    "bedrock, us.anthropic.claude-sonnet-4-6",
    "azure, gpt-4.1",
    "vertex_ai, gemini-3.5-flash",
    "openai, qwen3",
  })
  void aToolIsCalledAndItsResultTaken(String service, String model) throws IOException {
    ObjectNode body = shape();
    body.put("model", service + "/" + model);
    JsonNode called = stream(body);

    JsonNode call = called.path("content").get(called.path("content").size() - 1);
    assertThat(called.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(call.path("type").asText()).isEqualTo("tool_use");
    assertThat(call.path("name").asText()).isEqualTo("Write");

    ArrayNode messages = (ArrayNode) body.path("messages");
    messages.addObject().put("role", "assistant").set("content", called.path("content"));
    ObjectNode result = messages.addObject().put("role", "user").putArray("content").addObject();
    result
        .put("type", "tool_result")
        .put("tool_use_id", call.path("id").asText())
        .put("content", "written well")
        .putObject("cache_control")
        .put("type", "ephemeral");
    JsonNode answered = stream(body);

    assertThat(answered.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(
            answered.path("content").get(answered.path("content").size() - 1).path("text").asText())
        .isEqualTo("written well");
  }

  /** The service refuses members of a beta whose header does not come with them. */
  @Test
  void anthropicGetsAllOfItAsItCame() throws IOException {
    ObjectNode body = shape();
    body.put("model", "anthropic/claude-opus-5-5");
    services.controls("anthropic").clearJournal();
    RecordedResponse response = send(body);

    JsonNode sent = services.controls("anthropic").journal().getLast().body();
    for (String member : List.of("context_management", "metadata", "tools", "output_config")) {
      assertThat(sent.path(member)).as(member).isEqualTo(body.path(member));
    }
    assertThat(sent.at("/thinking/type").asText()).isEqualTo("adaptive");
    assertThat(sent.path("system")).isEqualTo(body.path("system"));
    assertThat(sent.path("messages")).isEqualTo(body.path("messages"));
    assertThat(response.header("x-trefoil-dropped")).isNull();
  }

  @Test
  void anotherServiceIsNotToldAndTheCallerIs() throws IOException {
    ObjectNode body = shape();
    body.put("model", "bedrock/us.anthropic.claude-sonnet-4-6");

    assertThat(send(body).header("x-trefoil-dropped").split(", "))
        .contains("anthropic-beta", "context_management", "tools.defer_loading");
  }

  /** As the service counts, and within what the estimate would be off by. */
  @ParameterizedTest
  @CsvSource({
    "anthropic/claude-opus-5-5, false",
    "bedrock/us.anthropic.claude-sonnet-4-6, true",
  })
  void itsPromptIsCounted(String model, boolean estimated) throws IOException {
    ObjectNode body = shape();
    body.put("model", model);
    body.remove("max_tokens");
    RecordedResponse response = send(body, "/v1/messages/count_tokens");

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.header("x-trefoil-usage")).isEqualTo(estimated ? "estimated" : null);
    assertThat(JSON.readTree(response.body()).path("input_tokens").asInt()).isPositive();
    if (!estimated) {
      JsonNode sent = services.controls("anthropic").journal().getLast().body();
      assertThat(sent.has("max_tokens")).isFalse();
      assertThat(sent.path("tools")).isEqualTo(body.path("tools"));
    }
  }

  /** A service that does not count is no reason to have no count. */
  @Test
  void whereTheServiceFailsThePromptIsEstimated() throws IOException {
    services
        .controls("anthropic")
        .fault(Fault.next(1, new Failure.NativeError(529, Optional.empty())));
    ObjectNode body = shape();
    body.put("model", "anthropic/claude-opus-5-5");
    RecordedResponse response = send(body, "/v1/messages/count_tokens");
    services.controls("anthropic").clearFault();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("x-trefoil-usage")).isEqualTo("estimated");
  }

  private static ObjectNode shape() throws IOException {
    Path file = Path.of("src", "test", "resources", "messages", "claude-code.json");
    return (ObjectNode) JSON.readTree(Files.readString(file));
  }

  private static JsonNode stream(ObjectNode body) throws IOException {
    RecordedResponse response = send(body);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return MessageEvents.joined(response.body());
  }

  private static RecordedResponse send(ObjectNode body) throws IOException {
    return send(body, "/v1/messages");
  }

  private static RecordedResponse send(ObjectNode body, String path) throws IOException {
    RecordedResponse response = new RecordedResponse();
    services
        .asAsked()
        .handle(
            new HttpCall(
                "POST",
                path,
                new Headers()
                    .set("anthropic-version", "2023-06-01")
                    .set("anthropic-beta", BETAS)
                    .set("x-app", "cli"),
                new ByteArrayInputStream(JSON.writeValueAsBytes(body)),
                Deadline.after(Duration.ofSeconds(30))),
            response);
    return response;
  }
}
