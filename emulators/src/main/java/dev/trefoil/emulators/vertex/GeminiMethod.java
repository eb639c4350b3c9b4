// GenerateContent and StreamGenerateContent.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.rpc.Status;
import java.util.List;

/** Gemini. */
final class GeminiMethod implements VertexMethod<GenerateContentRequest, GenerateContentResponse> {

  private final ThoughtSignatures signatures = new ThoughtSignatures();
  private final GeminiAnswers answers = new GeminiAnswers(signatures);

  @Override
  public void check(GenerateContentRequest request) throws VertexRefusal {
    GeminiRules.check(request, signatures);
  }

  @Override
  public GenerateContentResponse answer(GenerateContentRequest request) {
    return answers.whole(request);
  }

  @Override
  public GenerateContentResponse filtered(GenerateContentRequest request) {
    return answers.filtered(request);
  }

  @Override
  public Status contextTooLong() {
    return VertexErrors.contextTooLong();
  }

  @Override
  public GenerateContentResponse read(JsonNode json) {
    return ProtoJson.read(json, GenerateContentResponse.newBuilder()).build();
  }

  @Override
  public List<GenerateContentResponse> split(GenerateContentResponse whole) {
    return GeminiPieces.split(whole);
  }

  @Override
  public GenerateContentResponse join(List<GenerateContentResponse> pieces) {
    return GeminiPieces.join(pieces);
  }

  @Override
  public boolean isToken(GenerateContentResponse response) {
    return GeminiPieces.isToken(response);
  }
}
