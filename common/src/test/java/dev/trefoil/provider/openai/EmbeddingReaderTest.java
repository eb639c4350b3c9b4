package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.ProviderException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingReaderTest {
  /** 1.0 and -2.5 as little-endian floats. */
  private static final String BASE64 = "AACAPwAAIMA=";

  @Test
  void readsBase64AndNumbersInTheOrderOfTheirIndexes() throws Exception {
    Embeddings read =
        read(
            """
            {"object":"list","data":[
             {"object":"embedding","index":1,"embedding":[3,4e-1,-0.5]},
             {"object":"embedding","index":0,"embedding":"%s"}],
             "model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}
            """
                .formatted(BASE64),
            2);

    assertThat(read.vectors().get(0)).containsExactly(1.0f, -2.5f);
    assertThat(read.vectors().get(1)).containsExactly(3, 0.4f, -0.5f);
    assertThat(read.promptTokens()).isEqualTo(7);
  }

  @Test
  void whatIsNotCountedIsNothing() throws Exception {
    assertThat(read("{\"data\":[{\"embedding\":[1]}],\"usage\":null}", 1).promptTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":[]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]}]}",
        "{\"error\":{\"message\":\"m\"}}"
      })
  void refusesAnAnswerThatLacksVectors(String json) {
    assertThatThrownBy(() -> read(json, 2)).isInstanceOf(ProviderException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":2,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":null}]}",
        "{\"data\":[{\"index\":0,\"embedding\":\"AACAPwA=\"}]}",
        "{\"data\":[{\"index\":0,\"embedding\":\"?\"}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[\"1\"]}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1]},{\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1",
        ""
      })
  void refusesWhatIsBroken(String json) {
    assertThatThrownBy(() -> read(json, 2)).isInstanceOf(IOException.class);
  }

  private static Embeddings read(String json, int inputs) throws IOException, ProviderException {
    return EmbeddingReader.read(new ByteArrayInputStream(json.getBytes(UTF_8)), inputs);
  }
}
