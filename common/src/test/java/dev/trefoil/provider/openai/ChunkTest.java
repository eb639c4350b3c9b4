package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.trefoil.chat.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
  @Test
  void readsADeltaAndSkipsWhatItDoesNotKnow() throws IOException {
    assertThat(
            read(
                """
                {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","usage":null,
                 "obfuscation":"xx","choices":[{"index":0,"logprobs":null,"finish_reason":null,
                 "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},
                 "delta":{"role":"assistant","content":"Hel","refusal":null}}]}
                """))
        .isEqualTo(new Chunk("Hel", "", Usage.NONE, false));
  }

  @Test
  void readsAWholeAnswer() throws IOException {
    assertThat(
            read(
                """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},
                 "finish_reason":"stop"}],
                 "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,
                 "completion_tokens_details":{"reasoning_tokens":1}}}
                """))
        .isEqualTo(new Chunk("Hello", "stop", new Usage(9, 3), false));
  }

  @Test
  void readsTheLastChunkWithItsUsageAndNoChoices() throws IOException {
    assertThat(read("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}"))
        .isEqualTo(new Chunk("", "", new Usage(1, 2), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
        "{\"choices\":null}",
        "{\"choices\":[{\"delta\":{}}]}",
        "{\"choices\":[{\"delta\":{\"content\":null}}]}",
        "{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}",
        "{\"choices\":[{\"message\":{\"content\":\"\"}},{\"message\":{\"content\":\"second\"}}]}",
        "{}",
        "{\"error\":null}"
      })
  void readsNothingWhereThereIsNothing(String json) throws IOException {
    assertThat(read(json)).isEqualTo(new Chunk("", "", Usage.NONE, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"error\":{\"message\":\"m\"}}", "{\"error\":\"m\"}", "{\"error\":{},\"x\":1}"})
  void seesAnErrorInTheAnswersPlace(String json) throws IOException {
    assertThat(read(json).error()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "\"text\"",
        "{\"choices\":[{\"delta\":{\"content\":\"Hel",
        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]",
        "{\"choices\":[{\"delta\":{\"content\":5}}]}",
        "{\"choices\":[5]}",
        "{\"choices\":{}}",
        "{} {}"
      })
  void refusesWhatIsBroken(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  private static Chunk read(String json) throws IOException {
    byte[] bytes = (json + "behind it").getBytes(UTF_8);
    return Chunk.read(new JsonFactory(), bytes, bytes.length - "behind it".length());
  }
}
