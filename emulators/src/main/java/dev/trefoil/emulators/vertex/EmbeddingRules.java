// What Vertex AI's text embedding models refuse, in the service's words.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.PredictRequest;
import com.google.protobuf.Value;
import dev.trefoil.emulators.model.Words;
import java.util.Set;

/** Checks embedding requests. */
final class EmbeddingRules {

  private static final String MORE =
      "https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings";
  private static final Set<String> INSTANCE = Set.of("content", "task_type", "title");
  private static final Set<String> PARAMETERS = Set.of("outputDimensionality", "autoTruncate");
  private static final Set<String> TASKS =
      Set.of(
          "RETRIEVAL_QUERY",
          "RETRIEVAL_DOCUMENT",
          "SEMANTIC_SIMILARITY",
          "CLASSIFICATION",
          "CLUSTERING",
          "QUESTION_ANSWERING",
          "FACT_VERIFICATION",
          "CODE_RETRIEVAL_QUERY");

  private EmbeddingRules() {}

  static void check(PredictRequest request) throws VertexRefusal {
    checkModel(request.getEndpoint());
    EmbeddingModel model = EmbeddingModel.of(request.getEndpoint());
    if (model.byContent()) {
      throw VertexErrors.invalid(
          "Model %s is not supported by Predict."
              .formatted(GeminiModels.name(request.getEndpoint())));
    }
    JsonNode parameters = ProtoJson.of(request.getParameters());
    checkParameters(parameters, model);
    checkCount(request.getInstancesCount(), model);
    int all = 0;
    for (Value instance : request.getInstancesList()) {
      JsonNode json = ProtoJson.of(instance);
      checkInstance(json);
      int tokens = Words.count(json.path("content").asText());
      if (tokens > EmbeddingModel.INPUT_TOKENS
          && !parameters.path("autoTruncate").asBoolean(true)) {
        throw tooLong(tokens, EmbeddingModel.INPUT_TOKENS);
      }
      all += tokens;
    }
    if (all > EmbeddingModel.REQUEST_TOKENS) {
      throw tooLong(all, EmbeddingModel.REQUEST_TOKENS);
    }
  }

  static VertexRefusal tooLong(int tokens, int limit) {
    return VertexErrors.invalid(
        ("Unable to submit request because the input token count is %d but the model supports up to"
                + " %d. Reduce the input token count and try again. You can also use the CountTokens"
                + " API to calculate prompt token count and billable characters. Learn more: %s")
            .formatted(tokens, limit, MORE));
  }

  static void checkModel(String endpoint) throws VertexRefusal {
    if (!GeminiRules.MODEL.matcher(endpoint).matches()) {
      throw VertexErrors.invalid("Invalid resource field value in the request.");
    }
    if (GeminiModels.name(endpoint).startsWith(GeminiModels.MISSING)) {
      throw VertexErrors.noSuchModel(endpoint);
    }
    if (!GeminiModels.embeds(endpoint)) {
      throw VertexErrors.invalid(
          "Gemini cannot be accessed through Vertex Predict/RawPredict API. Please follow"
              + " https://cloud.google.com/vertex-ai/docs/generative-ai/start/quickstarts/quickstart-multimodal"
              + " for Gemini usage.");
    }
  }

  private static void checkCount(int count, EmbeddingModel model) throws VertexRefusal {
    if (count == 0) {
      throw VertexErrors.invalid(
          "Unable to submit request because it must have at least one instance. Learn more: "
              + MORE);
    }
    if (count > model.instances()) {
      throw VertexErrors.invalid(
          model.instances() > 1
              ? "%d instance(s) is allowed per prediction. Actual: %d"
                  .formatted(model.instances(), count)
              : ("Unable to submit request because it included too many instances. Reduce the number"
                      + " of instances and try again. Learn more: %s: Unable to submit request because"
                      + " batchSize must be %d but the entered value was %d. Update the batchSize"
                      + " value and try again.")
                  .formatted(MORE, model.instances(), count));
    }
  }

  private static void checkInstance(JsonNode instance) throws VertexRefusal {
    checkMembers(instance, INSTANCE, "instance");
    if (!instance.path("content").isTextual() || instance.get("content").asText().isEmpty()) {
      throw VertexErrors.invalid(
          "Unable to submit request because the text content is empty. Learn more: " + MORE);
    }
    String task = instance.path("task_type").asText("RETRIEVAL_QUERY");
    if (!TASKS.contains(task)) {
      throw VertexErrors.invalid(
          "Unable to submit request because task_type `%s` is not supported. Learn more: %s"
              .formatted(task, MORE));
    }
    if (instance.hasNonNull("title") && !task.equals("RETRIEVAL_DOCUMENT")) {
      throw VertexErrors.invalid(
          "Unable to submit request because title is only valid with task_type RETRIEVAL_DOCUMENT."
              + " Learn more: "
              + MORE);
    }
  }

  private static void checkParameters(JsonNode parameters, EmbeddingModel model)
      throws VertexRefusal {
    if (parameters.isNull()) {
      return;
    }
    checkMembers(parameters, PARAMETERS, "parameters");
    JsonNode dimensions = parameters.path("outputDimensionality");
    boolean right =
        dimensions.isIntegralNumber()
            && dimensions.asInt() >= 1
            && dimensions.asInt() <= model.dimensions()
            && model.shortens();
    if (!dimensions.isMissingNode() && !right) {
      throw VertexErrors.invalid(
          "Unable to submit request because outputDimensionality must be from 1 to %d but the entered value was %s. Update the outputDimensionality value and try again. Learn more: %s"
              .formatted(model.dimensions(), dimensions, MORE));
    }
  }

  private static void checkMembers(JsonNode object, Set<String> known, String what)
      throws VertexRefusal {
    if (!object.isObject()) {
      throw VertexErrors.invalid("Invalid %s: must be an object.".formatted(what));
    }
    for (var member : object.properties()) {
      if (!known.contains(member.getKey())) {
        throw VertexErrors.invalid(
            "Invalid %s: unknown field `%s`.".formatted(what, member.getKey()));
      }
    }
  }
}
