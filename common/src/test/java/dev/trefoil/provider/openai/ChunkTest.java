package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Usage;
import dev.trefoil.provider.openai.Chunk.Call;
import dev.trefoil.provider.openai.Chunk.Piece;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
        .isEqualTo(chunk(text("Hel", "")));
  }

  @Test
  void readsAWholeAnswer() throws IOException {
    assertThat(
            read(
                """
                {"service_tier":"default","choices":[{"index":0,"message":{"role":"assistant",
                 "content":"Hello","refusal":null,"annotations":[]},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,
                 "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},
                 "completion_tokens_details":{"reasoning_tokens":1}}}
                """))
        .isEqualTo(
            new Chunk(
                List.of(text("Hello", "stop")),
                Optional.of(new Usage(9, 3, 4, 0, 1)),
                Optional.of("default"),
                false));
  }

  @Test
  void readsTheLastChunkWithItsUsageAndNoChoices() throws IOException {
    assertThat(read("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}"))
        .isEqualTo(new Chunk(List.of(), Optional.of(new Usage(1, 2)), Optional.empty(), false));
  }

  @Test
  void readsDeepSeeksCacheHits() throws IOException {
    assertThat(
            read("{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                    + "\"prompt_cache_hit_tokens\":8,\"prompt_tokens_details\":null}}")
                .usage())
        .contains(new Usage(9, 2, 8, 0, 0));
  }

  @Test
  void readsPiecesOfCallsAsTheyAre() throws IOException {
    assertThat(
            read(
                """
                {"choices":[{"index":1,"delta":{"content":null,"tool_calls":[
                 {"index":2,"id":"c","type":"function","function":{"name":"f","arguments":""}},
                 {"function":{"arguments":"{\\"a\\""}},
                 {"index":null,"id":null,"function":{"name":null,"arguments":null}}]}}]}
                """))
        .isEqualTo(
            chunk(
                new Piece(
                    1,
                    "",
                    "",
                    "",
                    List.of(
                        new Call(OptionalInt.of(2), "c", "f", ""),
                        new Call(OptionalInt.empty(), "", "", "{\"a\""),
                        new Call(OptionalInt.empty(), "", "", "")),
                    "",
                    Map.of(),
                    "",
                    false)));
  }

  @Test
  void countsTheCallsOfAWholeAnswerItself() throws IOException {
    assertThat(
            read("""
                    {"choices":[{"message":{"tool_calls":[
                     {"index":0,"id":"a","function":{"name":"f","arguments":{"x": [1, 2.5]}}},
                     {"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]}}]}
                    """)
                .choices()
                .getFirst()
                .calls())
        .containsExactly(
            new Call(OptionalInt.of(0), "a", "f", "{\"x\":[1,2.5]}"),
            new Call(OptionalInt.of(1), "b", "g", "{}"));
  }

  @Test
  void readsCallsWithANumberForAnIdAndWithoutAFunction() throws IOException {
    assertThat(
            read("{\"choices\":[{\"delta\":{\"tool_calls\":["
                    + "{\"index\":0,\"id\":7,\"function\":{\"name\":\"f\"}},"
                    + "{\"index\":0,\"function\":null}]}}]}")
                .choices()
                .getFirst()
                .calls())
        .containsExactly(
            new Call(OptionalInt.of(0), "7", "f", ""), new Call(OptionalInt.of(0), "", "", ""));
  }

  @Test
  void readsTheThoughtsAndTheTextOfAListOfParts() throws IOException {
    assertThat(
            read("{\"choices\":[{\"delta\":{\"content\":["
                    + "{\"type\":\"thinking\",\"thinking\":["
                    + "{\"type\":\"text\",\"text\":\"Hm\"},{\"type\":\"text\",\"text\":\"m\"}]},"
                    + "{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}]}}]}")
                .choices()
                .getFirst())
        .isEqualTo(new Piece(0, "Hello", "Hmm", "", List.of(), "", Map.of(), "", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":\"error\",\"message\":\"m\",\"code\":400}",
        "{\"error\":{\"message\":\"m\"},\"object\":\"chat.completion.chunk\"}"
      })
  void knowsAnErrorByItsMemberOrItsObject(String json) throws IOException {
    assertThat(read(json).error()).isTrue();
  }

  @Test
  void keepsMembersThatTheVocabularyHasNoPlaceFor() throws IOException {
    assertThat(
            read("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"audio\":null,\"function_call\":{},"
                    + "\"annotations\":[{\"type\": \"url_citation\"}],\"images\":[]}}]}")
                .choices()
                .getFirst()
                .beyond())
        .isEqualTo(Map.of("annotations", "[{\"type\":\"url_citation\"}]"));
  }

  @Test
  void keepsLogprobsAsJsonOnOneLine() throws IOException {
    assertThat(
            read("""
                    {"choices":[{"delta":{"content":"a"},"logprobs":{"content":[
                     {"token":"a","logprob":-0.25,"bytes":[97],"top_logprobs":[]}],"refusal":null}}]}
                    """)
                .choices()
                .getFirst()
                .logprobs())
        .isEqualTo(
            "{\"content\":[{\"token\":\"a\",\"logprob\":-0.25,\"bytes\":[97],\"top_logprobs\":[]}],"
                + "\"refusal\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
        "{\"choices\":null}",
        "{}",
        "{\"error\":null}",
        "{\"service_tier\":null}"
      })
  void readsNothingWhereThereIsNothing(String json) throws IOException {
    assertThat(read(json)).isEqualTo(chunk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"delta\":{}}]}",
        "{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":null}}]}",
        "{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}",
        "{\"choices\":[{\"index\":0,\"finish_reason\":\"null\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"\"}}]}"
      })
  void readsAnEmptyPiece(String json) throws IOException {
    assertThat(read(json)).isEqualTo(chunk(text("", "")));
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
        "{\"choices\":[{\"index\":-1}]}",
        "{\"choices\":[{\"index\":5000000000}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}",
        "{\"choices\":[5]}",
        "{\"choices\":{}}",
        "{} {}"
      })
  void refusesWhatIsBroken(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  private static Chunk chunk(Piece... pieces) {
    return new Chunk(List.of(pieces), Optional.empty(), Optional.empty(), false);
  }

  private static Piece text(String text, String finishReason) {
    return new Piece(0, text, "", "", List.of(), "", Map.of(), finishReason, false);
  }

  private static Chunk read(String json) throws IOException {
    byte[] bytes = (json + "behind it").getBytes(UTF_8);
    return ChunkReader.read(bytes, bytes.length - "behind it".length());
  }
}
