package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.anthropic.AnthropicEmulator;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model as judge, asked by the protocols of two vendors, and what it costs. */
@Timeout(60)
class RouteGuardrailTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASS = "{\"verdict\": \"pass\", \"categories\": []}";

  private final OpenAiEmulator model = OpenAiEmulator.start("model", "k");
  private final OpenAiEmulator gpt = OpenAiEmulator.start("gpt", "k");
  private final AnthropicEmulator claude = AnthropicEmulator.start("claude", "k", 0);
  private final MemoryStore store = new MemoryStore(InstantSource.system());

  /** Who judges. */
  enum Judge {
    GPT("gpt/gpt-4.1"),
    CLAUDE("claude/claude-sonnet-4-6");

    private final String target;

    Judge(String target) {
      this.target = target;
    }
  }

  @AfterEach
  void stop() {
    model.close();
    gpt.close();
    claude.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatTheJudgeFindsIsRefused(Judge judge) throws IOException {
    try (TrefoilRuntime runtime = start(judge)) {
      says(judge, "{\"verdict\": \"violation\", \"categories\": [\"hate\"]}");

      RecordedResponse answer = call(runtime, "\"} a hateful thing");

      assertThat(answer.status()).as(answer::body).isEqualTo(400);
      assertThat(answer.body()).contains("refused by the guardrail 'tone': hate.");
      assertThat(answer.header("x-trefoil-trail")).startsWith("tone;check=input;outcome=ok;ms=");
      assertThat(model.controls().journal()).isEmpty();
      List<String> texts = texts(emulator(judge).controls().journal().getFirst().body());
      assertThat(texts)
          .anySatisfy(text -> assertThat(text).endsWith("The policy:\nNo hate."))
          .contains("{\"from\":\"user\",\"text\":\"\\\"} a hateful thing\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatItLetsPassIsPaidForWithTheCallAndInItsRoutesTargetsUsage(Judge judge)
      throws IOException {
    try (TrefoilRuntime runtime = start(judge)) {
      says(judge, PASS);

      RecordedResponse answer = call(runtime, "a kind thing");

      assertThat(answer.status()).as(answer::body).isEqualTo(200);
      assertThat(answer.header("x-trefoil-attempts")).isEqualTo("1");
      assertThat(answer.header("x-trefoil-trail"))
          .matches("tone;check=input;outcome=ok;ms=[0-9]+, model/gpt-4.1;outcome=ok;ms=[0-9]+");
      JsonNode usage = usage(runtime);
      JsonNode rows = usage.get("data");
      assertThat(rows.size()).isEqualTo(3);
      assertThat(row(rows, "guardrails/tone").get("checks").asInt()).isEqualTo(1);
      assertThat(row(rows, judge.target).get("attempts").asInt()).isEqualTo(1);
      assertThat(row(rows, judge.target).get("calls").asInt()).isZero();
      assertThat(row(rows, judge.target).get("cost_usd").asDouble()).isPositive();
      assertThat(usage.get("total").get("cost_usd").asDouble())
          .isCloseTo(
              Double.parseDouble(answer.header("x-trefoil-cost-usd")), within(0.000_000_002));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotTheFormIsACheckThatCannotBeHad(Judge judge) throws IOException {
    try (TrefoilRuntime runtime = start(judge)) {
      for (String said :
          List.of(
              "It is fine.",
              PASS + " Really.",
              "{\"verdict\": \"pass\", \"categories\": [\"hate\"]}",
              "{\"verdict\": \"violation\", \"categories\": []}",
              "{\"verdict\": \"violation\", \"categories\": [\"a secret\"]}",
              "{\"verdict\": \"pass\"}")) {
        says(judge, said);

        RecordedResponse answer = call(runtime, "a kind thing");

        assertThat(answer.status()).as(said).isEqualTo(503);
        assertThat(answer.body()).contains("guardrail_unavailable").doesNotContain("secret");
        assertThat(answer.header("x-trefoil-trail"))
            .startsWith("tone;check=input;outcome=unchecked;ms=");
      }
      assertThat(model.controls().journal()).isEmpty();
    }
  }

  private ModelEmulator emulator(Judge judge) {
    return judge == Judge.GPT ? gpt : claude;
  }

  private void says(Judge judge, String text) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (judge == Judge.GPT) {
      answer.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1);
      answer.put("model", "gpt-4.1");
      ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", text);
      choice.put("finish_reason", "stop");
      answer
          .putObject("usage")
          .put("prompt_tokens", 100)
          .put("completion_tokens", 10)
          .put("total_tokens", 110);
    } else {
      answer.put("id", "msg_1").put("type", "message").put("role", "assistant");
      answer.put("model", "claude-sonnet-4-6");
      answer.putArray("content").addObject().put("type", "text").put("text", text);
      answer.put("stop_reason", "end_turn").putNull("stop_sequence");
      answer.putObject("usage").put("input_tokens", 100).put("output_tokens", 10);
    }
    emulator(judge).controls().replies(List.of(new Reply.Json(answer)));
  }

  /** All texts of a request's body, wherever its protocol has them. */
  private static List<String> texts(JsonNode body) {
    List<String> texts = new ArrayList<>();
    if (body.isTextual()) {
      texts.add(body.textValue());
    }
    body.forEach(inner -> texts.addAll(texts(inner)));
    return texts;
  }

  private static JsonNode row(JsonNode rows, String target) {
    for (JsonNode row : rows) {
      if (row.get("target").asText().equals(target)) {
        return row;
      }
    }
    throw new AssertionError(target + " is not in " + rows);
  }

  private TrefoilRuntime start(Judge judge) {
    String config =
        """
        auth: none
        priming: false
        usage: true
        services:
          model: {kind: openai, endpoint: "%s", keyFrom: "env:KEY", protocol: chat, dialect: openai}
          gpt: {kind: openai, endpoint: "%s", keyFrom: "env:KEY", protocol: chat, dialect: openai}
          claude: {kind: anthropic, endpoint: "%s", keyFrom: "env:KEY"}
        prices:
          model/gpt-4.1: {input: 2, output: 8}
          gpt/gpt-4.1: {input: 2, output: 8}
          claude/claude-sonnet-4-6: {input: 3, output: 15}
        guardrails:
          checks:
            tone: {kind: route, route: judge, policy: No hate., categories: [hate, violence]}
          input: [tone]
        routes:
          chat: {targets: [model/gpt-4.1], retry: {retries: 0}}
          judge: {targets: [%s], guardrails: off, retry: {retries: 0}}
        jobs:
          azure:
            queue: http://127.0.0.1:1/a/jobs
            deadLetters: http://127.0.0.1:1/a/dead
            table: http://127.0.0.1:1/a/jobs
            blobs: http://127.0.0.1:1/a/blobs
        """
            .formatted(model.endpoint(), gpt.endpoint(), claude.endpoint(), judge.target);
    return TrefoilRuntime.start(
        Cloud.AZURE,
        Map.of("TREFOIL_CONFIG", config, "KEY", "k", TrefoilRuntime.LOOPBACK, "true"),
        (places, identity) -> store.store());
  }

  private static RecordedResponse call(TrefoilRuntime runtime, String text) throws IOException {
    return send(
        runtime,
        "POST",
        "/v1/chat/completions",
        JsonNodeFactory.instance
            .objectNode()
            .put("model", "chat")
            .set(
                "messages",
                JsonNodeFactory.instance
                    .arrayNode()
                    .add(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("role", "user")
                            .put("content", text)))
            .toString());
  }

  private static JsonNode usage(TrefoilRuntime runtime) throws IOException {
    return JSON.readTree(send(runtime, "GET", "/v1/usage", "").body());
  }

  private static RecordedResponse send(
      TrefoilRuntime runtime, String method, String path, String body) throws IOException {
    RecordedResponse response = new RecordedResponse();
    runtime
        .http()
        .handle(
            new HttpCall(
                method,
                path,
                new Headers().set("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofSeconds(30))),
            response);
    return response;
  }
}
