// The embedding models on Bedrock that can be emulated.
package dev.trefoil.emulators.bedrock;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Models by their form of requests and answers. */
enum EmbeddingModel {
  /** One text; 1,536 dimensions. */
  TITAN_V1("amazon\\.titan-embed-text-v1|amazon\\.titan-embed-g1-text-02", "TitanV1", 1_536),
  /** One text; 1,024, 512 or 256 dimensions. */
  TITAN_V2("amazon\\.titan-embed-text-v2:0", "TitanV2", 1_024),
  /** Up to 96 texts; 1,024 dimensions. */
  COHERE_V3("cohere\\.embed-(english|multilingual)-v3", "CohereV3", 1_024),
  /** Up to 96 texts; 1,536, 1,024, 512 or 256 dimensions. */
  COHERE_V4("cohere\\.embed-v4:0", "CohereV4", 1_536);

  private final Pattern id;
  private final String shape;
  private final int dimensions;

  EmbeddingModel(String id, String shape, int dimensions) {
    this.id = Pattern.compile("(.*[./])?(" + id + ")");
    this.shape = shape;
    this.dimensions = dimensions;
  }

  /** The model of this id, also behind an inference profile that is named after it. */
  static Optional<EmbeddingModel> of(String modelId) {
    return Arrays.stream(values()).filter(m -> m.id.matcher(modelId).matches()).findFirst();
  }

  /** The name of its request in embeddings-schema.json. */
  String shape() {
    return shape;
  }

  /** Dimensions of a vector when none are asked for. */
  int dimensions() {
    return dimensions;
  }
}
