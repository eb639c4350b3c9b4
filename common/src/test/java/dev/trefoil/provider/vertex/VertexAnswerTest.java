package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback.BlockedReason;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import com.google.cloud.vertexai.api.Part;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexAnswerTest {
  private final List<ChatEvent> events = new ArrayList<>();
  private final VertexAnswer answer = new VertexAnswer(events::add);

  @Test
  void takesTextFromEveryPartButNotThoughts() throws ProviderException {
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
                    .setCandidatesTokenCount(2)
                    .setThoughtsTokenCount(30))
            .build());
    answer.finish();

    assertThat(events)
        .containsExactly(
            new TextDelta("a"),
            new TextDelta("b"),
            new Finished(FinishReason.STOP, new Usage(5, 32)));
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
            new Finished(FinishReason.LENGTH, new Usage(1, 2)));
  }

  @Test
  void aBlockedPromptIsAnAnswerThatWasFiltered() throws ProviderException {
    answer.take(
        GenerateContentResponse.newBuilder()
            .setPromptFeedback(PromptFeedback.newBuilder().setBlockReason(BlockedReason.SAFETY))
            .setUsageMetadata(UsageMetadata.newBuilder().setPromptTokenCount(4))
            .build());
    answer.finish();

    assertThat(events).containsExactly(new Finished(FinishReason.CONTENT_FILTER, new Usage(4, 0)));
  }

  @Test
  void withoutAnEndMarkItIsTruncated() {
    answer.take(text("Hel", 1).build());
    answer.take(GenerateContentResponse.getDefaultInstance());

    assertThatThrownBy(answer::finish)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"})
  void filters(Candidate.FinishReason reason) throws ProviderException {
    answer.take(response(Candidate.newBuilder().setFinishReason(reason)).build());
    answer.finish();

    assertThat(events).containsExactly(new Finished(FinishReason.CONTENT_FILTER, Usage.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {5 /* OTHER */, 9 /* MALFORMED_FUNCTION_CALL */, 4711})
  void failuresAndUnknownReasonsAreErrors(int reason) {
    answer.take(response(Candidate.newBuilder().setFinishReasonValue(reason)).build());

    assertThatThrownBy(answer::finish)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED));
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
