// What Gemini on Vertex AI refuses, in the service's words.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.Part;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks requests. Protobuf has seen to types; this is about unknown fields, order and ranges. */
final class GeminiRules {

  private static final Pattern MODEL =
      Pattern.compile(
          "projects/[^/]+/locations/[^/]+/(publishers/[^/]+/models/[^/]+|endpoints/[^/]+)");

  /** Function results may come under a role of their own. */
  private static final Set<String> ROLES = Set.of("user", "model", "function");

  private GeminiRules() {}

  static void check(GenerateContentRequest request) throws VertexRefusal {
    if (hasUnknownFields(request)) {
      throw VertexErrors.invalid("Invalid JSON payload received. Unknown field in the request.");
    }
    if (!MODEL.matcher(request.getModel()).matches()) {
      throw VertexErrors.invalid("Invalid resource field value in the request.");
    }
    if (request.getContentsCount() == 0) {
      throw VertexErrors.unable("at least one contents field is required");
    }
    if (request.hasSystemInstruction()) {
      checkParts(request.getSystemInstruction());
    }
    for (Content content : request.getContentsList()) {
      if (!ROLES.contains(content.getRole())) {
        throw VertexErrors.unable("Please use a valid role: user, model.");
      }
      checkParts(content);
    }
    checkOrder(request.getContentsList());
    checkSettings(request.getGenerationConfig());
  }

  private static boolean hasUnknownFields(Message message) {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      return true;
    }
    return message.getAllFields().values().stream()
        .flatMap(
            value -> value instanceof Collection<?> many ? many.stream() : List.of(value).stream())
        .anyMatch(value -> value instanceof Message inner && hasUnknownFields(inner));
  }

  private static void checkParts(Content content) throws VertexRefusal {
    if (content.getPartsCount() == 0) {
      throw VertexErrors.unable(
          "it must include at least one parts field, which describes the prompt input");
    }
    boolean text = false;
    boolean result = false;
    for (Part part : content.getPartsList()) {
      if (part.getDataCase() == Part.DataCase.DATA_NOT_SET) {
        throw VertexErrors.unable(
            "it must have a data field set in every parts field, for example text");
      }
      if (part.hasText() && part.getText().isEmpty()) {
        throw VertexErrors.unable("Model input cannot be empty");
      }
      text |= part.hasText();
      result |= part.hasFunctionResponse();
    }
    if (text && result) {
      throw VertexErrors.unable("function response parts cannot be mixed with text parts");
    }
  }

  private static void checkOrder(List<Content> contents) throws VertexRefusal {
    if (contents.getLast().getRole().equals("model")) {
      throw VertexErrors.invalid("Requests ending with a model turn are not supported.");
    }
    for (int i = 0; i < contents.size(); i++) {
      long calls = count(contents.get(i), Part.DataCase.FUNCTION_CALL);
      long results =
          i + 1 < contents.size() ? count(contents.get(i + 1), Part.DataCase.FUNCTION_RESPONSE) : 0;
      if (calls != results) {
        throw VertexErrors.invalid(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
    }
    if (count(contents.getFirst(), Part.DataCase.FUNCTION_RESPONSE) > 0) {
      throw VertexErrors.invalid(
          "Please ensure that function response turn comes immediately after a function call turn.");
    }
  }

  private static long count(Content content, Part.DataCase kind) {
    return content.getPartsList().stream().filter(part -> part.getDataCase() == kind).count();
  }

  private static void checkSettings(GenerationConfig config) throws VertexRefusal {
    range("temperature", config.hasTemperature(), config.getTemperature(), 0, 2);
    range("topP", config.hasTopP(), config.getTopP(), 0, 1);
    range("topK", config.hasTopK(), config.getTopK(), 1, 64);
    range("candidateCount", config.hasCandidateCount(), config.getCandidateCount(), 1, 8);
    range("maxOutputTokens", config.hasMaxOutputTokens(), config.getMaxOutputTokens(), 1, 65_536);
    range("presencePenalty", config.hasPresencePenalty(), config.getPresencePenalty(), -2, 2);
    range("frequencyPenalty", config.hasFrequencyPenalty(), config.getFrequencyPenalty(), -2, 2);
    range("logprobs", config.hasLogprobs(), config.getLogprobs(), 1, 20);
    range("stopSequences", true, config.getStopSequencesCount(), 0, 5);
  }

  private static void range(String name, boolean set, double value, double min, double max)
      throws VertexRefusal {
    if (set && !(value >= min && value <= max)) {
      throw VertexErrors.unable(
          "it has a %s value of %s but the supported range is from %s (inclusive) to %s (inclusive)"
              .formatted(name, number(value), number(min), number(max)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
