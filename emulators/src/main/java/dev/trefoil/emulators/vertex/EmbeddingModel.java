// The limits of Google's text embedding models.
package dev.trefoil.emulators.vertex;

/**
 * A model, by Vertex AI's page "Get text embeddings" (API limits, supported models).
 *
 * @param instances the most texts in a request
 * @param dimensions of its vectors, and the most that can be asked for
 * @param shortens whether fewer dimensions can be asked for
 * @param byContent whether it is called by embedContent, not by predict
 */
record EmbeddingModel(int instances, int dimensions, boolean shortens, boolean byContent) {

  /** The most tokens of one text that count. */
  static final int INPUT_TOKENS = 2_048;

  /** The most tokens in a request. */
  static final int REQUEST_TOKENS = 20_000;

  private static final int MANY = 250;

  static EmbeddingModel of(String endpoint) {
    String name = GeminiModels.name(endpoint);
    if (name.startsWith("gemini-embedding")) {
      return new EmbeddingModel(1, 3_072, true, name.startsWith("gemini-embedding-2"));
    }
    return new EmbeddingModel(MANY, 768, !name.startsWith("textembedding-gecko"), false);
  }
}
