package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.shadow.StoredBudget;
import dev.trefoil.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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

/** Copies of calls go to standbys, on the wire, and their answers nowhere. */
@Timeout(60)
class ShadowTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "https://a.example/v1"}
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com", deployment: data-zone, region: swedencentral}
      retry: {retries: 0}
      models: {openai/gpt-5.2: {like: gpt-5.2, residency: [us, eu]}}
      prices: {gpt-5.2: {input: 1, output: 10}}
      routes:
        chat:
          targets: [openai/gpt-5.2]
          shadow: {share: 1, targets: ["bedrock/us.anthropic.claude-sonnet-4-6", azure/gpt-5.2], monthlyUsd: 10}
        failing:
          targets: [openai/gpt-5.2, azure/gpt-5.2]
          shadow: {share: 1, targets: [azure/gpt-5.2], monthlyUsd: 10}
        poor:
          targets: [openai/gpt-5.2]
          shadow: {share: 1, targets: [azure/gpt-5.2], monthlyUsd: 0.1}
        unpriced:
          targets: [openai/gpt-5.2]
          shadow: {share: 1, targets: [azure/my-own], monthlyUsd: 10}
        "any-*":
          targets: [openai/gpt-5.2]
          shadow: {share: 1, targets: ["azure/{model}"], monthlyUsd: 10}
        some:
          targets: [openai/gpt-5.2]
          shadow: {share: 0.2, targets: [azure/gpt-5.2], monthlyUsd: 1000}
      """;

  private static EmulatedServices services;
  private final RecordedCalls calls = new RecordedCalls();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
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
  void nothingIsKnownYet() {
    http =
        services.front(
            TrefoilConfig.parse(CONFIG, Map.of()).routing(),
            new CallEvents(
                List.of(
                    calls,
                    new JsonCallLog(
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        InstantSource.system()))),
            new StoredBudget(new MemoryStore(InstantSource.system()), InstantSource.system()));
    for (String service : List.of("openai", "bedrock", "azure")) {
      services.controls(service).clearFault();
      services.controls(service).clearJournal();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'stream':true"})
  void eachStandbyGetsACopyAndTheCallerHearsOfNone(String stream) throws IOException {
    RecordedResponse answer = call("chat", "'max_tokens':50" + stream);

    assertThat(answer.header("x-trefoil-provider")).isEqualTo("openai");
    assertThat(answer.header("x-trefoil-trail")).doesNotContain("azure").doesNotContain("bedrock");
    assertThat(asked("openai")).isEqualTo(1);
    assertThat(asked("bedrock")).isEqualTo(1);
    assertThat(asked("azure")).isEqualTo(1);
    JournalEntry copy = services.controls("azure").journal().getFirst();
    assertThat(copy.body().toString()).contains("say something");
  }

  @Test
  void whatCopiesCostIsCountedApart() throws IOException {
    RecordedResponse answer = call("chat", "'max_tokens':50");

    CallEnded call = calls.ended().getFirst();
    assertThat(calls.ended()).hasSize(1);
    assertThat(call.trail().attempts()).hasSize(1);
    List<ShadowEnded> copies = shadows();
    assertThat(copies).hasSize(2);
    assertThat(copies)
        .allSatisfy(
            copy -> {
              assertThat(copy.call().route()).isEqualTo("chat");
              assertThat(copy.call().requestId()).isEqualTo(call.call().requestId());
              assertThat(copy.trail().attempts()).hasSize(1);
              assertThat(copy.trail().attempts().getFirst().outcome()).isEqualTo(Attempt.OK);
              assertThat(copy.trail().costUsd().getAsDouble()).isPositive();
            });
    assertThat(Double.parseDouble(answer.header("x-trefoil-cost-usd")))
        .isEqualTo(call.trail().costUsd().getAsDouble());
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("{\"log\":\"shadow\""))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"cost_usd\":", "\"outcome\":\"ok\""));
  }

  @Test
  void aStandbyThatFailsIsKnownBeforeItIsNeeded() throws IOException {
    services.controls("azure").fault(Fault.always(new Failure.Outage()));
    for (int i = 0; i < 5; i++) {
      assertThat(call("failing", "'max_tokens':50").header("x-trefoil-attempts")).isEqualTo("1");
    }

    assertThat(shadows())
        .extracting(copy -> copy.trail().attempts().getFirst().breaker().name())
        .containsExactly("CLOSED", "CLOSED", "CLOSED", "CLOSED", "OPEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}]",
        "'provider':'openai'",
        "'disable_fallbacks':true",
        "'fallbacks':['some']"
      })
  void noCopyIsMadeOfWhatActsOrSaysWhoMayBeAsked(String field) throws IOException {
    call("chat", field);

    assertThat(shadows()).isEmpty();
    assertThat(asked("bedrock")).isZero();
    assertThat(asked("azure")).isZero();
  }

  @Test
  void aCopyGoesNowhereThatItsCallMayNot() throws IOException {
    call("chat", "'max_tokens':50", new Headers().set("x-trefoil-residency", "us,eu"));
    assertThat(asked("azure")).isEqualTo(1);
    assertThat(asked("bedrock")).isEqualTo(1);

    call("chat", "'max_tokens':50", new Headers().set("x-trefoil-residency", "us, eu, ch"));
    assertThat(asked("azure")).isEqualTo(2);
    services.controls("azure").clearJournal();
    services.controls("bedrock").clearJournal();

    TrefoilConfig inEurope =
        TrefoilConfig.parse(CONFIG.replace("residency: [us, eu]", "residency: eu"), Map.of());
    http =
        services.front(
            inEurope.routing(),
            new CallEvents(List.of(calls)),
            new StoredBudget(new MemoryStore(InstantSource.system()), InstantSource.system()));
    call("chat", "'max_tokens':50", new Headers().set("x-trefoil-residency", "eu"));

    assertThat(asked("azure")).isEqualTo(1);
    assertThat(asked("bedrock")).as("in the United States").isZero();
  }

  @Test
  void copiesEndWhereTheMonthsMoneyDoes() throws IOException {
    for (int i = 0; i < 20; i++) {
      call("poor", "'n':1");
    }

    // For each 0.061 dollars are taken: half as much again as 4096 tokens at 10 a million.
    assertThat(asked("azure")).isEqualTo(20);
    double spent = shadows().stream().mapToDouble(copy -> copy.trail().costUsd().orElse(0)).sum();
    assertThat(spent).isLessThanOrEqualTo(0.1);
    services.controls("azure").clearJournal();
    http =
        services.front(
            TrefoilConfig.parse(CONFIG.replace("monthlyUsd: 0.1", "monthlyUsd: 0.05"), Map.of())
                .routing(),
            new CallEvents(List.of(calls)),
            new StoredBudget(new MemoryStore(InstantSource.system()), InstantSource.system()));
    call("poor", "'n':1");
    assertThat(asked("azure")).as("one may cost more than there is").isZero();
  }

  @Test
  void whatMayCostAnythingIsNotSent() throws IOException {
    call("unpriced", "'max_tokens':50");

    assertThat(asked("azure")).isZero();
  }

  @Test
  void aPatternsStandbyHasTheModelAsAsked() throws IOException {
    call("any-gpt-5.2", "'max_tokens':50");
    assertThat(shadows()).hasSize(1);
    assertThat(shadows().getFirst().trail().attempts().getFirst().target())
        .hasToString("azure/any-gpt-5.2");
  }

  @Test
  void aShareOfCallsIsCopied() throws IOException {
    for (int i = 0; i < 200; i++) {
      call("some", "'max_tokens':5");
    }

    assertThat(shadows().size()).isBetween(20, 60);
  }

  @Test
  void noCopyIsMadeOfACallThatFails() throws IOException {
    services.controls("openai").fault(Fault.always(new Failure.Outage()));
    RecordedResponse failed = send("chat", "'max_tokens':50", new Headers());

    assertThat(failed.status()).isEqualTo(503);
    assertThat(shadows()).isEmpty();
  }

  @Test
  void noCopyIsMadeOfACallThatHasAKey() throws IOException {
    RecordedResponse answer =
        send("chat", "'max_tokens':50", new Headers().set("idempotency-key", "k"));

    assertThat(answer.status()).as(answer::body).isEqualTo(200);
    assertThat(shadows()).isEmpty();
  }

  private List<ShadowEnded> shadows() {
    return calls.all().stream()
        .filter(ShadowEnded.class::isInstance)
        .map(ShadowEnded.class::cast)
        .toList();
  }

  private int asked(String service) {
    return services.controls(service).journal().size();
  }

  private RecordedResponse call(String route, String field) throws IOException {
    return call(route, field, new Headers());
  }

  private RecordedResponse call(String route, String field, Headers headers) throws IOException {
    RecordedResponse response = send(route, field, headers);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return response;
  }

  private RecordedResponse send(String route, String field, Headers headers) throws IOException {
    RecordedResponse response = new RecordedResponse();
    http.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            headers,
            new ByteArrayInputStream(
                "{'model':'%s','messages':[{'role':'user','content':'say something'}],%s}"
                    .formatted(route, field)
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    return response;
  }
}
