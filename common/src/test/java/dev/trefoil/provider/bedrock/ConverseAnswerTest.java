package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
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
  private final ConverseAnswer answer = new ConverseAnswer(events::add);

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
            new Finished(FinishReason.STOP, new Usage(3, 2)));
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
            new Finished(FinishReason.LENGTH, new Usage(113, 2)));
  }

  @Test
  void passesOverEventsThatThisSdkDoesNotKnow() {
    assertThat(answer.take(ConverseStreamOutput.UNKNOWN)).isFalse();
    assertThat(answer.take(ConverseStreamOutput.contentBlockDeltaBuilder().build())).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void withoutAnEndMarkItIsTruncated() {
    answer.take(delta("Hel"));

    assertThatThrownBy(answer::finish)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,STOP",
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

  private static ConverseStreamOutput delta(String text) {
    return ConverseStreamOutput.contentBlockDeltaBuilder()
        .delta(ContentBlockDelta.fromText(text))
        .contentBlockIndex(0)
        .build();
  }
}
