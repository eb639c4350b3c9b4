package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.END;
import static dev.trefoil.fallback.Harness.STOP;
import static dev.trefoil.fallback.Harness.cutAfter;
import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.failure;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Limit;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of services that leave something out, give too much, or are long over it. */
@Timeout(60)
class AnswerFormsTest {
  private static final Finished UNCOUNTED = new Finished(Usage.NONE);
  private static final ChatEvent CALL = new ToolCallStarted(0, 0, "id", "clock", Optional.empty());

  private final ManualTimer timer = new ManualTimer();

  // ---- usage

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAServiceDoesNotCountIsEstimated(boolean stream) throws CallFailedException {
    Harness harness =
        new Harness(ScriptedModel.answering(new TextDelta("x".repeat(37)), STOP, UNCOUNTED));

    Answered answered = harness.chat(stream);

    assertThat(answered.estimated()).isTrue();
    assertThat(answered.usage().completionTokens()).isEqualTo(10);
    assertThat(answered.usage().promptTokens()).isPositive();
    assertThat(harness.answer.usage()).isEqualTo(answered.usage());
    Attempt attempt = answered.trail().last().orElseThrow();
    assertThat(attempt.estimated()).isTrue();
    assertThat(attempt.usage()).isEqualTo(answered.usage());
    assertThat(attempt.costUsd()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAServiceCountsIsTaken(boolean stream) throws CallFailedException {
    Answered answered = new Harness(saying("x".repeat(37))).chat(stream);

    assertThat(answered.estimated()).isFalse();
    assertThat(answered.usage()).isEqualTo(new Usage(10, 5));
  }

  @Test
  void aToolsCallThatIsCutIsEstimatedToo() {
    Harness harness =
        new Harness(
            failing(Kind.TRUNCATED, CALL, new ToolArgumentsDelta(0, 0, "{\"zone\":\"Europe")));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(
            e -> {
              Attempt cut = e.trail().attempts().getFirst();
              assertThat(cut.estimated()).isTrue();
              assertThat(cut.usage().completionTokens()).isEqualTo(5);
            });
  }

  // ---- size

  @Test
  void anAnswerBeyondTheBoundSendsTheCallOnward() throws CallFailedException {
    Harness harness = new Harness(saying("12345678", "9"), saying("short"));
    harness.maxResponseBytes = 8;

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a response_too_large", "b ok");
    assertThat(harness.answer.text()).isEqualTo("short");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerAtTheBoundIsGivenAndBytesAreCountedAsUtf8(boolean hedged)
      throws CallFailedException {
    Harness harness = new Harness(saying("ä€\uD83D\uDE00"), saying("no"));
    harness.maxResponseBytes = 9;
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    assertThat(recorder(harness.chat(false).trail())).containsExactly("a ok");
    harness.maxResponseBytes = 8;
    assertThat(recorder(harness.chat(false).trail()))
        .containsExactly("a response_too_large", "b ok");
  }

  @Test
  void aStreamBeyondTheBoundEndsWithAnErrorAndNobodyGoesOn() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(saying("12345678", "9"), second);
    harness.maxResponseBytes = 8;

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .withMessage("the answer takes more than 8 bytes")
        .satisfies(
            e -> {
              assertThat(e.started()).isTrue();
              assertThat(recorder(e.trail())).containsExactly("a response_too_large");
            });
    assertThat(harness.answer.text()).isEqualTo("12345678");
    assertThat(second.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatADoorDoesNotTakeIsNotReadToItsEnd(boolean stream) throws CallFailedException {
    Harness harness = new Harness(saying("12345678", "9"), saying("short"));

    Answered answered = harness.chat(request(stream), through(door(8)));

    assertThat(recorder(answered.trail())).containsExactly("a response_too_large", "b ok");
    assertThat(harness.answer.text()).isEqualTo("short");
  }

  @Test
  void theTargetAfterOneThatGaveTooMuchHasItsShareOfWhatIsLeft() throws CallFailedException {
    ScriptedModel second = saying("short");
    Harness harness =
        new Harness(
            ScriptedModel.doing(() -> {}, new TextDelta("too long"), STOP, END),
            ScriptedModel.acting(
                (context, listener) -> {
                  timer.advance(Duration.ofSeconds(29));
                  assertThat(context.cancellation().isCancelled()).isFalse();
                  timer.advance(Duration.ofSeconds(1));
                  assertThat(context.cancellation().isCancelled()).isTrue();
                  throw Failures.cancelled();
                }),
            second);
    harness.timer = timer;
    harness.maxResponseBytes = 5;
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

    Answered answered =
        harness.chat(
            request(false), new Call("id", Deadline.after(Duration.ofMinutes(1), timer::nanos)));

    assertThat(recorder(answered.trail()))
        .containsExactly("a response_too_large", "b timeout", "c ok");
  }

  // ---- characters in two pieces

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCharacterInTwoPiecesIsJoinedWhereverItStands(boolean stream) throws CallFailedException {
    Harness harness =
        new Harness(
            ScriptedModel.answering(
                new ReasoningDelta(0, "r\uD83D"),
                new TextDelta("a\uD83D"),
                new ReasoningDelta(0, "\uDE00"),
                new TextDelta("\uDE00b"),
                CALL,
                new ToolArgumentsDelta(0, 0, "{\"a\":\"\uD83D"),
                new ToolArgumentsDelta(0, 0, "\uDE00\"}"),
                STOP,
                END));

    harness.chat(stream);

    assertThat(harness.answer.events)
        .containsExactly(
            new ReasoningDelta(0, "r"),
            new TextDelta("a"),
            new ReasoningDelta(0, "\uD83D\uDE00"),
            new TextDelta("\uD83D\uDE00b"),
            CALL,
            new ToolArgumentsDelta(0, 0, "{\"a\":\""),
            new ToolArgumentsDelta(0, 0, "\uD83D\uDE00\"}"),
            STOP,
            END);
  }

  @Test
  void halfACharacterThatStaysAloneIsReplaced() throws CallFailedException {
    Harness harness = new Harness(saying("a\uDE00b\uD83Dc", "\uD83D", "d", "\uD83D"));

    harness.chat(true);

    assertThat(harness.answer.text()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
    assertThat(harness.answer.events).endsWith(STOP, END);
  }

  // ---- the service's word on retries

  @Test
  void aServiceThatDoesNotWantToBeAskedAgainIsNot() throws CallFailedException {
    ScriptedModel first = ScriptedModel.failing(failure(Kind.OVERLOADED).withShouldRetry(false));
    Harness harness = new Harness(first, saying("hello"));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a overloaded", "b ok");
    assertThat(first.calls()).hasSize(1);
  }

  @Test
  void aServiceThatWantsToBeAskedAgainIs() throws CallFailedException {
    Harness harness =
        new Harness(
            ScriptedModel.failing(failure(Kind.QUOTA).withShouldRetry(true)).then(saying("hi")),
            saying("never"));
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a quota", "a ok");
  }

  // ---- signs of life

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSignOfLifeHoldsTheStallLimitUpToTheShare(boolean hedged) throws CallFailedException {
    Thread caller = Thread.currentThread();
    AtomicInteger taken = new AtomicInteger();
    Harness harness =
        patient(
            hedged,
            ScriptedModel.acting(
                (context, listener) -> {
                  listener.onEvent(CALL);
                  listener.onEvent(new ToolArgumentsDelta(0, 0, "{"));
                  while (Thread.currentThread() != caller && !isIdle(caller, taken)) {
                    Thread.onSpinWait();
                  }
                  // Twice the stall limit, and more than that again.
                  for (int i = 0; i < 5; i++) {
                    timer.advance(Duration.ofSeconds(8));
                    listener.alive();
                  }
                  assertThat(context.cancellation().isCancelled()).isFalse();
                  listener.onEvent(new ToolArgumentsDelta(0, 0, "}"));
                  listener.onEvent(STOP);
                  listener.onEvent(END);
                }));

    harness.answer =
        new Harness.Recorder() {
          @Override
          public void onEvent(ChatEvent event) {
            super.onEvent(event);
            taken.incrementAndGet();
          }
        };

    assertThat(recorder(harness.chat(request(true), minutes(2)).trail())).containsExactly("a ok");
  }

  @Test
  void aServiceThatOnlyShowsThatItLivesLosesItsTurn() throws CallFailedException {
    Harness harness =
        patient(
            false,
            ScriptedModel.acting(
                (context, listener) -> {
                  listener.onEvent(new TextDelta("one "));
                  for (int i = 0; i < 12; i++) {
                    timer.advance(Duration.ofSeconds(10));
                    listener.alive();
                  }
                  assertThat(context.cancellation().isCancelled()).isTrue();
                  throw Failures.cancelled();
                }));

    Attempt first = harness.chat(request(false), minutes(3)).trail().attempts().getFirst();

    assertThat(first.limit()).contains(Limit.SHARE);
    assertThat(first.failure().orElseThrow()).hasMessage("no further content within 90000 ms");
  }

  @Test
  void aSignOfLifeBeforeTheFirstContentHoldsNothing() throws CallFailedException {
    Harness harness =
        patient(
            false,
            ScriptedModel.acting(
                (context, listener) -> {
                  for (int i = 0; i < 3; i++) {
                    timer.advance(Duration.ofSeconds(8));
                    listener.alive();
                  }
                  assertThat(context.cancellation().isCancelled()).isTrue();
                  throw Failures.cancelled();
                }));

    Attempt first = harness.chat(request(false), minutes(3)).trail().attempts().getFirst();

    assertThat(first.limit()).contains(Limit.FIRST_TOKEN);
  }

  @Test
  void theInputOfAToolMayTakeAsLongAsThoughts() throws CallFailedException {
    Harness harness =
        patient(
            false,
            ScriptedModel.acting(
                (context, listener) -> {
                  listener.onEvent(CALL);
                  timer.advance(Duration.ofSeconds(20));
                  assertThat(context.cancellation().isCancelled()).isFalse();
                  listener.onEvent(new ToolArgumentsDelta(0, 0, "{"));
                  timer.advance(Duration.ofSeconds(16));
                  assertThat(context.cancellation().isCancelled()).isTrue();
                  throw Failures.cancelled();
                }));

    Attempt first = harness.chat(request(false), minutes(3)).trail().attempts().getFirst();

    assertThat(first.limit()).contains(Limit.STALL);
  }

  // ---- doors that buffer

  @Test
  void aToolsCallThatIsCutBehindADoorThatBuffersIsMadeAnew() throws CallFailedException {
    Harness harness =
        new Harness(failing(Kind.TRUNCATED, CALL, new ToolArgumentsDelta(0, 0, "{")), saying("hi"));

    Answered answered = harness.chat(request(true), through(FrontDoor.BUFFERING));

    assertThat(recorder(answered.trail())).containsExactly("a truncated", "b ok");
    assertThat(harness.answer.events).containsExactly(new TextDelta("hi"), STOP, END);
    assertThat(harness.answer.starts.getFirst().target().service()).isEqualTo("b");
  }

  @Test
  void soAreSeveralChoices() throws CallFailedException {
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one "), saying("hi"));

    Answered answered =
        harness.chat(
            request(true).withSettings(Settings.builder().choices(2).build()),
            through(FrontDoor.BUFFERING));

    assertThat(recorder(answered.trail())).containsExactly("a truncated", "b ok");
    assertThat(harness.answer.text()).isEqualTo("hi");
  }

  @Test
  void andATextIsBegunAnewRatherThanJoined() throws CallFailedException {
    ScriptedModel second = saying("a whole answer");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "half an "), second);

    harness.chat(request(true), through(FrontDoor.BUFFERING));

    assertThat(harness.answer.text()).isEqualTo("a whole answer");
    assertThat(second.requests().getFirst().messages()).hasSize(1);
  }

  /** Of two targets, the second of which answers; 15 s to the first content and for a stall. */
  private Harness patient(boolean hedged, ScriptedModel first) {
    Harness harness = new Harness(first, saying("two"));
    harness.timer = timer;
    harness.limits =
        new AttemptLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(15));
    harness.retry = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    return harness;
  }

  /** Whether the thread that makes the call has taken both events of a race, and waits for more. */
  private static boolean isIdle(Thread caller, AtomicInteger taken) {
    return taken.get() == 2 && caller.getState() == Thread.State.WAITING;
  }

  private Call minutes(int minutes) {
    return new Call("id", Deadline.after(Duration.ofMinutes(minutes), timer::nanos));
  }

  private static Call through(FrontDoor door) {
    return new Call(
        "id",
        new Caller(""),
        Optional.empty(),
        Deadline.after(Duration.ofHours(1)),
        new Cancellation(),
        door);
  }

  /** A door that takes so many bytes, whatever is counted. */
  private static FrontDoor door(long bytes) {
    ResponseLimit.Form form =
        new ResponseLimit.Form() {
          @Override
          public long head(int status, Headers headers) {
            return 0;
          }

          @Override
          public long body(byte[] piece, int offset, int length) {
            return length;
          }
        };
    return new FrontDoor(
        Optional.empty(),
        false,
        Duration.ZERO,
        Optional.of(new ResponseLimit("the door", bytes, form)));
  }
}
