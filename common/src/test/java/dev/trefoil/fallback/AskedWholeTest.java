package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Limit;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** When a plain answer is asked for whole, and what becomes of one that is not there in time. */
class AskedWholeTest {
  private static final int ENOUGH = 20;
  private static final Duration QUICK = Duration.ofMillis(500);
  private static final AttemptLimits LIMITS =
      new AttemptLimits(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(15));

  private final ManualTimer timer = new ManualTimer();

  @Test
  void aTargetIsAskedForTheWholeOnceTwentyOfItsAnswersWereQuick() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = harness(model);

    for (int i = 0; i <= ENOUGH; i++) {
      harness.chat(false);
    }

    assertThat(streamed(model).subList(0, ENOUGH)).containsOnly(true);
    assertThat(streamed(model).subList(ENOUGH, ENOUGH + 1)).containsExactly(false);
    assertThat(harness.answer.text()).isEqualTo("hello".repeat(ENOUGH + 1));
  }

  @Test
  void whatIsToBeStreamedIsStreamedAndSaysNothingOfWholeAnswers() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = harness(model);

    for (int i = 0; i < 2 * ENOUGH; i++) {
      harness.chat(true);
    }
    harness.chat(false);

    assertThat(streamed(model)).containsOnly(true);
  }

  @TestFactory
  List<DynamicTest> aTargetIsStillAskedForAStreamWhere() {
    return List.of(
        stream("the route says so", harness -> harness.streamInside = StreamInside.ALWAYS),
        stream("another is asked beside it", harness -> harness.hedging = after(QUICK)),
        stream(
            "it could not be asked again",
            harness -> harness.retry = new RetryPolicy(0, Duration.ZERO, Duration.ZERO)),
        stream(
            "a timeout goes back to the caller",
            harness -> harness.returned = Set.of(Kind.TIMEOUT)),
        stream(
            "one answer took more than half of the limit",
            harness -> quick(harness, "a", 1, Duration.ofMillis(5001))),
        stream(
            "the limit is short",
            harness ->
                harness.limits = new AttemptLimits(QUICK, Duration.ofHours(1), LIMITS.stall())),
        stream(
            "a stream may not stall for so long",
            harness ->
                harness.limits = new AttemptLimits(LIMITS.firstToken(), LIMITS.stall(), QUICK)));
  }

  private static Hedging after(Duration time) {
    return new Hedging.After(time);
  }

  private DynamicTest stream(String where, Consumer<Harness> change) {
    return DynamicTest.dynamicTest(
        where,
        () -> {
          ScriptedModel model = saying("hello");
          Harness harness = harness(model);
          quick(harness, "a", ENOUGH, QUICK);
          change.accept(harness);

          harness.chat(false);

          assertThat(streamed(model)).containsExactly(true);
        });
  }

  @Test
  void oneWhoseShareOfTheCallsTimeIsShortIsAskedForAStream() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = harness(model, saying("hello"));
    quick(harness, "a", ENOUGH, QUICK);

    harness.chat(request(false), Duration.ofMillis(1999));
    harness.chat(request(false), Duration.ofMillis(2000));

    assertThat(streamed(model)).containsExactly(true, false);
  }

  @Test
  void aSlowAnswerIsForgottenAfterAHundredQuickOnes() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = harness(model);
    quick(harness, "a", 1, Duration.ofMinutes(1));
    quick(harness, "a", 99, QUICK);

    harness.chat(false);
    harness.chat(false);

    assertThat(streamed(model)).containsExactly(true, false);
  }

  @Test
  void aModelThatThinksHasNoLongerForAWholeAnswerThanAStreamMayStall() throws CallFailedException {
    Harness harness = harness(silentFor(LIMITS.stall()), saying("hello"));
    harness.steps.set(0, harness.step("a", Harness.capabilities(true, true, OptionalLong.empty())));
    quick(harness, "a", ENOUGH, QUICK);

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a timeout", "b ok");
  }

  @Test
  void toolsAreCalledInAWholeAnswer() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = harness(model);
    harness.steps.set(
        0, harness.step("a", Harness.capabilities(true, false, OptionalLong.empty())));
    quick(harness, "a", ENOUGH, QUICK);

    harness.chat(
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            List.of(new Tool("clock", "", "{\"type\":\"object\"}", false)),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of(),
            false),
        Duration.ofHours(1));

    assertThat(streamed(model)).containsExactly(false);
  }

  @Test
  void aTargetThatFailsIsAskedForTheWholeAgain() throws CallFailedException {
    ScriptedModel model = failing(Kind.OVERLOADED).then(saying("hello"));
    Harness harness = harness(model);
    quick(harness, "a", ENOUGH, QUICK);

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a overloaded", "a ok");
    assertThat(streamed(model)).containsExactly(false, false);
  }

  @Test
  void whereNoWholeAnswerComesInTimeTheNextTargetIsAskedForAStream() throws CallFailedException {
    ScriptedModel first = silentFor(LIMITS.firstToken());
    ScriptedModel second = saying("hello");
    Harness harness = harness(first, second);
    quick(harness, "a", ENOUGH, QUICK);
    quick(harness, "b", ENOUGH, QUICK);

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a timeout", "b ok");
    Attempt silent = answered.trail().attempts().getFirst();
    assertThat(silent.limit()).contains(Limit.WHOLE);
    assertThat(silent.failure().orElseThrow()).hasMessage("no whole answer within 10000 ms");
    assertThat(streamed(first)).containsExactly(false);
    assertThat(streamed(second)).as("no second time in one call").containsExactly(true);
  }

  @Test
  void theOnlyTargetIsAskedForAStreamAfterItsWholeAnswerDidNotCome() throws CallFailedException {
    ScriptedModel model = silentFor(LIMITS.firstToken()).then(saying("a long answer"));
    Harness harness = harness(model);
    quick(harness, "a", ENOUGH, QUICK);

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a timeout", "a ok");
    assertThat(streamed(model)).containsExactly(false, true);
    assertThat(harness.answer.text()).isEqualTo("a long answer");
  }

  @Test
  void theCallsAfterAWholeAnswerThatDidNotComeAreStreamedAgain() throws CallFailedException {
    ScriptedModel model = silentFor(LIMITS.firstToken()).then(saying("hello"));
    Harness harness = harness(model);
    quick(harness, "a", ENOUGH, QUICK);

    for (int i = 0; i < ENOUGH; i++) {
      harness.chat(false);
    }
    harness.chat(false);

    assertThat(streamed(model).getFirst()).isFalse();
    assertThat(streamed(model).subList(1, ENOUGH + 1)).containsOnly(true);
    assertThat(streamed(model).getLast()).isFalse();
  }

  @Test
  void silenceOpensTheBreakerAsItDoesOfStreams() {
    Harness harness = harness(silentFor(LIMITS.firstToken()));
    TargetHealth target = quick(harness, "a", ENOUGH, QUICK);

    assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> harness.chat(false));

    assertThat(target.errors()).as("the whole answer, and the stream").isEqualTo(2);
  }

  @Test
  void aDeadlineThatPassesMeanwhileEndsTheCall() {
    ScriptedModel model = silentFor(Duration.ofSeconds(4));
    Harness harness = harness(model);
    quick(harness, "a", ENOUGH, QUICK);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                harness.chat(
                    request(false),
                    new Call("id", Deadline.after(Duration.ofSeconds(4), timer::nanos))))
        .satisfies(
            e -> assertThat(e.trail().last().orElseThrow().limit()).contains(Limit.DEADLINE));
    assertThat(streamed(model)).containsExactly(false);
  }

  @Test
  void aWholeAnswerSaysNothingOfWhenAnswersBegin() throws CallFailedException {
    Harness harness = harness(saying("hello"));
    TargetHealth target = quick(harness, "a", ENOUGH, QUICK);

    harness.chat(false);

    assertThat(target.firstTokenMillis()).isEmpty();
  }

  private Harness harness(ScriptedModel... models) {
    Harness harness = new Harness(models);
    harness.streamInside = StreamInside.AUTO;
    harness.timer = timer;
    harness.limits = LIMITS;
    return harness;
  }

  /** A target whose last answers took so long. */
  private static TargetHealth quick(Harness harness, String service, int times, Duration time) {
    TargetHealth target = harness.health.of(new Target(service, "m"));
    for (int i = 0; i < times; i++) {
      target.gaveWhole(time);
    }
    return target;
  }

  /** Gives nothing, and is given up when so much time has passed, and not before. */
  private ScriptedModel silentFor(Duration time) {
    return ScriptedModel.acting(
        (context, listener) -> {
          timer.advance(time.minusMillis(1));
          assertThat(context.cancellation().isCancelled()).isFalse();
          timer.advance(Duration.ofMillis(1));
          assertThat(context.cancellation().isCancelled()).isTrue();
          throw Failures.cancelled();
        });
  }

  private static List<Boolean> streamed(ScriptedModel model) {
    return model.requests().stream().map(ChatRequest::stream).toList();
  }
}
