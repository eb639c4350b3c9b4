package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often something is sent at every door, by what a service has sent at once. */
class BurstTest {
  private final RecordedResponse response = new RecordedResponse();
  private final List<Integer> sent = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages"})
  void whatCameTogetherIsSentTogetherAndWaitsForNothing(String path) throws IOException {
    stream(
        path,
        ScriptedModel.acting(
            (context, listener) -> {
              listener.onBurst(true);
              listener.onEvent(new TextDelta("one "));
              listener.onEvent(new TextDelta("two "));
              count();
              listener.onBurst(false);
              count();
              listener.onBurst(true);
              listener.onEvent(new TextDelta("three "));
              count();
              listener.onBurst(false);
              count();
              listener.onEvent(new ChoiceFinished(0, FinishReason.STOP));
              listener.onEvent(new Finished(new Usage(3, 2)));
            }));

    assertThat(sent).containsExactly(0, 1, 1, 2);
    assertThat(response.flushed().get(0)).contains("\"one \"", "\"two \"");
    assertThat(response.flushed().get(1)).contains("\"three \"").doesNotContain("two");
    assertThat(response.ended()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages"})
  void theLastOfABurstDoesNotWaitForWhatIsDoneBehindTheAnswer(String path) throws IOException {
    stream(
        path,
        ScriptedModel.acting(
            (context, listener) -> {
              listener.onBurst(true);
              listener.onEvent(new TextDelta("whole"));
              listener.onEvent(new ChoiceFinished(0, FinishReason.STOP));
              listener.onEvent(new Finished(new Usage(3, 2)));
            }));

    assertThat(response.flushed()).hasSize(2);
    assertThat(response.flushed().getFirst()).contains("\"whole\"").doesNotContain(": trefoil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages"})
  void whatCameBeforeACutIsSentBeforeAnythingElseIsTried(String path) throws IOException {
    stream(
        path,
        ScriptedModel.acting(
            (context, listener) -> {
              listener.onBurst(true);
              listener.onEvent(new TextDelta("half"));
              throw new ProviderException(Kind.TRUNCATED, "cut");
            }));

    assertThat(response.flushed().getFirst()).contains("\"half\"").doesNotContain("said: cut");
    assertThat(response.flushed().getLast()).contains("said: cut");
  }

  private void count() {
    sent.add(response.flushed().size());
  }

  private void stream(String path, ScriptedModel model) throws IOException {
    TestEndpoints.stream(path, model, response);
  }
}
