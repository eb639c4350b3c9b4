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
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How streams end at every door. Some clients leave at the last event, others wait for the end of
 * the response and read what comes before it (docs/clients.md): so nothing comes behind the last
 * event, and the response ends with it.
 */
class StreamEndTest {
  private final RecordedResponse response = new RecordedResponse();

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, data: [DONE]",
    "/v1/responses, response.completed",
    "/v1/messages, message_stop"
  })
  void aWholeStreamEndsWithItsLastEvent(String path, String last) throws IOException {
    stream(
        path,
        ScriptedModel.answering(
            new TextDelta("Good day"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(3, 2))));

    assertThat(lastEvent()).contains(last);
    assertThat(response.ended()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, event: error",
    "/v1/responses, response.failed",
    "/v1/messages, event: error"
  })
  void aBrokenStreamEndsWithItsError(String path, String last) throws IOException {
    stream(
        path,
        ScriptedModel.failing(
            new ProviderException(Kind.TRUNCATED, "cut"), new TextDelta("Good ")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(lastEvent()).contains(last);
    assertThat(response.body()).doesNotContain("[DONE]", "response.completed", "message_stop");
    assertThat(response.ended()).isTrue();
  }

  /** Comments are none. */
  private String lastEvent() {
    return List.of(response.body().split("\n\n")).stream()
        .filter(event -> !event.startsWith(":"))
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private void stream(String path, ScriptedModel model) throws IOException {
    TestEndpoints.stream(path, model, response);
  }
}
