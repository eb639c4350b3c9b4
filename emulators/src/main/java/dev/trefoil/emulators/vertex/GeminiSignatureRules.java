// Where Gemini wants its signatures back, in the service's words.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part;
import java.util.List;

/**
 * Gemini 3 wants the signature of the first call of each step of the current turn: since the user
 * last said something. A signature that was not issued here is refused anywhere, by all models.
 */
final class GeminiSignatureRules {

  private GeminiSignatureRules() {}

  static void check(GenerateContentRequest request, ThoughtSignatures signatures)
      throws VertexRefusal {
    List<Content> contents = request.getContentsList();
    int turn = currentTurn(contents);
    for (int i = 0; i < contents.size(); i++) {
      boolean wanted = i > turn && GeminiModels.wantsSignatures(request.getModel());
      for (Part part : contents.get(i).getPartsList()) {
        String function = part.getFunctionCall().getName();
        if (!part.getThoughtSignature().isEmpty()) {
          if (!signatures.accepts(function, part.getThoughtSignature())) {
            throw VertexErrors.unable("Thought signature is not valid");
          }
        } else if (wanted && part.hasFunctionCall()) {
          throw VertexErrors.unsigned(function, i + 1);
        }
        wanted &= !part.hasFunctionCall();
      }
    }
  }

  /** The last content in which the user says something. */
  private static int currentTurn(List<Content> contents) {
    for (int i = contents.size() - 1; i >= 0; i--) {
      Content content = contents.get(i);
      boolean responds = content.getPartsList().stream().anyMatch(Part::hasFunctionResponse);
      if (!content.getRole().equals("model") && !responds) {
        return i;
      }
    }
    return -1;
  }
}
