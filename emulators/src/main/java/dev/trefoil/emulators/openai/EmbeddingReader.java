// Reads an embedding request whose form is right, and refuses what the service refuses.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.Words;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** From JSON to {@link EmbeddingRequest}. The limits are those of OpenAI's API reference. */
final class EmbeddingReader {

  private static final int INPUT_TOKENS = 8_192;
  private static final int REQUEST_TOKENS = 300_000;
  private static final int DIMENSIONS = 1_536;
  private static final int LARGE_DIMENSIONS = 3_072;

  private EmbeddingReader() {}

  static EmbeddingRequest read(JsonNode body) throws RefusedException {
    String model = body.get("model").textValue();
    List<String> inputs = inputs(body.get("input"));
    long all = 0;
    for (String input : inputs) {
      int tokens = Words.count(input);
      all += tokens;
      if (tokens > INPUT_TOKENS) {
        throw OpenAiErrors.invalid(
            ("This model's maximum context length is %1$d tokens, however you requested %2$d tokens"
                    + " (%2$d in your prompt; 0 for the completion). Please reduce your prompt; or"
                    + " completion length.")
                .formatted(INPUT_TOKENS, tokens),
            null,
            null);
      }
    }
    if (all > REQUEST_TOKENS) {
      throw OpenAiErrors.refused(
          400,
          "Invalid 'input': maximum request size is %d tokens per request."
              .formatted(REQUEST_TOKENS),
          "max_tokens_per_request",
          null,
          "max_tokens_per_request");
    }
    return new EmbeddingRequest(
        model,
        inputs,
        dimensions(model, body.path("dimensions")),
        body.path("encoding_format").asText("float").equals("base64"));
  }

  private static int dimensions(String model, JsonNode asked) throws RefusedException {
    int most = model.contains("large") ? LARGE_DIMENSIONS : DIMENSIONS;
    if (!asked.isInt()) {
      return most;
    }
    if (model.contains("ada-002")) {
      throw OpenAiErrors.invalid("This model does not support specifying dimensions.", null, null);
    }
    if (asked.intValue() > most) {
      throw OpenAiErrors.invalid(
          "Invalid value for 'dimensions' = %d. Must be less than or equal to %d."
              .formatted(asked.intValue(), most),
          null,
          null);
    }
    return asked.intValue();
  }

  private static List<String> inputs(JsonNode input) throws RefusedException {
    List<String> inputs = new ArrayList<>();
    if (input.isTextual()) {
      inputs.add(input.textValue());
    } else if (input.path(0).isNumber()) {
      inputs.add(tokens(input));
    } else {
      JsonNode first = input.path(0);
      for (JsonNode item : input) {
        // One list holds texts or token arrays, not both.
        if (item.isNumber() || item.getNodeType() != first.getNodeType()) {
          throw invalid();
        }
        inputs.add(item.isTextual() ? item.textValue() : tokens(item));
      }
    }
    if (inputs.stream().anyMatch(String::isEmpty)) {
      throw invalid();
    }
    return inputs;
  }

  private static String tokens(JsonNode array) throws RefusedException {
    for (JsonNode token : array) {
      if (!token.isIntegralNumber() || token.longValue() < 0) {
        throw invalid();
      }
    }
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(" "));
  }

  /** What the service says whatever is wrong with the input. */
  private static RefusedException invalid() {
    return OpenAiErrors.invalid(
        "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
        null,
        null);
  }
}
