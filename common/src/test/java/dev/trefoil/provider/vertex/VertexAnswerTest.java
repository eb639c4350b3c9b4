package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.FunctionCall;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback.BlockedReason;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexAnswerTest {
  private final List<ChatEvent> events = new ArrayList<>();
  private final VertexAnswer answer = new VertexAnswer(events::add);

  @Test
  void takesEveryPartInOrderThoughtsApart() throws ProviderException {
    answer.take(
        response(
                Candidate.newBuilder()
                    .setContent(
                        Content.newBuilder()
                            .addParts(Part.newBuilder().setText("hm").setThought(true))
                            .addParts(Part.newBuilder().setText("a"))
                            .addParts(Part.newBuilder().setText(""))
                            .addParts(Part.newBuilder().setText("b")))
                    .setFinishReason(Candidate.FinishReason.STOP))
            .setUsageMetadata(
                UsageMetadata.newBuilder()
                    .setPromptTokenCount(5)
                    .setCachedContentTokenCount(4)
                    .setCandidatesTokenCount(2)
                    .setThoughtsTokenCount(30))
            .build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new ReasoningDelta(0, "hm"),
            new TextDelta("a"),
            new TextDelta("b"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(5, 32, 4, 0, 30)));
  }

  @Test
  void callsAreCountedOverAllChunks() throws ProviderException {
    answer.take(call("get_time"));
    answer.take(text("and", 1).build());
    answer.take(call("made_up"));
    answer.take(
        response(Candidate.newBuilder().setFinishReason(Candidate.FinishReason.STOP)).build());
    answer.finish();

    List<ToolCallStarted> calls =
        events.stream()
            .filter(ToolCallStarted.class::isInstance)
            .map(ToolCallStarted.class::cast)
            .toList();
    assertThat(calls).extracting(ToolCallStarted::index).containsExactly(0, 1);
    assertThat(calls).extracting(ToolCallStarted::name).containsExactly("get_time", "made_up");
    assertThat(calls)
        .extracting(ToolCallStarted::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("call_[0-9a-f]{32}"));
    assertThat(calls).extracting(ToolCallStarted::signature).containsOnly(Optional.empty());
    assertThat(events)
        .contains(new ToolArgumentsDelta(0, 0, "{}"), new ToolArgumentsDelta(0, 1, "{}"))
        .endsWith(new ChoiceFinished(0, FinishReason.TOOL_CALLS), new Finished(new Usage(1, 1)));
  }

  @Test
  void aCallThatMetTheLimitIsNoCallToBeAnswered() throws ProviderException {
    answer.take(call("get_time"));
    answer.take(
        response(Candidate.newBuilder().setFinishReason(Candidate.FinishReason.MAX_TOKENS))
            .build());
    answer.finish();

    assertThat(events).contains(new ChoiceFinished(0, FinishReason.LENGTH));
  }

  @Test
  void keepsTheLastUsageAndTextThatComesWithTheFinishReason() throws ProviderException {
    answer.take(text("Hel", 1).build());
    assertThat(answer.isComplete()).isFalse();
    GenerateContentResponse.Builder last = text("lo", 2);
    last.getCandidatesBuilder(0).setFinishReason(Candidate.FinishReason.MAX_TOKENS);
    answer.take(last.build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta("Hel"),
            new TextDelta("lo"),
            new ChoiceFinished(0, FinishReason.LENGTH),
            new Finished(new Usage(1, 2)));
  }

  @Test
  void aBlockedPromptIsAnAnswerThatWasFiltered() throws ProviderException {
    answer.take(blocked());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new ChoiceFinished(0, FinishReason.CONTENT_FILTER), new Finished(new Usage(4, 0)));
  }

  @Test
  void aPromptThatIsBlockedAfterTheAnswerBeganEndsIt() throws ProviderException {
    answer.take(text("Hel", 1).build());
    answer.take(blocked());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta("Hel"),
            new ChoiceFinished(0, FinishReason.CONTENT_FILTER),
            new Finished(new Usage(4, 0)));
  }

  @Test
  void choicesAreNumberedDenselyAndAreAllToBeFinished() throws ProviderException {
    answer.take(
        GenerateContentResponse.newBuilder()
            .addCandidates(Candidate.newBuilder().setFinishReason(Candidate.FinishReason.STOP))
            .addCandidates(
                Candidate.newBuilder()
                    .setIndex(2)
                    .setContent(Content.newBuilder().addParts(Part.newBuilder().setText("c"))))
            .build());
    assertThat(answer.isComplete()).isFalse();
    answer.take(
        response(Candidate.newBuilder().setIndex(2).setFinishReason(Candidate.FinishReason.SAFETY))
            .build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta(1, "c"),
            new ChoiceFinished(0, FinishReason.STOP),
            new ChoiceFinished(1, FinishReason.CONTENT_FILTER),
            new Finished(Usage.NONE));
  }

  @Test
  void withoutAnEndMarkItIsTruncated() {
    answer.take(text("Hel", 1).build());
    answer.take(GenerateContentResponse.getDefaultInstance());

    assertThat(failure()).isEqualTo(Kind.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"})
  void filters(Candidate.FinishReason reason) throws ProviderException {
    answer.take(response(Candidate.newBuilder().setFinishReason(reason)).build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new ChoiceFinished(0, FinishReason.CONTENT_FILTER), new Finished(Usage.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {5 /* OTHER */, 9 /* MALFORMED_FUNCTION_CALL */, 4711})
  void failuresAndUnknownReasonsAreErrors(int reason) {
    answer.take(response(Candidate.newBuilder().setFinishReasonValue(reason)).build());

    assertThat(failure()).isEqualTo(Kind.OVERLOADED);
  }

  private Kind failure() {
    List<Kind> kinds = new ArrayList<>();
    assertThatThrownBy(answer::finish)
        .isInstanceOfSatisfying(ProviderException.class, failure -> kinds.add(failure.kind()));
    assertThat(events).noneMatch(Finished.class::isInstance);
    return kinds.getFirst();
  }

  private static GenerateContentResponse blocked() {
    return GenerateContentResponse.newBuilder()
        .setPromptFeedback(PromptFeedback.newBuilder().setBlockReason(BlockedReason.SAFETY))
        .setUsageMetadata(UsageMetadata.newBuilder().setPromptTokenCount(4))
        .build();
  }

  private static GenerateContentResponse call(String function) {
    return response(
            Candidate.newBuilder()
                .setContent(
                    Content.newBuilder()
                        .addParts(
                            Part.newBuilder()
                                .setFunctionCall(FunctionCall.newBuilder().setName(function)))))
        .build();
  }

  private static GenerateContentResponse.Builder response(Candidate.Builder candidate) {
    return GenerateContentResponse.newBuilder().addCandidates(candidate);
  }

  private static GenerateContentResponse.Builder text(String text, int completionTokens) {
    return response(
            Candidate.newBuilder()
                .setContent(Content.newBuilder().addParts(Part.newBuilder().setText(text))))
        .setUsageMetadata(
            UsageMetadata.newBuilder()
                .setPromptTokenCount(1)
                .setCandidatesTokenCount(completionTokens));
  }
}
