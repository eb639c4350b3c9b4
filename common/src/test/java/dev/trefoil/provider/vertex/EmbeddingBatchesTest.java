package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.provider.ProviderException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingBatchesTest {
  @ParameterizedTest
  @CsvSource({
    "gemini-embedding-001,1",
    "textembedding-gecko@003,5",
    "text-embedding-005,250",
    "text-multilingual-embedding-002,250"
  })
  void aRequestHoldsAsManyTextsAsTheModelTakes(String model, int most) throws ProviderException {
    List<List<String>> batches =
        EmbeddingBatches.of(texts(Collections.nCopies(2 * most + 1, "a")), model);

    assertThat(batches).extracting(List::size).containsExactly(most, most, 1);
  }

  @Test
  void aRequestHoldsNoMoreTokensThanTheModelTakesInAnyCase() throws ProviderException {
    String long1 = "1".repeat(15_000);
    String long2 = "2".repeat(5_000);
    // Two bytes each.
    String long3 = "ü".repeat(30_000);

    assertThat(
            EmbeddingBatches.of(
                texts(List.of(long1, long2, "3", long3, "4")), "text-embedding-005"))
        .containsExactly(List.of(long1, long2), List.of("3"), List.of(long3), List.of("4"));
  }

  private static EmbeddingRequest texts(List<String> texts) {
    return new EmbeddingRequest(
        texts.stream().map(text -> (Input) new Input.Text(text)).toList(),
        OptionalInt.empty(),
        Optional.empty());
  }
}
