package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallSpan;
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
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.RoutingPreferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which place in a trace a call's attempts and its judge are told. */
class TracingTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        a: {kind: openai, endpoint: "https://a.example/v1", keyFrom: "env:KEY"}
        b: {kind: openai, endpoint: "https://b.example/v1", keyFrom: "env:KEY"}
        judge: {kind: openai, endpoint: "https://j.example/v1", keyFrom: "env:KEY"}
      routes:
        chat: {targets: [a/m, b/m]}
        judged: {targets: [a/m, b/m], strategy: cascade, gate: {judge: jury}}
        jury: {targets: [judge/m]}
      """;
  private static final Traceparent PARENT =
      new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  private static final CallSpan SPAN =
      new CallSpan(Traceparent.of(PARENT.traceId(), 7, true), Optional.of(PARENT));

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final RecordedCalls recorded = new RecordedCalls();

  @Test
  void eachAttemptIsToldASpanOfItsOwn() throws Exception {
    call(
        "chat",
        telling("a", new ProviderException(Kind.OVERLOADED, "busy")),
        telling("b"),
        call -> call.within(SPAN));

    CallEnded ended = recorded.ended().getFirst();
    Subject subject = ended.call();
    assertThat(subject.span()).contains(SPAN);
    assertThat(subject.trace()).contains(SPAN.own());
    List<String> expected = new ArrayList<>();
    for (AttemptTimes times : ended.times()) {
      expected.add(times.attempt().target().service() + " " + SPAN.attempt(times.number()).text());
    }
    assertThat(told).hasSizeGreaterThan(1).isEqualTo(expected).doesNotHaveDuplicates();
    assertThat(ended.times())
        .extracting(times -> times.attempt())
        .isEqualTo(ended.trail().attempts());
    assertThat(ended.times())
        .allSatisfy(
            times ->
                assertThat(times.ended())
                    .isGreaterThanOrEqualTo(times.began())
                    .isLessThanOrEqualTo(ended.took()));
  }

  @Test
  void aJudgeIsToldTheCallsOwnSpan() throws Exception {
    call("judged", telling("a"), telling("b"), call -> call.within(SPAN));

    assertThat(told).containsExactly("a " + SPAN.attempt(1).text(), "judge " + SPAN.own().text());
  }

  @Test
  void withoutTracesServicesAreToldWhatTheCallerHas() throws Exception {
    call("chat", telling("a"), telling("b"), Tracing.NONE);

    assertThat(told).containsExactly("a " + PARENT.text());
    assertThat(recorded.ended().getFirst().call().span()).isEmpty();
  }

  @Test
  void theSpansOfAttemptsAreValidAndTheSameAgain() {
    List<String> spans = new ArrayList<>();
    for (int number = 1; number <= 1_000; number++) {
      Traceparent attempt = SPAN.attempt(number);
      assertThat(attempt).isEqualTo(SPAN.attempt(number));
      assertThat(attempt.traceId()).isEqualTo(PARENT.traceId());
      assertThat(attempt.isSampled()).isTrue();
      spans.add(attempt.spanId());
    }
    assertThat(spans).doesNotHaveDuplicates().doesNotContain(SPAN.own().spanId());
  }

  private ScriptedModel telling(String name, ProviderException... failure) {
    return ScriptedModel.acting(
        (context, listener) -> {
          told.add(name + " " + context.traceparent());
          if (failure.length > 0) {
            throw failure[0];
          }
          listener.onEvent(new TextDelta("PASS"));
          listener.onEvent(new ChoiceFinished(0, FinishReason.STOP));
          listener.onEvent(new Finished(new Usage(1, 1)));
        });
  }

  private void call(String route, ScriptedModel a, ScriptedModel b, Tracing tracing)
      throws Exception {
    TestGateway.of(
            TrefoilConfig.parse(CONFIG, Map.of("KEY", "k")).routing(),
            Map.of("a", a, "b", b, "judge", telling("judge")),
            new CallEvents(List.of(recorded)),
            tracing)
        .chat(
            route,
            RoutingPreferences.NONE,
            new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false),
            new Call(
                "id-1",
                new Caller("x"),
                Optional.of(PARENT),
                Deadline.after(Duration.ofMinutes(1)),
                new Cancellation()),
            new AnswerListener() {
              @Override
              public void onStart(AnswerStart start) {}

              @Override
              public void onEvent(ChatEvent event) {}
            });
  }
}
