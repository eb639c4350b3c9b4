package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.health.MovedClock;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.RoutingPreferences;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonCallLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: eu-central-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com", residency: eu}
      routes:
        chat: {targets: [bedrock/eu.anthropic.claude-sonnet-4-6, azure/gpt-5.4]}
      """;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Call asked = new Call("id-1", Deadline.after(Duration.ofMinutes(1)));
  private RuntimeException refusal;

  @Test
  void anAttemptAndACallAreALineEach() throws Exception {
    call(failing(Kind.OVERLOADED, "busy"), saying("the secret answer"));

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.path("log").asText())
        .containsExactly("attempt", "attempt", "attempt", "call");
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.path("request_id").asText()).isEqualTo("id-1");
              assertThat(line.path("route").asText()).isEqualTo("chat");
              assertThat(line.path("at").asText()).isEqualTo("2026-11-01T12:00:00Z");
            });
    JsonNode failed = lines.get(0);
    assertThat(failed.path("target").asText()).isEqualTo("bedrock/eu.anthropic.claude-sonnet-4-6");
    assertThat(failed.path("outcome").asText()).isEqualTo("overloaded");
    assertThat(failed.path("message").asText()).isEqualTo("busy");
    assertThat(failed.path("residency").asText()).isEqualTo("eu");
    assertThat(failed.path("breaker").asText()).isEqualTo("closed");
    assertThat(failed.has("prompt_tokens")).isFalse();
    JsonNode ok = lines.get(2);
    assertThat(ok.path("outcome").asText()).isEqualTo("ok");
    assertThat(ok.has("first_token_ms")).isTrue();
    assertThat(ok.path("prompt_tokens").asInt()).isEqualTo(1000);
    assertThat(ok.path("completion_tokens").asInt()).isEqualTo(100);
    assertThat(ok.path("cost_usd").asDouble()).isEqualTo(0.004);
    JsonNode call = lines.get(3);
    assertThat(call.path("outcome").asText()).isEqualTo("answered");
    assertThat(call.path("attempts").asInt()).isEqualTo(3);
    assertThat(call.path("target").asText()).isEqualTo("azure/gpt-5.4");
    assertThat(call.path("stream").asBoolean()).isTrue();
    assertThat(call.path("cost_usd").asDouble()).isEqualTo(0.004);
  }

  @Test
  void theLinesOfACallOfNoTenantAndNoTraceAreAsTheyHaveAlwaysBeen() throws Exception {
    call(failing(Kind.OVERLOADED, "busy"), saying("hi"));

    String failed =
        """
        {"log":"attempt","at":"2026-11-01T12:00:00Z","request_id":"id-1","route":"chat",\
        "target":"bedrock/eu.anthropic.claude-sonnet-4-6","outcome":"overloaded","message":"busy",\
        "ms":0,"breaker":"closed","residency":"eu"}
        """;
    assertThat(written.toString(StandardCharsets.UTF_8).replaceAll("ms\":\\d+", "ms\":0"))
        .isEqualTo(
            failed
                + failed
                + """
                {"log":"attempt","at":"2026-11-01T12:00:00Z","request_id":"id-1","route":"chat",\
                "target":"azure/gpt-5.4","outcome":"ok","ms":0,"first_token_ms":0,\
                "prompt_tokens":1000,"completion_tokens":100,"cost_usd":0.004,\
                "breaker":"closed","residency":"eu"}
                {"log":"call","at":"2026-11-01T12:00:00Z","request_id":"id-1","route":"chat",\
                "caller":"","outcome":"answered","stream":true,"attempts":3,\
                "target":"azure/gpt-5.4","ms":0,\
                "prompt_tokens":1000,"completion_tokens":100,"cost_usd":0.004}
                """);
  }

  @Test
  void aTraceIsOnEachLineAndATenantOnThatOfTheCall() throws Exception {
    asked =
        new Call(
            "id-1",
            Caller.of("ann", Optional.of("acme"), Optional.empty()),
            Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            Deadline.after(Duration.ofMinutes(1)),
            new Cancellation());
    call(failing(Kind.OVERLOADED, "busy"), saying("hi"));

    assertThat(lines())
        .hasSize(4)
        .allSatisfy(
            line ->
                assertThat(line.path("trace_id").asText())
                    .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    assertThat(lines().getLast().path("caller").asText()).isEqualTo("ann");
    assertThat(lines().getLast().path("tenant").asText()).isEqualTo("acme");
  }

  @Test
  void neitherPromptNorAnswerIsInIt() throws Exception {
    call(failing(Kind.OVERLOADED, "busy"), saying("the secret answer"));
    assertThat(written.toString(StandardCharsets.UTF_8))
        .doesNotContain("secret")
        .doesNotContain("question");
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID", "CONTENT_FILTERED", "UNSUPPORTED"})
  void whatAServiceSaysOfARequestIsNotInItSinceItMayQuoteIt(Kind kind) throws Exception {
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> call(failing(kind, "you said: secret"), failing(kind, "secret")));
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
    assertThat(lines().getLast().path("outcome").asText()).isEqualTo("failed");
    assertThat(lines().getLast().path("kind").asText()).isEqualTo(kind.name().toLowerCase());
  }

  @Test
  void aCallerThatLeftIsToldApart() throws Exception {
    refusal = new RuntimeException("gone");
    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> call(saying("x"), saying("y")));
    assertThat(lines().getLast().path("outcome").asText()).isEqualTo("abandoned");
  }

  @Test
  void aPromptThatAnotherTargetHadKeptIsToldWithWhatTheMoveCost() throws Exception {
    Usage cold = new Usage(10_000, 100, 0, 8_000, 0);
    AtomicReference<ScriptedModel> bedrock = new AtomicReference<>(saying("one"));
    ScriptedModel azure =
        ScriptedModel.answering(
            new TextDelta("two"), new ChoiceFinished(0, FinishReason.STOP), new Finished(cold));
    Gateway gateway = gateway("cache: auto\n" + CONFIG, switching(bedrock), azure);
    call(gateway);
    assertThat(lines().getLast().has("prompt_was_at")).isFalse();

    bedrock.set(failing(Kind.OVERLOADED, "busy"));
    call(gateway);

    JsonNode moved = lines().getLast();
    assertThat(moved.path("target").asText()).isEqualTo("azure/gpt-5.4");
    assertThat(moved.path("prompt_was_at").asText())
        .isEqualTo("bedrock/eu.anthropic.claude-sonnet-4-6");
    assertThat(moved.path("cold_cache_tokens").asInt()).isEqualTo(10_000);
    assertThat(moved.path("cold_cache_usd").asDouble())
        .isCloseTo(0.01 * (2.5 - 0.25), within(1e-9));
    assertThat(moved.path("cache_write_tokens").asInt()).isEqualTo(8_000);
    bedrock.set(saying("three"));
    call(gateway);
    assertThat(lines().getLast().path("target").asText()).as("it stays").isEqualTo("azure/gpt-5.4");
    assertThat(lines().getLast().has("prompt_was_at")).isFalse();
  }

  private static ModelService switching(AtomicReference<ScriptedModel> now) {
    return new ModelService() {
      @Override
      public ChatModel chat() {
        return (request, model, context, listener) ->
            now.get().chat().chat(request, model, context, listener);
      }

      @Override
      public Optional<EmbeddingModel> embeddings() {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  private void call(ScriptedModel bedrock, ScriptedModel azure) throws Exception {
    call(gateway(CONFIG, bedrock, azure));
  }

  private Gateway gateway(String config, ModelService bedrock, ModelService azure) {
    return TestGateway.of(
        TrefoilConfig.parse(config, Map.of()).routing(),
        Map.of("bedrock", bedrock, "azure", azure),
        new JsonCallLog(new PrintStream(written, true, StandardCharsets.UTF_8), new MovedClock()));
  }

  private void call(Gateway gateway) throws Exception {
    gateway.chat(
        "chat",
        RoutingPreferences.NONE,
        new ChatRequest(
            List.of(Message.of(Role.USER, "the secret question")), Settings.DEFAULTS, true),
        asked,
        new AnswerListener() {
          @Override
          public void onStart(AnswerStart start) {}

          @Override
          public void onEvent(ChatEvent event) {
            if (refusal != null) {
              throw refusal;
            }
          }
        });
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : written.toString(StandardCharsets.UTF_8).split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static ScriptedModel failing(Kind kind, String message) {
    return ScriptedModel.failing(new ProviderException(kind, message));
  }

  private static ScriptedModel saying(String text) {
    return ScriptedModel.answering(
        new TextDelta(text),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1000, 100)));
  }
}
