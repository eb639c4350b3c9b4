package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.END;
import static dev.trefoil.fallback.Harness.STOP;
import static dev.trefoil.fallback.Harness.cutAfter;
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
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Which target is asked, how long it has, and what comes of a failure. */
class FallbackLoopTest {
  private static final RetryPolicy NEVER = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CONTEXT_TOO_LONG", "CONTENT_FILTERED", "INVALID"})
  void theServicesOwnFaultsSendTheCallOnward(Kind kind) throws CallFailedException {
    Harness harness = new Harness(failing(kind), saying("hello"));
    harness.retry = NEVER;

    Answered answered = harness.chat(true);

    assertThat(recorder(answered.trail()))
        .containsExactly("a " + kind.name().toLowerCase(), "b ok");
    assertThat(harness.answer.events).containsExactly(new TextDelta("hello"), STOP, END);
    assertThat(harness.answer.starts).hasSize(1);
    assertThat(harness.answer.starts.getFirst().target()).isEqualTo(new Target("b", "m"));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTEXT_TOO_LONG", "CONTENT_FILTERED", "INVALID"})
  void theRequestsOwnFaultsAreReturnedAndNotTriedElsewhere(Kind kind) {
    ScriptedModel second = saying("hello");

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> new Harness(failing(kind), second).chat(true))
        .satisfies(e -> assertThat(e.isFinal()).isTrue())
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(kind));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void whereAllRefuseTheFirstSaysWhy() {
    Harness harness =
        new Harness(
            ScriptedModel.failing(new ProviderException(Kind.UNSUPPORTED, "first")),
            ScriptedModel.failing(new ProviderException(Kind.UNSUPPORTED, "second")));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.last()).hasMessage("first"))
        .satisfies(e -> assertThat(e.isFinal()).isTrue())
        .satisfies(
            e -> assertThat(recorder(e.trail())).containsExactly("a unsupported", "b unsupported"));
  }

  @Test
  void anOutageDoesNotBecomeARefusalByATargetThatCannotDoIt() {
    Harness harness = new Harness(failing(Kind.OVERLOADED), failing(Kind.UNSUPPORTED));
    harness.retry = NEVER;

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(Kind.OVERLOADED));
  }

  @Test
  void aRouteMayReturnRefusals() {
    ScriptedModel second = saying("hello");
    Harness harness = new Harness(failing(Kind.UNSUPPORTED), second);
    harness.returned = Set.of(Kind.UNSUPPORTED);

    assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> harness.chat(true));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aTargetThatIsAloneIsAskedWithoutWhatItHasRefused() throws CallFailedException {
    ScriptedModel model =
        ScriptedModel.failing(
                new ProviderException(Kind.UNSUPPORTED, "Unsupported parameter: 'temperature'")
                    .withParam("temperature"))
            .then(saying("hello"));
    Harness harness = new Harness(model);
    harness.temperature = OptionalDouble.of(0.5);

    Answered answered = harness.chat(true);

    assertThat(recorder(answered.trail())).containsExactly("a unsupported", "a ok");
    assertThat(model.requests().getFirst().settings().temperature()).hasValue(0.5);
    assertThat(model.requests().getLast().settings().temperature()).isEmpty();
    assertThat(RequestChange.dropped(harness.answer.starts.getFirst().changes()))
        .containsExactly("temperature");
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
  }

  @Test
  void aKindThatTheRouteReturnsIsNotTriedElsewhere() {
    ScriptedModel second = saying("hello");
    Harness harness = new Harness(failing(Kind.AUTH), second);
    harness.returned = Set.of(Kind.AUTH);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(Kind.AUTH));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aConversationThatIsTooLongGoesToALargerWindowOnly() throws CallFailedException {
    ScriptedModel small = saying("never");
    Harness harness =
        new Harness(failing(Kind.CONTEXT_TOO_LONG), small, saying("never"), saying("hello"));
    harness.steps.set(0, harness.step("a", Harness.window(100)));
    harness.steps.set(1, harness.step("b", Harness.window(100)));
    harness.steps.set(3, harness.step("d", Harness.window(1000)));

    Answered answered = harness.chat(true);

    assertThat(recorder(answered.trail())).containsExactly("a context_too_long", "d ok");
    assertThat(small.calls()).isEmpty();
  }

  @Test
  void aLargerWindowThatWaitsToBeAskedAgainIsReachedToo() throws CallFailedException {
    Harness harness =
        new Harness(
            ScriptedModel.failing(
                    Harness.failure(Kind.THROTTLED).withRetryAfter(Duration.ofSeconds(20)))
                .then(saying("hello")),
            failing(Kind.OVERLOADED),
            failing(Kind.CONTEXT_TOO_LONG));
    harness.steps.set(0, harness.step("a", Harness.window(1000)));
    harness.steps.set(1, harness.step("b", Harness.window(50)));
    harness.steps.set(2, harness.step("c", Harness.window(100)));

    Answered answered = harness.chat(true);

    assertThat(recorder(answered.trail()))
        .containsExactly(
            "a throttled", "b overloaded", "b overloaded", "c context_too_long", "a ok");
    assertThat(harness.pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .as("its time had come")
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aLargerWindowThatWaitsBeyondTheDeadlineIsNot() {
    Harness harness =
        new Harness(
            ScriptedModel.failing(
                Harness.failure(Kind.THROTTLED).withRetryAfter(Duration.ofHours(2))),
            failing(Kind.CONTEXT_TOO_LONG));
    harness.steps.set(0, harness.step("a", Harness.window(1000)));
    harness.steps.set(1, harness.step("b", Harness.window(100)));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.last().kind()).isEqualTo(Kind.CONTEXT_TOO_LONG))
        .satisfies(e -> assertThat(e.isFinal()).isTrue());
    assertThat(harness.pauses).isEmpty();
  }

  @Test
  void aPlainAnswerThatBreaksOffIsGivenWholeByTheNextTarget() throws CallFailedException {
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "hel"), saying("hello", " you"));

    Answered answered = harness.chat(false);

    assertThat(recorder(answered.trail())).containsExactly("a truncated", "b ok");
    assertThat(harness.answer.text()).isEqualTo("hello you");
    assertThat(harness.answer.usage()).as("nobody saw the first").isEqualTo(new Usage(10, 5));
  }

  @Test
  void aPlainAnswerIsStreamedInsideSoThatASilentModelCanBeTold() throws CallFailedException {
    ScriptedModel model = saying("hello");
    new Harness(model).chat(false);
    assertThat(model.requests().getFirst().stream()).isTrue();
  }

  @Test
  void aRouteMayAskForPlainAnswersPlainly() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = new Harness(model);
    harness.streamInside = StreamInside.NEVER;
    harness.chat(false);
    assertThat(model.requests().getFirst().stream()).isFalse();
  }

  @Test
  void aModelThatCannotCallToolsInAStreamIsAskedForAWholeAnswer() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = new Harness(model);
    harness.steps.set(
        0, harness.step("a", Harness.capabilities(false, false, OptionalLong.empty())));
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            List.of(new Tool("clock", "", "{\"type\":\"object\"}", false)),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of(),
            false);

    harness.chat(request, Duration.ofHours(1));

    assertThat(model.requests().getFirst().stream()).isFalse();
  }

  @Test
  void theStartTellsWhatIsKnownByThen() throws CallFailedException {
    Harness harness = new Harness(failing(Kind.QUOTA), saying("hello"));
    harness.chat(true);
    assertThat(recorder(harness.answer.starts.getFirst().trail()))
        .containsExactly("a quota", "b started");
  }

  @Test
  void allFailuresAreInTheTrail() {
    Harness harness = new Harness(failing(Kind.QUOTA), failing(Kind.AUTH));
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a quota", "b auth"))
        .satisfies(e -> assertThat(e.isFinal()).isFalse())
        .satisfies(e -> assertThat(e.started()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTargetWithoutFirstContentIsGivenUpAndNotAskedAgain(boolean stream)
      throws CallFailedException {
    Harness harness = new Harness(ScriptedModel.silentAfter(), saying("hello"));

    Trail trail = harness.chat(stream).trail();

    assertThat(recorder(trail)).containsExactly("a timeout", "b ok");
    assertThat(trail.attempts().getFirst().limit()).contains(Limit.FIRST_TOKEN);
  }

  @Test
  void aPlainAnswerThatStallsIsGivenUp() throws CallFailedException {
    Harness harness = new Harness(ScriptedModel.silentAfter(new TextDelta("hel")), saying("hello"));

    Trail trail = harness.chat(false).trail();

    assertThat(recorder(trail)).containsExactly("a timeout", "b ok");
    assertThat(trail.attempts().getFirst().limit()).contains(Limit.STALL);
  }

  @Test
  void aModelThatThinksFirstHasALimitOfItsOwn() throws CallFailedException {
    Harness harness = new Harness(ScriptedModel.silentAfter(), saying("hello"));
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofHours(1));
    harness.steps.set(0, harness.step("a", Harness.capabilities(true, true, OptionalLong.empty())));

    Attempt first = harness.chat(true).trail().attempts().getFirst();

    assertThat(first.limit()).contains(Limit.FIRST_TOKEN);
  }

  @Test
  void soHasOneThatIsToldToThink() throws CallFailedException {
    Harness harness = new Harness(ScriptedModel.silentAfter(), saying("hello"));
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofHours(1));
    Settings settings = Settings.builder().reasoningEffort(Optional.of("high")).build();

    Trail trail = harness.chat(request(true).withSettings(settings), Duration.ofHours(1)).trail();

    assertThat(trail.attempts().getFirst().limit()).contains(Limit.FIRST_TOKEN);
  }

  @Test
  void aTargetHasItsShareOfTheTimeAndNoMore() throws CallFailedException {
    Harness harness = new Harness(ScriptedModel.silentAfter(), saying("hello"));
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

    Trail trail =
        harness.chat(request(true), new Call("id", Deadline.after(Duration.ofSeconds(1)))).trail();

    assertThat(recorder(trail)).containsExactly("a timeout", "b ok");
    assertThat(trail.attempts().getFirst().limit()).contains(Limit.SHARE);
  }

  @Test
  void theLastTargetHasWhatIsLeft() {
    Harness harness = new Harness(ScriptedModel.silentAfter());
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                harness.chat(request(true), new Call("id", Deadline.after(Duration.ofMillis(50)))))
        .satisfies(
            e -> assertThat(e.trail().attempts().getFirst().limit()).contains(Limit.DEADLINE));
  }

  @Test
  void noTargetIsTriedAfterTheDeadline() {
    ScriptedModel second = saying("hello");

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () -> new Harness(failing(Kind.OVERLOADED), second).chat(request(true), Duration.ZERO));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aClientThatFailsUnexpectedlyIsLikeAServiceThatDoes() throws CallFailedException {
    Harness harness =
        new Harness(ScriptedModel.broken(new IllegalStateException("bug")), saying("hello"));
    harness.retry = NEVER;
    harness.timer = new ManualTimer();
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a overloaded", "b ok");
  }

  @Test
  void whatAServiceSaysOfWhoWeAreIsForTheLogAlone() {
    String words = "User: arn:aws:sts::123456789012:assumed-role/r is not authorized";
    Harness harness = new Harness(ScriptedModel.failing(new ProviderException(Kind.AUTH, words)));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .withMessage("a does not accept who Trefoil is; Trefoil's log says why")
        .satisfies(
            e -> {
              Attempt attempt = e.trail().attempts().getFirst();
              assertThat(attempt.failure().orElseThrow()).hasMessage(e.getMessage());
              assertThat(attempt.message()).as("for the log").contains(words);
            });
    assertThat(harness.health.of(new Target("a", "m")).lastError().orElseThrow().message())
        .doesNotContain("123456789012");
  }

  @Test
  void routeDefaultsAreForRequestsThatSayNothing() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = new Harness(model);
    harness.temperature = OptionalDouble.of(0.2);
    harness.maxTokens = OptionalInt.of(500);

    harness.chat(true);
    harness.chat(
        request(true)
            .withSettings(
                Settings.builder()
                    .temperature(OptionalDouble.of(1))
                    .maxTokens(OptionalInt.of(9))
                    .build()),
        Duration.ofHours(1));

    assertThat(model.requests().get(0).settings().temperature()).hasValue(0.2);
    assertThat(model.requests().get(0).settings().maxTokens()).hasValue(500);
    assertThat(model.requests().get(1).settings().temperature()).hasValue(1);
    assertThat(model.requests().get(1).settings().maxTokens()).hasValue(9);
  }

  @Test
  void aTargetsOwnInstructionsComeAfterTheCallers() throws CallFailedException {
    ScriptedModel model = saying("hello");
    Harness harness = new Harness(model);
    Step plain = harness.steps.getFirst();
    harness.steps.set(
        0,
        new Step(
            plain.target(),
            plain.model(),
            plain.rules(),
            plain.limits(),
            Optional.of("Be brief."),
            plain.price(),
            plain.residency(),
            plain.changes()));
    Message system = Message.of(Role.SYSTEM, "You are a pirate.");
    Message user = Message.of(Role.USER, "hi");

    harness.chat(request(true).withMessages(List.of(system, user)), Duration.ofHours(1));

    assertThat(model.requests().getFirst().messages())
        .containsExactly(system, Message.of(Role.SYSTEM, "Be brief."), user);
  }

  @Test
  void whatAnAttemptCostIsKnownFromItsUsage() throws CallFailedException {
    Trail trail = new Harness(failing(Kind.QUOTA), saying("hello")).chat(true).trail();

    assertThat(trail.attempts().getFirst().costUsd()).isEmpty();
    assertThat(trail.attempts().getLast().costUsd()).hasValue(10 * 1 + 5 * 2);
    assertThat(trail.costUsd()).hasValue(20);
  }

  @Test
  void theTrailIsAStructuredFieldOfTokensAndQuotedStrings() throws CallFailedException {
    Harness harness = new Harness(failing(Kind.MODEL_UNAVAILABLE), saying("hello"));
    harness.steps.set(0, harness.step(new Target("a", "v1:0/x")));
    harness.steps.set(1, harness.step(new Target("b", "with \"space\"")));

    assertThat(harness.chat(true).trail().toString())
        .matches(
            "a/v1:0/x;outcome=model_unavailable;ms=\\d+,"
                + " \"b/with \\\\\"space\\\\\"\";outcome=ok;ms=\\d+");
  }
}
