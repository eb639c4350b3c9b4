package dev.trefoil.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FallbackLoopTest {
  private static final ChatEvent HELLO = new TextDelta("hello");
  private static final ChatEvent END = new Finished(new Usage(1, 1));
  private static final Plan PLAN =
      new Plan(List.of(new Target("a", "one"), new Target("b", "two")));
  private static final Deadline FAR = Deadline.after(Duration.ofHours(1));

  private final Recorder answer = new Recorder();

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CONTEXT_TOO_LONG", "CONTENT_FILTERED", "UNSUPPORTED", "INVALID"})
  void theServicesOwnFaultsSendTheCallOnward(Kind kind) throws CallFailedException {
    Trail trail = run(true, failing(kind), ScriptedModel.answering(HELLO, END));

    assertThat(outcomes(trail)).containsExactly(kind.name().toLowerCase(), "ok");
    assertThat(answer.events).containsExactly(HELLO, END);
    assertThat(answer.target).isEqualTo(new Target("b", "two"));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTEXT_TOO_LONG", "CONTENT_FILTERED", "UNSUPPORTED", "INVALID"})
  void theRequestsOwnFaultsAreReturnedAndNotTriedElsewhere(Kind kind) {
    ScriptedModel second = ScriptedModel.answering(HELLO, END);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> run(true, failing(kind), second))
        .satisfies(e -> assertThat(e.isFinal()).isTrue())
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(kind));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aStreamThatHasBegunIsNotBegunAgainElsewhere() {
    ScriptedModel second = ScriptedModel.answering(HELLO, END);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> run(true, failing(Kind.TRUNCATED, HELLO), second))
        .satisfies(e -> assertThat(e.started()).isTrue());
    assertThat(second.calls()).isEmpty();
    assertThat(answer.events).containsExactly(HELLO);
  }

  @Test
  void aPlainAnswerThatBreaksOffIsGivenWholeByTheNextTarget() throws CallFailedException {
    Trail trail =
        run(false, failing(Kind.TRUNCATED, HELLO), ScriptedModel.answering(HELLO, HELLO, END));

    assertThat(outcomes(trail)).containsExactly("truncated", "ok");
    assertThat(answer.events).containsExactly(HELLO, HELLO, END);
  }

  @Test
  void theStartTellsWhatIsKnownByThen() throws CallFailedException {
    run(true, failing(Kind.THROTTLED), ScriptedModel.answering(HELLO, END));
    assertThat(outcomes(answer.trail)).containsExactly("throttled", "started");

    run(false, failing(Kind.THROTTLED), ScriptedModel.answering(HELLO, END));
    assertThat(outcomes(answer.trail)).containsExactly("throttled", "ok");
  }

  @Test
  void allFailuresAreInTheTrail() {
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> run(true, failing(Kind.OVERLOADED), failing(Kind.THROTTLED)))
        .satisfies(e -> assertThat(outcomes(e.trail())).containsExactly("overloaded", "throttled"))
        .satisfies(e -> assertThat(e.isFinal()).isFalse())
        .satisfies(e -> assertThat(e.started()).isFalse());
  }

  @Test
  void aTargetWithoutFirstContentIsGivenUp() throws CallFailedException {
    Trail trail = run(true, ScriptedModel.silentAfter(), ScriptedModel.answering(HELLO, END));

    assertThat(outcomes(trail)).containsExactly("timeout", "ok");
    assertThat(trail.attempts().getFirst().failure().orElseThrow())
        .hasMessage("no content within 20 ms");
  }

  @Test
  void aStreamThatStallsIsGivenUp() {
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> run(true, ScriptedModel.silentAfter(HELLO)))
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(Kind.TIMEOUT))
        .withMessage("no further content within 30 ms");
  }

  @Test
  void aPlainCallHasItsShareOfTheDeadlineForEachTarget() throws CallFailedException {
    Deadline near = Deadline.after(Duration.ofMillis(200));

    Trail trail =
        loop(ScriptedModel.silentAfter(), ScriptedModel.answering(HELLO, END))
            .chat(PLAN, request(false), "id", near, answer);

    assertThat(outcomes(trail)).containsExactly("timeout", "ok");
  }

  @Test
  void noTargetIsTriedAfterTheDeadline() {
    ScriptedModel second = ScriptedModel.answering(HELLO, END);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                loop(failing(Kind.OVERLOADED), second)
                    .chat(PLAN, request(true), "id", Deadline.after(Duration.ZERO), answer));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aClientThatFailsUnexpectedlyIsLikeAServiceThatDoes() throws CallFailedException {
    Trail trail =
        run(
            true,
            ScriptedModel.broken(new IllegalStateException("bug")),
            ScriptedModel.answering(HELLO, END));

    assertThat(outcomes(trail)).containsExactly("overloaded", "ok");
  }

  @Test
  void whatTheListenerThrowsComesBackUnchanged() {
    RuntimeException gone = new RuntimeException("the caller is gone");
    ScriptedModel second = ScriptedModel.answering(HELLO, END);
    answer.refusal = gone;

    assertThatThrownBy(() -> run(true, ScriptedModel.answering(HELLO, END), second)).isSameAs(gone);
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void theTrailIsAStructuredFieldOfTokensAndQuotedStrings() {
    Trail trail =
        Trail.NONE
            .plus(
                Attempt.failed(
                    new Target("a", "v1:0/x"),
                    new ProviderException(Kind.MODEL_UNAVAILABLE, "no"),
                    Duration.ofMillis(12)))
            .plus(Attempt.ok(new Target("a", "with \"space\""), Duration.ofMillis(3)));

    assertThat(trail)
        .hasToString(
            "a/v1:0/x;outcome=model_unavailable;ms=12,"
                + " \"a/with \\\"space\\\"\";outcome=ok;ms=3");
  }

  private Trail run(boolean stream, ScriptedModel... models) throws CallFailedException {
    Plan plan = new Plan(PLAN.targets().subList(0, models.length));
    return loop(models).chat(plan, request(stream), "id", FAR, answer);
  }

  private static FallbackLoop loop(ScriptedModel... models) {
    return new FallbackLoop(
        models.length == 1 ? Map.of("a", models[0]) : Map.of("a", models[0], "b", models[1]),
        new AttemptLimits(Duration.ofMillis(20), Duration.ofMillis(30)));
  }

  private static ScriptedModel failing(Kind kind, ChatEvent... before) {
    return ScriptedModel.failing(new ProviderException(kind, "for the test"), before);
  }

  private static ChatRequest request(boolean stream) {
    return new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, stream);
  }

  private static List<String> outcomes(Trail trail) {
    return trail.attempts().stream().map(Attempt::outcome).toList();
  }

  /** Notes what it is told. */
  private static final class Recorder implements AnswerListener {
    private final List<ChatEvent> events = new ArrayList<>();
    private Target target;
    private Trail trail;
    private RuntimeException refusal;

    @Override
    public void onStart(Start start) {
      target = start.target();
      trail = start.trail();
    }

    @Override
    public void onEvent(ChatEvent event) {
      if (refusal != null) {
        throw refusal;
      }
      events.add(event);
    }
  }
}
