package dev.trefoil.chat;

import java.util.List;

/**
 * Vectors for an {@link EmbeddingRequest}.
 *
 * @param vectors one an input, in the inputs' order; not to be changed
 * @param promptTokens what the service counted for all inputs; 0 where it did not say
 */
public record Embeddings(List<float[]> vectors, long promptTokens) {
  public Embeddings {
    vectors = List.copyOf(vectors);
  }
}
