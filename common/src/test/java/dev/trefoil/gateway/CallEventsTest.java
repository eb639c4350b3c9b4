package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
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
import dev.trefoil.gateway.CallEvent.AttemptBegun;
import dev.trefoil.gateway.CallEvent.AttemptEnded;
import dev.trefoil.gateway.CallEvent.CallBegun;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.RoutingPreferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the gateway publishes of a call, and to whom. */
class CallEventsTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        judge: {kind: openai, endpoint: "https://j.example/v1", keyFrom: "env:KEY"}
      routes:
        chat: {targets: [azure/gpt-5.4]}
        judged: {targets: [azure/gpt-5.4], strategy: cascade, gate: {judge: jury}}
        jury: {targets: [judge/m]}
      """;

  private static final Caller CALLER = Caller.of("team-a", Optional.of("acme"), Optional.empty());
  private static final Optional<Traceparent> TRACE =
      Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  private final RecordedCalls recorded = new RecordedCalls();

  @Test
  void aCallIsToldFromItsBeginningToItsEnd() throws Exception {
    ScriptedModel model =
        ScriptedModel.failing(new ProviderException(Kind.OVERLOADED, "busy")).then(saying("hi"));

    call("chat", model, recorded);

    List<CallEvent> events = recorded.all();
    assertThat(events)
        .extracting(event -> (Object) event.getClass())
        .containsExactly(
            CallBegun.class,
            AttemptBegun.class,
            AttemptEnded.class,
            AttemptBegun.class,
            AttemptEnded.class,
            CallEnded.class);
    Subject subject = events.getFirst().call();
    assertThat(events).extracting(CallEvent::call).containsOnly(subject);
    assertThat(subject.requestId()).isEqualTo("id-1");
    assertThat(subject.caller()).isEqualTo(CALLER);
    assertThat(subject.trace()).isEqualTo(TRACE);
    assertThat(subject.route()).isEqualTo("chat");
    assertThat(subject.streamed()).isTrue();
    assertThat(((AttemptBegun) events.get(3)).number()).isEqualTo(2);
    AttemptEnded failed = (AttemptEnded) events.get(2);
    assertThat(failed.number()).isEqualTo(1);
    assertThat(failed.attempt().outcome()).isEqualTo("overloaded");
    AttemptEnded answered = (AttemptEnded) events.get(4);
    assertThat(answered.attempt().usage()).isEqualTo(new Usage(1000, 100));
    assertThat(answered.attempt().costUsd()).hasValue(0.004);
    CallEnded ended = (CallEnded) events.get(5);
    assertThat(ended.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(ended.trail().attempts()).containsExactly(failed.attempt(), answered.attempt());
    assertThat(ended.took()).isGreaterThanOrEqualTo(answered.after());
    assertThat(answered.after()).isGreaterThanOrEqualTo(failed.after());
  }

  @Test
  void whatAJudgeIsAskedBelongsToTheAttemptThatItJudges() throws Exception {
    call("judged", saying("fine"), recorded);

    assertThat(recorded.all())
        .filteredOn(AttemptEnded.class::isInstance)
        .extracting(event -> ((AttemptEnded) event).attempt().target().toString())
        .containsExactly("azure/gpt-5.4");
  }

  @Test
  void whereOnlyEndsAreReadNothingElseIsMade() throws Exception {
    List<CallEvent> seen = new ArrayList<>();
    CallEventConsumer ends =
        new CallEventConsumer() {
          @Override
          public void accept(CallEvent event) {
            seen.add(event);
          }

          @Override
          public boolean readsOnlyEnds() {
            return true;
          }
        };

    call("chat", saying("hi"), ends);
    assertThat(seen).singleElement().isInstanceOf(CallEnded.class);
    seen.clear();

    call("chat", saying("hi"), ends, recorded);
    assertThat(seen).hasSize(4).isEqualTo(recorded.all());
  }

  @Test
  void aConsumerThatFailsLosesItsEventsAndNobodyElseAny() throws Exception {
    CallEvents events =
        new CallEvents(
            List.of(
                event -> {
                  if (event instanceof CallBegun) {
                    throw new NoClassDefFoundError("no/such/Name");
                  }
                  throw new IllegalStateException("the disk is full");
                },
                recorded));

    call("chat", saying("hi"), events);

    assertThat(events.lost()).isEqualTo(4);
    assertThat(recorded.all()).hasSize(4);
  }

  @Test
  void aCallThatFailsIsToldAsWell() {
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                call(
                    "chat",
                    ScriptedModel.failing(new ProviderException(Kind.INVALID, "no")),
                    recorded));

    assertThat(recorded.all()).hasSize(4);
    assertThat(recorded.ended().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(recorded.ended().getFirst().trail().attempts())
        .extracting(Attempt::outcome)
        .containsExactly("invalid");
  }

  private static void call(String route, ScriptedModel model, CallEventConsumer... consumers)
      throws Exception {
    call(route, model, new CallEvents(List.of(consumers)));
  }

  private static void call(String route, ScriptedModel model, CallEvents events) throws Exception {
    TestGateway.of(
            TrefoilConfig.parse(CONFIG, Map.of("KEY", "k")).routing(),
            Map.of("azure", model, "judge", saying("PASS")),
            events,
            Admission.ALL)
        .chat(
            route,
            RoutingPreferences.NONE,
            new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, true),
            new Call(
                "id-1", CALLER, TRACE, Deadline.after(Duration.ofMinutes(1)), new Cancellation()),
            new AnswerListener() {
              @Override
              public void onStart(AnswerStart start) {}

              @Override
              public void onEvent(ChatEvent event) {}
            });
  }

  private static ScriptedModel saying(String text) {
    return ScriptedModel.answering(
        new TextDelta(text),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1000, 100)));
  }
}
