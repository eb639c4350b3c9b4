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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an agent pays for thirty turns, with the prices of models.yaml, where services keep the
 * prompts that are marked. The emulators count words, and tell what they had by their services'
 * rules.
 */
@Timeout(120)
class KeptPromptsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TURNS = 30;

  /** Of what the same agent pays without marks. */
  private static final double SHARE = 0.35;

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        anthropic: {kind: anthropic, keyFrom: env:KEY}
      routes:
        kept-bedrock: {targets: [bedrock/us.anthropic.claude-sonnet-4-6], %1$s}
        kept-anthropic: {targets: [anthropic/claude-sonnet-4-6], %1$s}
      """;

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
  @ValueSource(strings = {"bedrock", "anthropic"})
  void anAgentPaysAThirdAndLess(String service) throws IOException {
    double whole = paid(service, "cache: callers");
    double kept = paid(service, "cache: auto");

    assertThat(kept).as("of $%s", whole).isLessThanOrEqualTo(SHARE * whole);
  }

  private double paid(String service, String caching) throws IOException {
    HttpHandler door =
        services.front(TrefoilConfig.parse(CONFIG.formatted(caching), Map.of()).routing());
    ObjectNode request = JSON.createObjectNode();
    request.put("model", "kept-" + service);
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", caching + " rule".repeat(3_000));
    double sum = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      messages.addObject().put("role", "user").put("content", "question " + turn);
      RecordedResponse response = answer(door, request);
      JsonNode body = JSON.readTree(response.body());
      messages
          .addObject()
          .put("role", "assistant")
          .put("content", body.at("/choices/0/message/content").asText());
      sum += Double.parseDouble(response.header("x-trefoil-cost-usd"));
      boolean marked = caching.endsWith("auto");
      long cached = body.at("/usage/prompt_tokens_details/cached_tokens").asLong();
      assertThat(cached > 0)
          .as("turn %d: %s", turn, body.path("usage"))
          .isEqualTo(marked && turn > 0);
      assertThat(response.header("x-trefoil-dropped")).isNull();
    }
    return sum;
  }

  private static RecordedResponse answer(HttpHandler door, ObjectNode request) throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers(),
            new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return response;
  }
}
