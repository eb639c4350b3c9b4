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
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Limit;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Recovery;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.PromptSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose target dies after content was sent. */
class RecoveryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "OVERLOADED", "UNREACHABLE", "THROTTLED"})
  void anotherTargetGoesOnAndTheCallerSeesOneStream(Kind kind) throws CallFailedException {
    Harness harness =
        new Harness(cutAfter(kind, "one ", "two "), saying("one two ", "three ", "four"));
    Answered answered = harness.chat(true);

    assertThat(harness.answer.text()).isEqualTo("one two three four");
    assertThat(harness.answer.starts).hasSize(1);
    assertThat(harness.answer.starts.getFirst().target().service()).isEqualTo("a");
    assertThat(recorder(answered.trail()))
        .containsExactly("a " + kind.name().toLowerCase(), "b ok");
  }

  @Test
  void aStreamThatStallsIsGoneOnWithToo() throws CallFailedException {
    Harness harness =
        new Harness(ScriptedModel.silentAfter(new TextDelta("one ")), saying("one two"));

    Trail trail = harness.chat(true).trail();

    assertThat(harness.answer.text()).isEqualTo("one two");
    assertThat(trail.attempts().getFirst().limit()).contains(Limit.STALL);
  }

  @Test
  void theOtherTargetIsToldWhatWasSentAndHasTheLastWord() throws CallFailedException {
    ScriptedModel second = saying("one two");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one "), second);

    harness.chat(true);

    List<Message> messages = second.requests().getFirst().messages();
    assertThat(messages).hasSize(3);
    assertThat(messages.get(0)).isEqualTo(Message.of(Role.USER, "hi"));
    assertThat(messages.get(1)).isEqualTo(Message.of(Role.ASSISTANT, "one "));
    assertThat(messages.get(2).role())
        .as("newer models refuse to go on from their own words")
        .isEqualTo(Role.USER);
    assertThat(((Part.Text) messages.get(2).parts().getFirst()).text()).contains("\none\n");
  }

  @Test
  void whatTheOtherTargetRepeatsIsTakenOut() throws CallFailedException {
    Harness harness =
        new Harness(
            cutAfter(Kind.TRUNCATED, "The quick ", "brown "),
            saying("The ", "quick ", "brown ", "fox"));
    harness.chat(true);
    assertThat(harness.answer.text()).isEqualTo("The quick brown fox");
  }

  @Test
  void aSecondCutIsGoneOnWithByAThird() throws CallFailedException {
    Harness harness =
        new Harness(
            cutAfter(Kind.TRUNCATED, "one "),
            cutAfter(Kind.UNREACHABLE, "one two "),
            saying("one two three"));

    Answered answered = harness.chat(true);

    assertThat(harness.answer.text()).isEqualTo("one two three");
    assertThat(recorder(answered.trail())).containsExactly("a truncated", "b unreachable", "c ok");
  }

  @Test
  void theSameTargetGoesOnWhenThereIsNoOther() throws CallFailedException {
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one ").then(saying("one two")));
    harness.chat(true);
    assertThat(harness.answer.text()).isEqualTo("one two");
  }

  @Test
  void usageIsSummedWithOurOwnCountOfWhatWasCut() throws CallFailedException {
    Harness harness =
        new Harness(cutAfter(Kind.TRUNCATED, "abcdefgh", "ijkl"), saying("abcdefgh", "ijklmnop"));

    Answered answered = harness.chat(true);

    Attempt cut = answered.trail().attempts().getFirst();
    assertThat(cut.estimated()).isTrue();
    assertThat(cut.usage().completionTokens()).isEqualTo(3);
    assertThat(harness.answer.usage()).isEqualTo(cut.usage().plus(new Usage(10, 5)));
    assertThat(answered.usage()).isEqualTo(harness.answer.usage());
  }

  @Test
  void theBoundOfTheAnswerIsWhatIsLeftOfIt() throws CallFailedException {
    ScriptedModel second = saying("a".repeat(400) + "two");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "a".repeat(400)), second);
    ChatRequest request =
        request(true).withSettings(Settings.builder().maxTokens(OptionalInt.of(300)).build());

    harness.chat(request, HOUR);

    assertThat(second.requests().getFirst().settings().maxTokens())
        .hasValue(300 - (int) PromptSize.of("a".repeat(400)).tokens("m"));
  }

  @Test
  void aCutBeforeTheFirstWordIsBegunAnewAndOnlyTheFirstThoughtsAreShown()
      throws CallFailedException {
    ScriptedModel second =
        ScriptedModel.answering(
            new ReasoningDelta(0, "other thoughts"), new TextDelta("hello"), STOP, END);
    Harness harness = new Harness(failing(Kind.TRUNCATED, new ReasoningDelta(0, "hm")), second);

    harness.chat(true);

    assertThat(harness.answer.events)
        .startsWith(new ReasoningDelta(0, "hm"), new TextDelta("hello"));
    assertThat(second.requests().getFirst().messages()).hasSize(1);
  }

  @Test
  void theThoughtsOfTheOtherTargetAreNotTheFirstOnes() throws CallFailedException {
    Harness harness =
        new Harness(
            cutAfter(Kind.TRUNCATED, "one "),
            ScriptedModel.answering(
                new ReasoningDelta(0, "I go on"), new TextDelta("one two"), STOP, END));
    harness.chat(true);
    assertThat(harness.answer.events).noneMatch(ReasoningDelta.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"The moon is about 384,400 kilometres away, ", "The moon ", "O"})
  void whatDoesNotFollowFromTheLastWordsIsNotJoined(String sent) {
    Harness harness =
        new Harness(
            cutAfter(Kind.TRUNCATED, sent),
            saying("A moon circles the earth ", "at a distance of about 384,400 km."));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .withMessage("what b/m went on with does not follow the words that were sent last")
        .satisfies(
            e -> assertThat(recorder(e.trail())).containsExactly("a truncated", "b truncated"));
    assertThat(harness.answer.text()).isEqualTo(sent);
    assertThat(harness.answer.events).doesNotContain(STOP);
  }

  static List<List<ChatEvent>> dishonest() {
    return List.of(
        List.of(
            new ToolCallStarted(0, 0, "id", "clock", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"zo")),
        List.of(
            new TextDelta("Let me see. "),
            new ToolCallStarted(0, 0, "id", "clock", Optional.empty())),
        List.of(new RefusalDelta(0, "I'd rather")));
  }

  @ParameterizedTest
  @MethodSource("dishonest")
  void whatIsNotTextAloneEndsWithAnError(List<ChatEvent> begun) {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(failing(Kind.TRUNCATED, begun.toArray(ChatEvent[]::new)), second);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.started()).isTrue());
    assertThat(harness.answer.events).isEqualTo(begun);
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void severalChoicesEndWithAnError() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one "), second);
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                harness.chat(
                    request(true).withSettings(Settings.builder().choices(2).build()), HOUR));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aRouteMayPreferAnError() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one "), second);
    harness.recovery = Recovery.ERROR;
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.started()).isTrue());
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void structuredOutputIsGoneOnWithOutsideTheForm() throws CallFailedException {
    ScriptedModel second = saying("{\"a\":1,\"b\":2}");
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "{\"a\":1,"), second);

    harness.chat(structured(), HOUR);

    assertThat(harness.answer.text()).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(second.requests().getFirst().format()).isInstanceOf(ResponseFormat.Text.class);
  }

  @Test
  void structuredOutputThatDoesNotParseInTheEndIsAnError() {
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "{\"a\":1,"), saying("{\"a\":1,sorry"));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(structured(), HOUR))
        .withMessageContaining("JSON");
    assertThat(harness.answer.events).noneMatch(event -> event.equals(STOP) || event.equals(END));
  }

  @Test
  void aRequestThatTheOtherTargetRefusesEndsWithAnError() {
    Harness harness = new Harness(cutAfter(Kind.TRUNCATED, "one "), failing(Kind.INVALID));
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.started()).isTrue());
  }

  private static ChatRequest structured() {
    return request(true)
        .withFormat(new ResponseFormat.JsonSchema("x", "", "{\"type\":\"object\"}", true));
  }
}
