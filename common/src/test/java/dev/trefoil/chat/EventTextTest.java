package dev.trefoil.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.text.EventReader;
import dev.trefoil.chat.text.EventWriter;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of answers as text, and back. */
class EventTextTest {
  private static final Signature MARK = new Signature(Signature.ANTHROPIC, "c2lnbg==");

  @ParameterizedTest
  @MethodSource("events")
  void anEventComesBackAsItWas(ChatEvent event) throws IOException {
    String text = Json.value(json -> EventWriter.event(json, event));

    assertThat(EventReader.event(Json.readWhole(text))).as(text).isEqualTo(event);
  }

  @Test
  void everyKindOfEventIsTried() {
    assertThat(events().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrder(ChatEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"later\"}",
        "{\"type\":\"text\",\"text\":\"\"}",
        "{\"type\":\"summary\",\"text\":\"a\"}",
        "{\"type\":\"choiceFinished\",\"reason\":\"bored\"}"
      })
  void whatIsNoEventIsRefused(String text) {
    assertThatThrownBy(() -> EventReader.event(Json.readWhole(text)))
        .isInstanceOf(IOException.class);
  }

  static Stream<ChatEvent> events() {
    return Stream.concat(
        Stream.of(
            new ChatEvent.TextDelta(0, "a \"text\"\n\u00e9 \ud83d\ude00"),
            new ChatEvent.TextDelta(2, "of another choice"),
            new ChatEvent.ReasoningDelta(0, "thought"),
            new ChatEvent.ReasoningSummaryDelta(1, 3, "in short"),
            new ChatEvent.ReasoningSigned(0, MARK),
            new ChatEvent.ReasoningRedacted(0, MARK),
            new ChatEvent.PhaseStarted(0, "commentary"),
            new ChatEvent.RefusalDelta(0, "no"),
            new ChatEvent.ToolCallStarted(0, 1, "id", "name", Optional.of(MARK)),
            new ChatEvent.ToolCallStarted(0, 0, "id", "name", Optional.empty()),
            new ChatEvent.ToolArgumentsDelta(0, 1, "{\"a\":"),
            new ChatEvent.Logprobs(0, "{\"content\":[]}"),
            new ChatEvent.NativeDelta(
                0, new Native(Native.OPENAI_CHAT, "model", "member", "{\"a\":1}")),
            new ChatEvent.Finished(new Usage(1, 2, 3, 4, 5), Optional.of("flex")),
            new ChatEvent.Finished(Usage.NONE)),
        Stream.concat(
            Stream.of(FinishReason.values()).map(reason -> new ChatEvent.ChoiceFinished(1, reason)),
            details().stream()
                .map(
                    detail ->
                        new ChatEvent.ChoiceFinished(0, FinishReason.STOP, Optional.of(detail)))));
  }

  private static List<StopDetail> details() {
    return List.of(
        new StopDetail.StopSequence("END"),
        new StopDetail.Refused(Optional.of("cyber"), Optional.of("why")),
        new StopDetail.Refused(Optional.empty(), Optional.empty()),
        new StopDetail.ContextWindow(),
        new StopDetail.Paused());
  }
}
