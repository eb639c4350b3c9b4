package dev.trefoil.provider.bedrock;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The embedding models on Bedrock by the form of their requests ("Amazon Titan Text Embeddings" and
 * "Cohere Embed" in the Amazon Bedrock user guide).
 */
enum EmbeddingForm {
  TITAN_V2(List.of("titan-embed-text-v2"), 1, Set.of(256, 512, 1024), Optional.of("dimensions")),
  TITAN_V1(List.of("titan-embed-text", "titan-embed-g1"), 1, Set.of(1536), Optional.empty()),
  COHERE_V4(List.of("embed-v4"), 96, Set.of(256, 512, 1024, 1536), Optional.of("output_dimension")),
  COHERE_V3(List.of("embed-english", "embed-multilingual"), 96, Set.of(1024), Optional.empty());

  private final List<String> names;
  private final int batch;
  private final Set<Integer> dimensions;
  private final Optional<String> dimensionsField;

  EmbeddingForm(
      List<String> names, int batch, Set<Integer> dimensions, Optional<String> dimensionsField) {
    this.names = names;
    this.batch = batch;
    this.dimensions = dimensions;
    this.dimensionsField = dimensionsField;
  }

  /** The form of a model by its family or its id; empty if it is not an embedding model. */
  static Optional<EmbeddingForm> of(String family, String model) {
    return Arrays.stream(values())
        .filter(form -> form.names.stream().anyMatch(n -> family.contains(n) || model.contains(n)))
        .findFirst();
  }

  boolean isTitan() {
    return this == TITAN_V1 || this == TITAN_V2;
  }

  /** The most texts of a request. */
  int batch() {
    return batch;
  }

  boolean gives(int wanted) {
    return dimensions.contains(wanted);
  }

  /** By which member vectors of another length are asked for; empty where there is one length. */
  Optional<String> dimensionsField() {
    return dimensionsField;
  }
}
