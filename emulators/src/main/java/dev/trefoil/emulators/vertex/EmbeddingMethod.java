// Predict, as far as it makes embeddings.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.PredictRequest;
import com.google.cloud.vertexai.api.PredictResponse;
import com.google.protobuf.Value;
import com.google.rpc.Status;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.emulators.model.Words;
import java.util.List;

/** Google's text embedding models. */
final class EmbeddingMethod implements VertexMethod<PredictRequest, PredictResponse> {

  @Override
  public void check(PredictRequest request) throws VertexRefusal {
    EmbeddingRules.check(request);
  }

  @Override
  public PredictResponse answer(PredictRequest request) {
    EmbeddingModel model = EmbeddingModel.of(request.getEndpoint());
    int dimensions =
        ProtoJson.of(request.getParameters())
            .path("outputDimensionality")
            .asInt(model.dimensions());
    PredictResponse.Builder response = PredictResponse.newBuilder();
    int characters = 0;
    for (Value instance : request.getInstancesList()) {
      String content = ProtoJson.of(instance).path("content").asText();
      characters += content.codePointCount(0, content.length());
      response.addPredictions(ProtoJson.read(prediction(content, dimensions), Value.newBuilder()));
    }
    ObjectNode metadata =
        JsonNodeFactory.instance.objectNode().put("billableCharacterCount", characters);
    return response.setMetadata(ProtoJson.read(metadata, Value.newBuilder())).build();
  }

  private static JsonNode prediction(String content, int dimensions) {
    ObjectNode prediction = JsonNodeFactory.instance.objectNode();
    ObjectNode embeddings = prediction.putObject("embeddings");
    int tokens = Words.count(content);
    embeddings
        .putObject("statistics")
        .put("token_count", Math.min(tokens, EmbeddingModel.INPUT_TOKENS))
        .put("truncated", tokens > EmbeddingModel.INPUT_TOKENS);
    ArrayNode values = embeddings.putArray("values");
    for (float value : Vectors.of(content, dimensions)) {
      values.add(value);
    }
    return prediction;
  }

  /** No filter is known of these models; the nearest is a refusal. */
  @Override
  public PredictResponse filtered(PredictRequest request) throws VertexRefusal {
    throw VertexErrors.invalid("The request was blocked because of its content.");
  }

  @Override
  public Status contextTooLong() {
    return EmbeddingRules.tooLong(EmbeddingModel.REQUEST_TOKENS + 1, EmbeddingModel.REQUEST_TOKENS)
        .status();
  }

  @Override
  public PredictResponse read(JsonNode json) {
    return ProtoJson.read(json, PredictResponse.newBuilder()).build();
  }

  @Override
  public List<PredictResponse> split(PredictResponse whole) {
    return List.of(whole);
  }

  @Override
  public PredictResponse join(List<PredictResponse> pieces) {
    return pieces.stream().reduce((a, b) -> a.toBuilder().mergeFrom(b).build()).orElseThrow();
  }

  @Override
  public boolean isToken(PredictResponse response) {
    return true;
  }
}
