package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

class ConverseAnswerTest {
  private final List<ChatEvent> events = new ArrayList<>();
  private final ConverseAnswer answer = answer("hi");

  @Test
  void keepsEveryTextBlockOfAWholeAnswer() throws ProviderException {
    answer.take(
        ConverseResponse.builder()
            .output(
                output ->
                    output.message(
                        message ->
                            message.content(
                                ContentBlock.fromText("a"),
                                ContentBlock.fromText(""),
                                ContentBlock.fromText("b"))))
            .stopReason("end_turn")
            .usage(TokenUsage.builder().inputTokens(3).outputTokens(2).build())
            .build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta("a"),
            new TextDelta("b"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(3, 2)));
  }

  @Test
  void aStreamIsCompleteAtMessageStopAndLastsToItsMetadata() throws ProviderException {
    assertThat(answer.take(ConverseStreamOutput.messageStartBuilder().role("assistant").build()))
        .isFalse();
    assertThat(answer.take(delta("Hel"))).isFalse();
    assertThat(answer.take(delta(""))).isFalse();
    assertThat(answer.take(delta("lo"))).isFalse();
    assertThat(answer.take(ConverseStreamOutput.contentBlockStopBuilder().build())).isFalse();
    assertThat(answer.isComplete()).isFalse();
    assertThat(
            answer.take(ConverseStreamOutput.messageStopBuilder().stopReason("max_tokens").build()))
        .isFalse();
    assertThat(answer.isComplete()).isTrue();
    assertThat(
            answer.take(
                ConverseStreamOutput.metadataBuilder()
                    .usage(
                        usage ->
                            usage
                                .inputTokens(3)
                                .cacheReadInputTokens(10)
                                .cacheWriteInputTokens(100)
                                .outputTokens(2))
                    .build()))
        .isTrue();
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta("Hel"),
            new TextDelta("lo"),
            new ChoiceFinished(0, FinishReason.LENGTH),
            new Finished(new Usage(113, 2, 10, 100, 0)));
  }

  @Test
  void passesOverEventsThatThisSdkDoesNotKnow() throws ProviderException {
    assertThat(answer.take(ConverseStreamOutput.UNKNOWN)).isFalse();
    assertThat(answer.take(ConverseStreamOutput.contentBlockDeltaBuilder().build())).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void withoutAnEndMarkItIsTruncated() throws ProviderException {
    answer.take(delta("Hel"));

    assertThatThrownBy(answer::finish)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,STOP",
    "tool_use,TOOL_CALLS",
    "stop_sequence,STOP",
    "max_tokens,LENGTH",
    "model_context_window_exceeded,LENGTH",
    "guardrail_intervened,CONTENT_FILTER",
    "content_filtered,CONTENT_FILTER"
  })
  void stopReasons(String theirs, FinishReason ours) throws ProviderException {
    assertThat(StopReasons.of(theirs)).isEqualTo(ours);
  }

  @ParameterizedTest
  @ValueSource(strings = {"malformed_model_output", "malformed_tool_use", "something_new", ""})
  void otherReasonsAreErrors(String reason) {
    assertThatThrownBy(() -> StopReasons.of(reason))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED));
  }

  @Test
  void callsThatComeMixedAreToldApartAndEndedTogether() throws ProviderException {
    answer.take(start(3, "a", "f"));
    answer.take(start(5, "", "g"));
    answer.take(arguments(5, "{\"x\":"));
    answer.take(arguments(3, ""));
    answer.take(arguments(5, "1}"));
    answer.take(ConverseStreamOutput.contentBlockStopBuilder().contentBlockIndex(3).build());
    answer.take(ConverseStreamOutput.contentBlockStopBuilder().contentBlockIndex(5).build());
    answer.take(ConverseStreamOutput.messageStopBuilder().stopReason("end_turn").build());
    answer.finish();

    String id = ((ToolCallStarted) events.get(1)).id();
    assertThat(id).matches("call_[0-9a-f]{32}");
    assertThat(events)
        .containsExactly(
            new ToolCallStarted(0, 0, "a", "f", Optional.empty()),
            new ToolCallStarted(0, 1, id, "g", Optional.empty()),
            new ToolArgumentsDelta(0, 1, "{\"x\":"),
            new ToolArgumentsDelta(0, 1, "1}"),
            new ToolArgumentsDelta(0, 0, "{}"),
            new ChoiceFinished(0, FinishReason.TOOL_CALLS),
            new Finished(Usage.NONE));
  }

  private ConverseAnswer answer(String text) {
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, text)), Settings.DEFAULTS, true);
    return new ConverseAnswer(
        ConverseMapper.map(request, "m", EmulatedBedrock.model("m")), events::add);
  }

  private static ConverseStreamOutput start(int block, String id, String name) {
    return ConverseStreamOutput.contentBlockStartBuilder()
        .contentBlockIndex(block)
        .start(start -> start.toolUse(use -> use.toolUseId(id).name(name)))
        .build();
  }

  private static ConverseStreamOutput arguments(int block, String text) {
    return ConverseStreamOutput.contentBlockDeltaBuilder()
        .contentBlockIndex(block)
        .delta(ContentBlockDelta.fromToolUse(use -> use.input(text)))
        .build();
  }

  private static ConverseStreamOutput delta(String text) {
    return ConverseStreamOutput.contentBlockDeltaBuilder()
        .delta(ContentBlockDelta.fromText(text))
        .contentBlockIndex(0)
        .build();
  }
}
