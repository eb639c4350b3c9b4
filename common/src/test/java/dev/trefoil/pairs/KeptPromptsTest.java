package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an agent pays for thirty turns, with the prices of models.yaml, where services keep prompts.
 * The emulators count words, and tell what they had by their services' rules: minimums, lifetimes,
 * how far they look back.
 */
@Timeout(120)
class KeptPromptsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TURNS = 30;

  /** Of what the same agent pays where nothing is kept. */
  private static final double SHARE = 0.35;

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        anthropic: {kind: anthropic, keyFrom: env:KEY}
        azure: {kind: azure-openai, endpoint: "https://a.example"}
      cache: %s
      routes:
        r: {targets: ["%s"]}
      """;

  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "look", "parameters":
          {"type": "object", "properties": {"at": {"type": "string"}}, "required": ["at"]}}}]
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
  @ValueSource(
      strings = {
        "bedrock/us.anthropic.claude-sonnet-4-6",
        "anthropic/claude-sonnet-4-6",
        "anthropic/claude-opus-5-5"
      })
  void anAgentPaysAThirdAndLessOfWhatItPaysWithoutMarks(String target) throws IOException {
    Run without = run(target, "callers");
    Run kept = run(target, "auto");

    assertThat(without.cached).isZero();
    assertThat(without.paid).isCloseTo(without.whole, within(1e-6));
    kept.print();
    assertThat(kept.paid).isLessThanOrEqualTo(SHARE * without.paid);
    assertThat(kept.turnsWithoutHit).as("the first turn alone finds nothing").isEqualTo(1);
  }

  /** They keep prompts by themselves: without means what every token costs that is not kept. */
  @ParameterizedTest
  @ValueSource(strings = {"azure/gpt-5.2", "azure/gpt-5.4", "azure/gpt-6-sol"})
  void anAgentPaysAThirdAndLessWhereTheServiceKeepsPromptsByItself(String target)
      throws IOException {
    Run kept = run(target, "auto");

    kept.print();
    assertThat(kept.paid).isLessThanOrEqualTo(SHARE * kept.whole);
    assertThat(kept.turnsWithoutHit).isEqualTo(1);
    JsonNode sent = services.controls("azure").journal().getLast().body();
    assertThat(sent.path("prompt_cache_key").asText()).matches("[0-9a-f]{32}");
    assertThat(sent.toString().contains("prompt_cache_breakpoint"))
        .isEqualTo(target.contains("gpt-6"));
  }

  /** Azure has models of other makers by names of the owner's: what they refuse is learned. */
  @Test
  void aModelThatRefusesToBeToldIsAskedAgainWithoutAndToldNothingLater() throws IOException {
    String config =
        CONFIG.formatted("auto", "azure/deepseek-v4")
            + "models: {azure/deepseek-v4: {like: gpt-5.2}}\n";
    HttpHandler door = services.front(TrefoilConfig.parse(config, Map.of()).routing());
    JsonNode request =
        JSON.readTree("{\"model\":\"r\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    services.controls("azure").clearJournal();

    RecordedResponse first = send(door, "/v1/chat/completions", request);
    assertThat(first.header("x-trefoil-dropped")).isEqualTo("prompt_cache_key");
    send(door, "/v1/chat/completions", request);

    assertThat(services.controls("azure").journal())
        .extracting(entry -> entry.body().has("prompt_cache_key"))
        .containsExactly(true, false, false);
  }

  @Test
  void aMarkOfAnHourIsPaidForAsOne() throws IOException {
    HttpHandler door = services.front(table("anthropic/claude-sonnet-5-5", "callers"));
    String body =
        """
        {"model": "r", "max_tokens": 10, "system": [{"type": "text", "text": "%s",
            "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
          "messages": [{"role": "user", "content": [{"type": "text", "text": "%s",
            "cache_control": {"type": "ephemeral"}}]}]}
        """
            .formatted("hour ".repeat(1_500).strip(), "five ".repeat(500).strip());

    RecordedResponse response = send(door, "/v1/messages", JSON.readTree(body));

    JsonNode usage = JSON.readTree(response.body()).path("usage");
    assertThat(usage.path("input_tokens").asInt()).isZero();
    assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(2_000);
    assertThat(usage.at("/cache_creation/ephemeral_5m_input_tokens").asInt()).isEqualTo(500);
    assertThat(usage.at("/cache_creation/ephemeral_1h_input_tokens").asInt()).isEqualTo(1_500);
    double output = usage.path("output_tokens").asInt() * 10e-6;
    assertThat(Double.parseDouble(response.header("x-trefoil-cost-usd")))
        .isCloseTo(1_500 * 4e-6 + 500 * 2.5e-6 + output, within(1e-9));
    services.controls("anthropic").pass(Duration.ofMinutes(59));
    usage = JSON.readTree(send(door, "/v1/messages", JSON.readTree(body)).body()).path("usage");
    assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(1_500);
  }

  /** OpenAI keeps prompts for 30 minutes or for 12 hours. */
  @Test
  void aMarkOfAnHourIsOneOfTwelveAtOpenAi() throws IOException {
    HttpHandler door = services.front(table("azure/gpt-6-sol", "callers"));
    String body =
        """
        {"model": "r", "max_tokens": 20, "system": [{"type": "text", "text": "%s",
            "cache_control": {"type": "ephemeral"%s}}], "messages": [{"role": "user", "content": "hi"}]}
        """;
    JsonNode usual = JSON.readTree(body.formatted("usual ".repeat(1_500).strip(), ""));
    JsonNode hour = JSON.readTree(body.formatted("hour ".repeat(1_500).strip(), ",\"ttl\":\"1h\""));

    send(door, "/v1/messages", usual);
    assertThat(services.controls("azure").journal().getLast().body().has("prompt_cache_options"))
        .isFalse();
    send(door, "/v1/messages", hour);
    assertThat(services.controls("azure").journal().getLast().body().path("prompt_cache_options"))
        .hasToString("{\"ttl\":\"12h\"}");

    services.controls("azure").pass(Duration.ofMinutes(59));
    assertThat(read(send(door, "/v1/messages", usual))).isZero();
    assertThat(read(send(door, "/v1/messages", hour))).isGreaterThanOrEqualTo(1_500);
  }

  private static int read(RecordedResponse response) throws IOException {
    return JSON.readTree(response.body()).at("/usage/cache_read_input_tokens").asInt();
  }

  /** What thirty turns came to. */
  private static final class Run {
    private final String target;
    private double paid;
    private double whole;
    private long cached;
    private int turnsWithoutHit;

    Run(String target) {
      this.target = target;
    }

    void print() {
      System.out.printf(
          "%d turns at %s: $%.4f of $%.4f, %.3f of it%n", TURNS, target, paid, whole, paid / whole);
    }
  }

  private Run run(String target, String caching) throws IOException {
    RoutingTable table = table(target, caching);
    HttpHandler door = services.front(table);
    Price price =
        table
            .prices()
            .of(
                Target.parse(target).orElseThrow(),
                table.models().of(target.split("/")[0], target.split("/", 2)[1]).family())
            .orElseThrow();
    ObjectNode request = JSON.createObjectNode().put("model", "r");
    request.set("tools", JSON.readTree(TOOLS));
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", caching + " rule".repeat(3_000));
    Run run = new Run(target);
    JsonNode calls = JSON.createArrayNode();
    for (int turn = 0; turn < TURNS; turn++) {
      if (calls.isEmpty()) {
        messages.addObject().put("role", "user").put("content", "look {\"at\":\"" + turn + "\"}");
      }
      for (JsonNode call : calls) {
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", call.path("id").asText())
            .put("content", "seen ".repeat(30) + turn);
      }
      RecordedResponse response = send(door, "/v1/chat/completions", request);
      JsonNode body = JSON.readTree(response.body());
      messages.add(body.at("/choices/0/message"));
      calls = body.at("/choices/0/message/tool_calls");
      assertThat(response.header("x-trefoil-dropped")).isNull();
      JsonNode usage = body.path("usage");
      long read = usage.at("/prompt_tokens_details/cached_tokens").asLong();
      run.cached += read;
      run.turnsWithoutHit += read == 0 ? 1 : 0;
      run.paid += Double.parseDouble(response.header("x-trefoil-cost-usd"));
      run.whole +=
          price.of(
              new Usage(
                  usage.path("prompt_tokens").asLong(), usage.path("completion_tokens").asLong()));
    }
    return run;
  }

  private static RoutingTable table(String target, String caching) {
    return TrefoilConfig.parse(CONFIG.formatted(caching, target), Map.of()).routing();
  }

  private static RecordedResponse send(HttpHandler door, String path, JsonNode request)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "POST",
            path,
            new Headers().set("anthropic-version", "2023-06-01"),
            new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return response;
  }
}
