// EmbedContent, by which embedding models since Gemini Embedding 2 are called.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.EmbedContentRequest;
import com.google.cloud.vertexai.api.EmbedContentResponse;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.UsageMetadata;
import com.google.rpc.Status;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.emulators.model.Words;
import java.util.List;
import java.util.stream.Collectors;

/** One content, one embedding. */
final class EmbedContentMethod implements VertexMethod<EmbedContentRequest, EmbedContentResponse> {
  /** Google Cloud, "Gemini Embedding 2": input token limit. */
  private static final int TOKENS = 8_192;

  @Override
  public void check(EmbedContentRequest request) throws VertexRefusal {
    EmbeddingRules.checkModel(request.getModel());
    EmbeddingModel model = EmbeddingModel.of(request.getModel());
    if (!model.byContent()) {
      throw VertexErrors.invalid(
          "Model %s is not supported by EmbedContent."
              .formatted(GeminiModels.name(request.getModel())));
    }
    String text = text(request);
    if (text.isEmpty()) {
      throw VertexErrors.unable("the text content is empty");
    }
    if (request.hasOutputDimensionality()
        && (request.getOutputDimensionality() < 1
            || request.getOutputDimensionality() > model.dimensions())) {
      throw VertexErrors.unable("output_dimensionality must be from 1 to " + model.dimensions());
    }
    if (!request.getAutoTruncate() && Words.count(text) > TOKENS) {
      throw EmbeddingRules.tooLong(Words.count(text), TOKENS);
    }
  }

  @Override
  public EmbedContentResponse answer(EmbedContentRequest request) {
    String text = text(request);
    int dimensions =
        request.hasOutputDimensionality()
            ? request.getOutputDimensionality()
            : EmbeddingModel.of(request.getModel()).dimensions();
    EmbedContentResponse.Builder response = EmbedContentResponse.newBuilder();
    for (float value : Vectors.of(text, dimensions)) {
      response.getEmbeddingBuilder().addValues(value);
    }
    int tokens = Math.min(Words.count(text), TOKENS);
    return response
        .setTruncated(Words.count(text) > TOKENS)
        .setUsageMetadata(
            UsageMetadata.newBuilder().setPromptTokenCount(tokens).setTotalTokenCount(tokens))
        .build();
  }

  private static String text(EmbedContentRequest request) {
    return request.getContent().getPartsList().stream()
        .map(Part::getText)
        .collect(Collectors.joining(" "));
  }

  /** No filter is known of these models; the nearest is a refusal. */
  @Override
  public EmbedContentResponse filtered(EmbedContentRequest request) throws VertexRefusal {
    throw VertexErrors.invalid("The request was blocked because of its content.");
  }

  @Override
  public Status contextTooLong() {
    return EmbeddingRules.tooLong(TOKENS + 1, TOKENS).status();
  }

  @Override
  public EmbedContentResponse read(JsonNode json) {
    return ProtoJson.read(json, EmbedContentResponse.newBuilder()).build();
  }

  @Override
  public List<EmbedContentResponse> split(EmbedContentResponse whole) {
    return List.of(whole);
  }

  @Override
  public EmbedContentResponse join(List<EmbedContentResponse> pieces) {
    return pieces.stream().reduce((a, b) -> a.toBuilder().mergeFrom(b).build()).orElseThrow();
  }

  @Override
  public boolean isToken(EmbedContentResponse response) {
    return true;
  }
}
