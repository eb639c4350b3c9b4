package dev.trefoil.provider.vertex;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Splits texts into requests that a model takes: Google Cloud, "Get text embeddings", API limits.
 */
final class EmbeddingBatches {
  /** Texts a request, by the beginning of a model's id. */
  private static final Map<String, Integer> MOST_TEXTS =
      Map.of("gemini-embedding", 1, "textembedding-gecko", 5);

  private static final int MOST_TEXTS_OTHERWISE = 250;

  /**
   * A request holds 20,000 tokens, and a token at least one byte: so this many are never too many.
   */
  private static final int MOST_BYTES = 20_000;

  private EmbeddingBatches() {}

  /**
   * Whether a model takes embedContent, with one text a request, in place of predict. Google Cloud,
   * "Gemini Embedding 2".
   */
  static boolean byContent(String model) {
    return model.startsWith("gemini-embedding-2");
  }

  static List<List<String>> of(EmbeddingRequest request, String model) {
    int most =
        MOST_TEXTS.entrySet().stream()
            .filter(limit -> model.startsWith(limit.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(MOST_TEXTS_OTHERWISE);
    List<List<String>> batches = new ArrayList<>();
    List<String> batch = List.of();
    int bytes = 0;
    for (Input input : request.inputs()) {
      String text = text(input);
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      if (batch.isEmpty() || batch.size() == most || bytes + length > MOST_BYTES) {
        batch = new ArrayList<>();
        batches.add(batch);
        bytes = 0;
      }
      batch.add(text);
      bytes += length;
    }
    return batches;
  }

  private static String text(Input input) {
    return switch (input) {
      case Input.Text(String text) -> text;
      case Input.Tokens tokens ->
          throw new IllegalArgumentException("tokens, which the rules refuse");
    };
  }
}
