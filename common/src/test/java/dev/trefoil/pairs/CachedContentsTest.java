package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that has Vertex AI keep tools and instructions for money: how often, and until when. */
@Timeout(120)
class CachedContentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG =
      """
      auth: none
      services:
        vertex_ai: {kind: vertex, project: project, location: global}
      routes:
        r: {targets: ["vertex_ai/%s"], cache: %s}
      """;

  private static final String EXPLICIT = "{mode: explicit, ttlSeconds: 600}";
  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "look", "parameters":
          {"type": "object", "properties": {"at": {"type": "string"}}}}}]
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

  @BeforeEach
  void forget() {
    services.controls("vertex_ai").clearJournal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemini-3.5-flash", "gemini-2.5-pro"})
  void toolsAndInstructionsAreKeptOnceAndReferredToByEveryConversation(String model)
      throws IOException {
    HttpHandler door = door(model, EXPLICIT);
    for (int conversation = 0; conversation < 3; conversation++) {
      JsonNode usage = ask(door, model + " rule".repeat(4_200), "question " + conversation);
      assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(4_201);
      assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(4_203);
    }
    assertThat(made()).hasSize(1);
    assertThat(made().getFirst().body().path("ttl").asText()).isEqualTo("600s");
    JsonNode last = services.controls("vertex_ai").journal().getLast().body();
    assertThat(last.has("systemInstruction") || last.has("tools")).isFalse();
    assertThat(last.path("cachedContent").asText()).contains("/cachedContents/");
  }

  @Test
  void whatTheServiceKnowsNoMoreIsSentWholeAndMadeAnew() throws IOException {
    HttpHandler door = door("gemini-3.5-flash", EXPLICIT);
    String system = "gone" + " rule".repeat(4_200);
    ask(door, system, "one");
    services.controls("vertex_ai").pass(Duration.ofSeconds(600));

    assertThat(ask(door, system, "two").path("prompt_tokens").asInt()).isEqualTo(4_202);

    assertThat(made()).hasSize(1);
    ask(door, system, "three");
    assertThat(made()).hasSize(2);
  }

  @Test
  void whatIsTooShortIsNotAskedForTwice() throws IOException {
    HttpHandler door = door("gemini-3.5-flash", EXPLICIT);
    ask(door, "be brief", "one");
    assertThat(made()).as("certainly too short").isEmpty();

    for (int i = 0; i < 3; i++) {
      ask(door, "alongerword".repeat(3) + " rulerulerule".repeat(1_200), "question " + i);
    }

    assertThat(made()).as("by the service's count, which is not ours").hasSize(1);
  }

  @Test
  void modelsThatKeepPromptsByThemselvesAloneAndOtherRoutesAreToldNothing() throws IOException {
    ask(door("gemini-4-argon", EXPLICIT), "argon" + " rule".repeat(5_000), "one");
    ask(door("gemini-3.5-flash", "auto"), "auto" + " rule".repeat(5_000), "one");

    assertThat(made()).isEmpty();
  }

  private static HttpHandler door(String model, String cache) {
    return services.front(TrefoilConfig.parse(CONFIG.formatted(model, cache), Map.of()).routing());
  }

  private static List<JournalEntry> made() {
    return services.controls("vertex_ai").journal().stream()
        .filter(entry -> entry.path().endsWith("/cachedContents"))
        .toList();
  }

  private static JsonNode ask(HttpHandler door, String system, String question) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("model", "r");
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", system);
    messages.addObject().put("role", "user").put("content", question);
    request.set("tools", JSON.readTree(TOOLS));
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
    return JSON.readTree(response.body()).path("usage");
  }
}
