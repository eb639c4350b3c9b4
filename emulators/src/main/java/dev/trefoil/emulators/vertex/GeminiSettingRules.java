// Settings that Gemini on Vertex AI refuses, in the service's words.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.GenerationConfig.ThinkingConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks ranges, and settings that exclude or need each other. */
final class GeminiSettingRules {

  private static final Set<String> MIME_TYPES =
      Set.of("", "text/plain", "application/json", "text/x.enum");
  private static final Pattern LABEL_KEY = Pattern.compile("\\p{Ll}[\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
  private static final int LABELS = 64;

  private GeminiSettingRules() {}

  static void check(GenerateContentRequest request) throws VertexRefusal {
    GenerationConfig config = request.getGenerationConfig();
    checkRanges(config);
    checkFormat(request);
    checkThinking(request.getModel(), config.getThinkingConfig());
    checkLabels(request.getLabelsMap());
    if (config.hasLogprobs() && !config.getResponseLogprobs()) {
      throw VertexErrors.unable("logprobs is set but response_logprobs is not enabled");
    }
    checkCached(request);
  }

  /** What is kept for a request has instructions and tools of its own. */
  static void checkCached(GenerateContentRequest request) throws VertexRefusal {
    boolean more =
        request.hasSystemInstruction() || request.getToolsCount() > 0 || request.hasToolConfig();
    if (!request.getCachedContent().isEmpty() && more) {
      throw VertexErrors.unable(
          "CachedContent can not be used with GenerateContent request setting system_instruction,"
              + " tools or tool_config. Proposed fix: move those values to CachedContent from"
              + " GenerateContent request");
    }
  }

  private static void checkRanges(GenerationConfig config) throws VertexRefusal {
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

  private static void checkFormat(GenerateContentRequest request) throws VertexRefusal {
    GenerationConfig config = request.getGenerationConfig();
    String type = config.getResponseMimeType();
    if (!MIME_TYPES.contains(type)) {
      throw VertexErrors.unable(
          "it has a responseMimeType parameter with value %s, which is not supported"
              .formatted(type));
    }
    boolean shaped = config.hasResponseSchema() || config.hasResponseJsonSchema();
    if (shaped && (type.isEmpty() || type.equals("text/plain"))) {
      throw VertexErrors.unable(
          "response_schema is only allowed when response_mime_type is application/json or text/x.enum");
    }
    if (config.hasResponseSchema() && config.hasResponseJsonSchema()) {
      throw VertexErrors.unable("only one of response_schema and response_json_schema may be set");
    }
    if (config.hasResponseJsonSchema()) {
      GeminiSchemaRules.check(ProtoJson.of(config.getResponseJsonSchema()), "response_json_schema");
    }
    if (type.equals("application/json")
        && !GeminiTools.functions(request).isEmpty()
        && !GeminiModels.mixesToolsAndJson(request.getModel())) {
      throw VertexErrors.unable(
          "Function calling with a response mime type: 'application/json' is unsupported");
    }
  }

  private static void checkThinking(String model, ThinkingConfig thinking) throws VertexRefusal {
    Optional<GeminiModels.Budget> known = GeminiModels.budget(model);
    if (!thinking.hasThinkingBudget()) {
      return;
    }
    int budget = thinking.getThinkingBudget();
    if (budget == 0 && thinking.getIncludeThoughts()) {
      throw VertexErrors.unable(
          "Thinking_config.include_thoughts is only enabled when thinking is enabled");
    }
    // -1 leaves it to the model.
    if (known.isPresent() && budget != -1) {
      int min = known.get().min();
      int max = known.get().max();
      if (!(budget >= min && budget <= max) && !(budget == 0 && known.get().zero())) {
        throw VertexErrors.unable(
            "thinking_budget is out of range; supported values are integers from %d to %d"
                .formatted(min, max));
      }
    }
  }

  private static void checkLabels(Map<String, String> labels) throws VertexRefusal {
    if (labels.size() > LABELS) {
      throw VertexErrors.invalid("Too many labels: at most %d are allowed.".formatted(LABELS));
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()
          || !LABEL_VALUE.matcher(label.getValue()).matches()) {
        throw VertexErrors.invalid(
            ("Invalid label '%s': '%s'. Keys and values can contain only lowercase letters, numeric"
                    + " characters, underscores and dashes, 63 at most; keys must start with a"
                    + " letter.")
                .formatted(label.getKey(), label.getValue()));
      }
    }
  }
}
