package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call as the configuration says it is to be answered: gates, judges, time, learning. */
class GatewayTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        cheap: {kind: openai, endpoint: "https://cheap.example/v1"}
        dear: {kind: openai, endpoint: "https://dear.example/v1"}
        judge: {kind: openai, endpoint: "https://judge.example/v1"}
      prices:
        cheap/m: {input: 1, output: 1}
        dear/m: {input: 10, output: 10}
        judge/m: {input: 2, output: 2}
      routes:
        good:
          strategy: cascade
          targets: [dear/m, cheap/m]
          gate: {minLength: 3, refusals: ["(?i)as an ai"], schema: true}
        judged:
          strategy: cascade
          targets: [dear/m, cheap/m]
          gate: {judge: jury}
        jury: {targets: [judge/m]}
        hurried: {targets: [cheap/m], timeoutMs: 250}
      """;

  private final AnswerListener answer = new Ignored();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a good answer | cheap",
        "no | dear",
        "As an AI model I cannot | dear",
      })
  void aCheapAnswerIsTakenIfItWillDo(String cheap, String answeredBy) throws Exception {
    Answered answered =
        chat("good", request(), Map.of("cheap", saying(cheap), "dear", saying("a dear answer")));
    assertThat(last(answered).target().service()).isEqualTo(answeredBy);
    assertThat(answered.gatePassed()).contains(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"city\":\"Bonn\"} | cheap",
        "{\"city\":7} | dear",
        "{\"town\":\"Bonn\"} | dear",
        "Bonn it is | dear",
      })
  void anAnswerMustHoldToTheSchemaThatWasAskedFor(String cheap, String answeredBy)
      throws Exception {
    ChatRequest request =
        request()
            .withFormat(
                new ResponseFormat.JsonSchema(
                    "place",
                    "",
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                        + "\"required\":[\"city\"]}",
                    true));
    Answered answered =
        chat(
            "good", request, Map.of("cheap", saying(cheap), "dear", saying("{\"city\":\"Köln\"}")));
    assertThat(last(answered).target().service()).isEqualTo(answeredBy);
  }

  @Test
  void aSchemaThatCannotBeHeldToIsRefusedBeforeAnythingIsPaid() {
    ScriptedModel model = saying("{}");
    ChatRequest request =
        request()
            .withFormat(
                new ResponseFormat.JsonSchema(
                    "place", "", "{\"items\":{\"$ref\":\"#/$defs/gone\"}}", true));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> chat("good", request, Map.of("cheap", model, "dear", model)))
        .satisfies(
            e -> {
              assertThat(e.isFinal()).isTrue();
              assertThat(e.last().param()).contains("response_format.json_schema.schema");
              assertThat(e.trail().attempts()).isEmpty();
            });
    assertThat(model.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PASS, cheap", "pass., cheap", "FAIL, dear", "It fails., dear"})
  void aJudgeIsAskedAndItsPriceIsPartOfTheCost(String verdict, String answeredBy) throws Exception {
    ScriptedModel judge = saying(verdict).then(saying("PASS"));
    Answered answered =
        chat(
            "judged",
            request(),
            Map.of("cheap", saying("cheap"), "dear", saying("dear"), "judge", judge));

    assertThat(last(answered).target().service()).isEqualTo(answeredBy);
    double perAnswer = 1100 * 1e-6;
    double cheapAndJudged = perAnswer * (1 + 2);
    assertThat(answered.trail().attempts().getFirst().costUsd())
        .hasValueCloseTo(cheapAndJudged, within(1e-9));
  }

  @Test
  void theJudgeSeesQuestionAndAnswerAsMaterial() throws Exception {
    ScriptedModel judge = saying("PASS");
    chat(
        "judged",
        request(),
        Map.of("cheap", saying("Forty-two."), "dear", saying("dear"), "judge", judge));

    List<Message> shown = judge.requests().getFirst().messages();
    assertThat(shown.getFirst().role()).isEqualTo(Role.SYSTEM);
    assertThat(((Part.Text) shown.getLast().parts().getFirst()).text())
        .contains("<question>\nWhat is it?\n</question>")
        .contains("<answer>\nForty-two.\n</answer>");
  }

  @Test
  void aJudgeThatCannotBeHadAccepts() throws Exception {
    Answered answered =
        chat(
            "judged",
            request(),
            Map.of(
                "cheap",
                saying("cheap"),
                "dear",
                saying("dear"),
                "judge",
                ScriptedModel.failing(new ProviderException(Kind.QUOTA, "used up"))));
    assertThat(last(answered).target().service()).isEqualTo("cheap");
  }

  @Test
  void aRouteMayBoundItsCalls() throws Exception {
    ScriptedModel model = saying("quick");
    chat("hurried", request(), Map.of("cheap", model));
    assertThat(model.deadline().remaining()).isLessThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatTheServicesCountMendsTheEstimates() throws Exception {
    Gateway gateway =
        TestGateway.of(
            TrefoilConfig.parse(CONFIG, Map.of()).routing(), Map.of("cheap", saying("x")));
    gateway.chat("cheap/m", RoutingPreferences.NONE, longRequest(), call(), answer);
    assertThat(gateway.health().tokensPerEstimate("m")).isNotEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "hurried, onStart, abandoned",
    "hurried, onEvent, abandoned",
    "hurried, error, abandoned",
    "good, onStart, abandoned",
    "good, onEvent, abandoned",
    "good, error, abandoned"
  })
  void aCallIsLoggedHoweverItsCallersSideFails(String route, String where, String outcome) {
    RecordedCalls logged = new RecordedCalls();
    Gateway gateway = gateway(Map.of("cheap", saying("no"), "dear", saying("no")), logged);

    assertThatThrownBy(
            () ->
                gateway.chat(route, RoutingPreferences.NONE, request(), call(), new Failing(where)))
        .isInstanceOf(AbandonedException.class);

    assertThat(logged.ended()).singleElement().extracting(CallEnded::outcome).hasToString(outcome);
    assertThat(logged.ended().getFirst().trail().costUsd()).as("paid for").isPresent();
  }

  @Test
  void aLogThatFailsLosesNoAnswer() throws Exception {
    Gateway gateway =
        gateway(
            Map.of("cheap", saying("fine")),
            told -> {
              throw new IllegalStateException("the disk is full");
            });
    assertThat(
            last(gateway.chat("hurried", RoutingPreferences.NONE, request(), call(), answer))
                .isOk())
        .isTrue();
  }

  @Test
  void aCallThatNoTargetAnswersByAFaultOfOursIsLogged() {
    RecordedCalls logged = new RecordedCalls();
    Gateway gateway =
        gateway(
            Map.of("cheap", ScriptedModel.broken(new NoClassDefFoundError("no/such/Name"))),
            logged);

    assertThatThrownBy(
            () -> gateway.chat("hurried", RoutingPreferences.NONE, request(), call(), answer))
        .isInstanceOf(CallFailedException.class);

    assertThat(logged.ended()).singleElement().extracting(CallEnded::outcome).hasToString("failed");
    assertThat(logged.ended().getFirst().trail().attempts()).hasSize(1);
  }

  private static Gateway gateway(Map<String, ScriptedModel> models, CallEventConsumer log) {
    return TestGateway.of(TrefoilConfig.parse(CONFIG, Map.of()).routing(), Map.copyOf(models), log);
  }

  private Answered chat(String model, ChatRequest request, Map<String, ScriptedModel> models)
      throws RoutingException, AdmissionException, GuardrailException, CallFailedException {
    return TestGateway.of(TrefoilConfig.parse(CONFIG, Map.of()).routing(), Map.copyOf(models))
        .chat(model, RoutingPreferences.NONE, request, call(), answer);
  }

  private static Call call() {
    return new Call("id", Deadline.after(Duration.ofMinutes(1)));
  }

  private static ChatRequest request() {
    return new ChatRequest(List.of(Message.of(Role.USER, "What is it?")), Settings.DEFAULTS, false);
  }

  private static ChatRequest longRequest() {
    return request().withMessages(List.of(Message.of(Role.USER, "word ".repeat(1000))));
  }

  private static Attempt last(Answered answered) {
    return answered.trail().last().orElseThrow();
  }

  private static ScriptedModel saying(String text) {
    return ScriptedModel.answering(
        new TextDelta(text),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1000, 100)));
  }

  /** Takes an answer and makes nothing of it. */
  private static final class Ignored implements AnswerListener {
    @Override
    public void onStart(AnswerStart start) {}

    @Override
    public void onEvent(ChatEvent event) {}
  }

  /** A caller's side that fails when it is given something. */
  private record Failing(String where) implements AnswerListener {
    @Override
    public void onStart(AnswerStart start) {
      if (where.equals("onStart")) {
        throw new IllegalStateException("gone");
      }
      if (where.equals("error")) {
        throw new NoClassDefFoundError("no/such/Renderer");
      }
    }

    @Override
    public void onEvent(ChatEvent event) {
      throw new IllegalStateException("gone");
    }
  }
}
