// Reads the body of an InvokeModel call of an embedding model.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.Words;
import dev.trefoil.emulators.schema.Schema;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From JSON to {@link EmbeddingRequest}. */
final class EmbeddingReader {

  /** "Amazon Titan Text Embeddings": the most tokens of a text. */
  private static final int TITAN_TOKENS = 8_192;

  private static final Schema SCHEMA = Schema.load(EmbeddingReader.class, "embeddings-schema.json");

  private EmbeddingReader() {}

  static EmbeddingRequest read(EmbeddingModel model, JsonNode body) throws RefusedException {
    Optional<Violation> violation = SCHEMA.check(model.shape(), body);
    if (violation.isPresent()) {
      throw BedrockErrors.validation(EmbeddingViolations.text(violation.get()));
    }
    return switch (model) {
      case TITAN_V1, TITAN_V2 -> titan(model, body);
      case COHERE_V3, COHERE_V4 -> cohere(model, body);
    };
  }

  private static EmbeddingRequest titan(EmbeddingModel model, JsonNode body)
      throws RefusedException {
    String text = body.path("inputText").textValue();
    int tokens = Words.count(text);
    if (tokens == 0) {
      throw BedrockErrors.validation(
          "Malformed input request: #/inputText: expected minLength: 1, actual: 0, please reformat your input and try again.");
    }
    if (tokens > TITAN_TOKENS) {
      throw BedrockErrors.validation(
          "400 Bad Request: Too many input tokens. Max input tokens: %d, request input token count: %d "
              .formatted(TITAN_TOKENS, tokens));
    }
    int dimensions = body.path("dimensions").asInt(model.dimensions());
    if (dimensions != model.dimensions() && !List.of(256, 512).contains(dimensions)) {
      throw notOneOf("#/dimensions", dimensions, "256, 512, 1024");
    }
    return new EmbeddingRequest(
        model,
        List.of(text),
        dimensions,
        body.path("normalize").asBoolean(true),
        strings(body.path("embeddingTypes")));
  }

  private static EmbeddingRequest cohere(EmbeddingModel model, JsonNode body)
      throws RefusedException {
    List<String> texts = strings(body.path("texts"));
    if (texts.isEmpty()) {
      throw BedrockErrors.validation(
          "Malformed input request: #: required key [texts] not found, please reformat your input and try again.");
    }
    for (String text : texts) {
      if (text.isBlank()) {
        throw BedrockErrors.validation(
            "Malformed input request: #/texts/%d: expected minLength: 1, actual: 0, please reformat your input and try again."
                .formatted(texts.indexOf(text)));
      }
    }
    int dimensions = body.path("output_dimension").asInt(model.dimensions());
    if (!List.of(256, 512, 1_024, 1_536).contains(dimensions)) {
      throw notOneOf("#/output_dimension", dimensions, "256, 512, 1024, 1536");
    }
    return new EmbeddingRequest(
        model, texts, dimensions, true, strings(body.path("embedding_types")));
  }

  private static RefusedException notOneOf(String place, int value, String known) {
    return BedrockErrors.validation(
        "Malformed input request: %s: %d is not a valid enum value, known are %s, please reformat your input and try again."
            .formatted(place, value, known));
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(item -> strings.add(item.textValue()));
    return strings;
  }
}
