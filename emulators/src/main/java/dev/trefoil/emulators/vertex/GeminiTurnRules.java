// The order in which Gemini wants turns, in the service's words.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.Part;
import java.util.List;

/** Every turn of function calls is followed by the turn of all their responses. */
final class GeminiTurnRules {

  private GeminiTurnRules() {}

  static void check(List<Content> contents) throws VertexRefusal {
    if (contents.getLast().getRole().equals("model")) {
      throw VertexErrors.invalid("Requests ending with a model turn are not supported.");
    }
    for (int i = 0; i < contents.size(); i++) {
      List<String> calls = calls(contents.get(i));
      List<String> responses = i + 1 < contents.size() ? responses(contents.get(i + 1)) : List.of();
      if (calls.size() != responses.size()) {
        throw VertexErrors.invalid(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      if (!calls.stream().sorted().toList().equals(responses.stream().sorted().toList())) {
        throw VertexErrors.invalid(
            "Please ensure that the names of the function response parts are those of the function"
                + " call parts of the function call turn.");
      }
      boolean afterUser = i > 0 && !contents.get(i - 1).getRole().equals("model");
      if (!calls.isEmpty() && !(contents.get(i).getRole().equals("model") && afterUser)) {
        throw VertexErrors.invalid(
            "Please ensure that function call turn comes immediately after a user turn or after a"
                + " function response turn.");
      }
    }
    if (!responses(contents.getFirst()).isEmpty()) {
      throw VertexErrors.invalid(
          "Please ensure that function response turn comes immediately after a function call turn.");
    }
  }

  private static List<String> calls(Content content) {
    return content.getPartsList().stream()
        .filter(Part::hasFunctionCall)
        .map(part -> part.getFunctionCall().getName())
        .toList();
  }

  private static List<String> responses(Content content) {
    return content.getPartsList().stream()
        .filter(Part::hasFunctionResponse)
        .map(part -> part.getFunctionResponse().getName())
        .toList();
  }
}
