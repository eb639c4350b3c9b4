// What Gemini on Vertex AI refuses, in the service's words. Protobuf has seen to types.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks requests as a whole; settings, tools, media and turns have rules of their own. */
final class GeminiRules {

  static final Pattern MODEL =
      Pattern.compile(
          "projects/[^/]+/locations/[^/]+/(publishers/[^/]+/models/[^/]+|endpoints/[^/]+)");

  /** Function results may come under a role of their own. */
  private static final Set<String> ROLES = Set.of("user", "model", "function");

  private GeminiRules() {}

  static void check(GenerateContentRequest request, ThoughtSignatures signatures)
      throws VertexRefusal {
    if (hasUnknownFields(request)) {
      throw VertexErrors.invalid("Invalid JSON payload received. Unknown field in the request.");
    }
    checkModel(request.getModel());
    if (request.getContentsCount() == 0) {
      throw VertexErrors.unable("at least one contents field is required");
    }
    if (request.hasSystemInstruction()) {
      checkInstruction(request.getSystemInstruction());
    }
    for (Content content : request.getContentsList()) {
      if (!ROLES.contains(content.getRole())) {
        throw VertexErrors.unable("Please use a valid role: user, model.");
      }
      checkParts(content);
    }
    GeminiSettingRules.check(request);
    GeminiToolRules.check(request);
    GeminiTurnRules.check(request.getContentsList());
    GeminiSignatureRules.check(request, signatures);
  }

  static void checkModel(String model) throws VertexRefusal {
    if (!MODEL.matcher(model).matches()) {
      throw VertexErrors.invalid("Invalid resource field value in the request.");
    }
    if (GeminiModels.name(model).startsWith(GeminiModels.MISSING)) {
      throw VertexErrors.noSuchModel(model);
    }
    if (GeminiModels.embeds(model)) {
      throw VertexErrors.invalid(
          "%s is not supported in the generateContent API.".formatted(GeminiModels.name(model)));
    }
  }

  static boolean hasUnknownFields(Message message) {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      return true;
    }
    return message.getAllFields().values().stream()
        .flatMap(
            value -> value instanceof Collection<?> many ? many.stream() : List.of(value).stream())
        .anyMatch(value -> value instanceof Message inner && hasUnknownFields(inner));
  }

  private static void checkInstruction(Content instruction) throws VertexRefusal {
    checkParts(instruction);
    if (!instruction.getPartsList().stream().allMatch(Part::hasText)) {
      throw VertexErrors.unable("the system_instruction has a part that is not text");
    }
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
      if (part.hasFunctionResponse() && !part.getFunctionResponse().hasResponse()) {
        throw VertexErrors.unable(
            "function response `%s` has no response"
                .formatted(part.getFunctionResponse().getName()));
      }
      GeminiMediaRules.check(part);
      text |= part.hasText();
      result |= part.hasFunctionResponse();
    }
    if (text && result) {
      throw VertexErrors.unable("function response parts cannot be mixed with text parts");
    }
  }
}
