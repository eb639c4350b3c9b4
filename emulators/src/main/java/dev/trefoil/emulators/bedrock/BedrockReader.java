// Finds out which operation a request is for, of which model.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From HTTP to {@link BedrockRequest}. */
final class BedrockReader {

  private static final Pattern PATH =
      Pattern.compile("/model/([^/]+)/(converse|converse-stream|invoke)");

  /** The service model's ConversationalModelId, its long list of ARN forms drawn together. */
  private static final Pattern MODEL_ID =
      Pattern.compile(
          "[a-zA-Z0-9-:._]+|arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:[a-z-]+/"
              + "[a-zA-Z0-9-:./]+");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private BedrockReader() {}

  static BedrockRequest read(HttpRequest request, ProvisionedModels provisioned)
      throws RefusedException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw unknown(request);
    }
    if (!request.method().equals("POST")) {
      throw new RefusedException(
          BedrockErrors.of(405, "UnsupportedOperationException", "Only POST is supported."));
    }
    String modelId = URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!MODEL_ID.matcher(modelId).matches()) {
      throw BedrockErrors.validation("The provided model identifier is invalid.");
    }
    String base = provisioned.admit(modelId);
    return switch (path.group(2)) {
      case "converse" -> ConverseReader.read(modelId, base, false, json(request.body()));
      case "converse-stream" -> ConverseReader.read(modelId, base, true, json(request.body()));
      default -> {
        EmbeddingModel model = EmbeddingModel.of(base).orElseThrow(() -> unknown(request));
        yield EmbeddingReader.read(model, json(request.body()));
      }
    };
  }

  private static RefusedException unknown(HttpRequest request) {
    return new RefusedException(
        BedrockErrors.of(
            404,
            "UnknownOperationException",
            "The emulator has no " + request.method() + " " + request.path()));
  }

  private static JsonNode json(byte[] body) throws RefusedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          BedrockErrors.of(
              400, "SerializationException", "The body is no JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }
}
