package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.cache.StoredAnswers;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again exactly is asked of no service: by every door, plain and streamed. */
@Timeout(60)
class ResponseCacheTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIG =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "https://a.example/v1"}
        bedrock: {kind: bedrock, region: us-east-1}
      retry: {retries: 0}
      routes:
        kept: {targets: [openai/gpt-5.2, "bedrock/us.anthropic.claude-sonnet-4-6"], responseCache: {ttlSeconds: 60}}
        always: {targets: [openai/gpt-5.2], responseCache: {when: always}}
        cold: {targets: [openai/gpt-5.2], responseCache: {}, defaults: {temperature: 0}}
        small: {targets: [openai/gpt-5.2], responseCache: {maxBytes: 10}}
        off: {targets: [openai/gpt-5.2]}
      prices: {gpt-5.2: {input: 1, output: 10}}
      """;

  private static EmulatedServices services;
  private final RecordedCalls calls = new RecordedCalls();
  private HttpHandler http;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @BeforeEach
  void nothingIsKeptYet() {
    http =
        services.front(
            TrefoilConfig.parse(CONFIG, Map.of()).routing(),
            Authenticator.NONE,
            new CallEvents(List.of(calls)),
            new StoredAnswers(new MemoryStore(InstantSource.system()), InstantSource.system()));
    for (String service : List.of("openai", "bedrock")) {
      services.controls(service).clearFault();
      services.controls(service).clearJournal();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat/completions, /choices/0/message/content, /usage/prompt_tokens",
    "responses, /output/0/content/0/text, /usage/input_tokens",
    "messages, /content/0/text, /usage/input_tokens"
  })
  void theSecondAnswerIsTheFirstAtNoCost(String door, String text, String tokens)
      throws IOException {
    RecordedResponse first = call(door, "kept", "'temperature':0");
    RecordedResponse second = call(door, "kept", "'temperature':0");

    assertThat(asked("openai")).isEqualTo(1);
    assertThat(first.header("x-trefoil-cache")).isNull();
    assertThat(second.header("x-trefoil-cache")).isEqualTo("hit");
    assertThat(second.header("x-trefoil-model")).isEqualTo("gpt-5.2");
    assertThat(second.header("x-trefoil-cost-usd")).isEqualTo("0");
    assertThat(second.header("x-trefoil-trail")).startsWith("openai/gpt-5.2;outcome=cached;ms=");
    JsonNode before = JSON.readTree(first.body());
    JsonNode again = JSON.readTree(second.body());
    assertThat(again.at(text).asText()).isNotEmpty().isEqualTo(before.at(text).asText());
    assertThat(again.at(tokens).asInt()).isPositive().isEqualTo(before.at(tokens).asInt());
    CallEnded told = calls.ended().getLast();
    Attempt attempt = told.trail().attempts().getFirst();
    assertThat(attempt.outcome()).isEqualTo(Attempt.CACHED);
    assertThat(attempt.usage())
        .isEqualTo(calls.ended().getFirst().trail().attempts().getFirst().usage());
    assertThat(attempt.costUsd()).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat/completions", "responses", "messages"})
  void aStreamIsAnsweredFromAPlainAnswerAndAPlainOneFromAStream(String door) throws IOException {
    RecordedResponse stream = call(door, "kept", "'temperature':0,'stream':true");
    RecordedResponse plain = call(door, "kept", "'temperature':0");
    RecordedResponse again = call(door, "kept", "'temperature':0,'stream':true");

    assertThat(asked("openai")).isEqualTo(1);
    assertThat(stream.header("x-trefoil-cache")).isNull();
    assertThat(plain.header("x-trefoil-cache")).isEqualTo("hit");
    assertThat(again.header("x-trefoil-cache")).isEqualTo("hit");
    assertThat(again.header("content-type")).startsWith("text/event-stream");
    assertThat(again.body()).contains(": trefoil {\"trail\":\"openai/gpt-5.2;outcome=cached;ms=");
    assertThat(again.body()).contains("\"cost_usd\":0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "kept | 'temperature':0.5",
        "kept | 'seed':7",
        "off | 'temperature':0",
        "small | 'temperature':0",
        "always | 'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}]",
      })
  void whatIsNotToBeKeptIsAskedAgain(String route, String field) throws IOException {
    call("chat/completions", route, field);
    RecordedResponse second = call("chat/completions", route, field);

    assertThat(asked("openai")).isEqualTo(2);
    assertThat(second.header("x-trefoil-cache")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"always | 'temperature':0.5", "cold | 'seed':7"})
  void theRouteSaysWhichAnswersAreKept(String route, String field) throws IOException {
    call("chat/completions", route, field);

    assertThat(call("chat/completions", route, field).header("x-trefoil-cache")).isEqualTo("hit");
    assertThat(asked("openai")).isEqualTo(1);
  }

  @Test
  void aConversationInWhichToolsWereCalledIsNotKept() throws IOException {
    String history =
        """
        {"model": "always", "messages": [
          {"role": "user", "content": "hi"},
          {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "a", "content": "done"}]}""";
    send("chat/completions", history);
    send("chat/completions", history);

    assertThat(asked("openai")).isEqualTo(2);
  }

  @Test
  void nothingIsKeptOfAServicesOwnTools() throws IOException {
    String search = "'tools':[{'type':'web_search_20250305','name':'web_search'}]";
    call("messages", "always", search);
    call("messages", "always", search);

    assertThat(asked("openai")).isEqualTo(2);
  }

  @Test
  void anAnswerThatTwoTargetsGaveIsNotKept() throws IOException {
    services.controls("openai").fault(Fault.next(1, new Failure.Cut(3)));
    RecordedResponse joined = call("chat/completions", "kept", "'temperature':0,'stream':true");
    assertThat(joined.body()).contains("bedrock/us.anthropic.claude-sonnet-4-6;outcome=ok");

    RecordedResponse second = call("chat/completions", "kept", "'temperature':0,'stream':true");

    assertThat(second.header("x-trefoil-cache")).isNull();
  }

  @Test
  void anAnswerOfATargetThatTheCallMayNotGoToIsNotGiven() throws IOException {
    services.controls("openai").fault(Fault.next(1, new Failure.Outage()));
    RecordedResponse fallback = call("chat/completions", "kept", "'temperature':0");
    assertThat(fallback.header("x-trefoil-provider")).isEqualTo("bedrock");
    RecordedResponse again = call("chat/completions", "kept", "'temperature':0");
    assertThat(again.header("x-trefoil-cache")).isEqualTo("hit");
    assertThat(again.header("x-trefoil-provider")).isEqualTo("bedrock");

    RecordedResponse elsewhere =
        call("chat/completions", "kept", "'temperature':0,'provider':'openai'");

    assertThat(elsewhere.header("x-trefoil-provider")).isEqualTo("openai");
    assertThat(elsewhere.header("x-trefoil-cache")).isNull();
  }

  private int asked(String service) {
    return services.controls(service).journal().size();
  }

  private RecordedResponse call(String door, String route, String field) throws IOException {
    String input =
        door.equals("responses")
            ? "'input':'say something'"
            : "'messages':[{'role':'user','content':'say something'}]";
    String bound = door.equals("messages") ? "'max_tokens':64," : "";
    return send(
        door, "{'model':'%s',%s%s,%s}".formatted(route, bound, input, field).replace('\'', '"'));
  }

  private RecordedResponse send(String door, String body) throws IOException {
    RecordedResponse response = new RecordedResponse();
    http.handle(
        new HttpCall(
            "POST",
            "/v1/" + door,
            new Headers().set("anthropic-version", "2023-06-01"),
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return response;
  }
}
