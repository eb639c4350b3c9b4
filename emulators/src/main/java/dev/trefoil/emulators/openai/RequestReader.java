// Reads any request to OpenAI's API: finds the operation, parses and checks the body's form.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.schema.Schema;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** From HTTP to {@link OpenAiRequest}. */
final class RequestReader {

  static final Schema CHAT = Schema.load(RequestReader.class, "chat-schema.json");
  static final Schema RESPONSES = Schema.load(RequestReader.class, "responses-schema.json");
  static final Schema EMBEDDINGS = Schema.load(RequestReader.class, "embedding-schema.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RequestReader() {}

  static OpenAiRequest read(HttpRequest request, Dialect dialect, ReasoningCipher cipher)
      throws RefusedException {
    Dialect.Operation operation =
        dialect
            .operation(request)
            .orElseThrow(() -> new RefusedException(dialect.notFound(request)));
    if (!request.method().equals("POST")) {
      throw new RefusedException(dialect.wrongMethod(request));
    }
    JsonNode body = json(request.body());
    return switch (operation) {
      case CHAT -> {
        check(CHAT, "ChatRequest", body);
        checkModel(body, dialect, operation, ModelFamily.embeds(model(body)));
        checkCacheKey(body, dialect);
        checkHost(request, dialect, operation, body);
        yield ChatReader.read(body);
      }
      case RESPONSES -> {
        JsonNode whole = ResponsesReader.typed(body);
        check(RESPONSES, "ResponsesRequest", whole);
        checkModel(body, dialect, operation, ModelFamily.embeds(model(body)));
        checkCacheKey(body, dialect);
        checkHost(request, dialect, operation, body);
        yield ResponsesReader.read(whole, cipher);
      }
      case EMBEDDINGS -> {
        check(EMBEDDINGS, "EmbeddingRequest", body);
        checkModel(body, dialect, operation, ModelFamily.of(model(body)).chats());
        yield EmbeddingReader.read(body);
      }
    };
  }

  private static void check(Schema schema, String shape, JsonNode body) throws RefusedException {
    Optional<Violation> violation = schema.check(shape, body);
    if (violation.isPresent()) {
      throw Violations.refusal(violation.get());
    }
  }

  private static void checkModel(
      JsonNode body, Dialect dialect, Dialect.Operation operation, boolean wrong)
      throws RefusedException {
    String model = model(body);
    if (model.startsWith(Dialect.MISSING_MODELS)) {
      throw new RefusedException(dialect.unknownModel(model));
    }
    if (wrong) {
      throw new RefusedException(dialect.wrongModel(operation, model));
    }
  }

  private static void checkCacheKey(JsonNode body, Dialect dialect) throws RefusedException {
    if (body.hasNonNull("prompt_cache_key") && !dialect.takesCacheKey(model(body))) {
      throw OpenAiErrors.invalid(
          "Unrecognized request argument supplied: prompt_cache_key", null, null);
    }
  }

  private static void checkHost(
      HttpRequest request, Dialect dialect, Dialect.Operation operation, JsonNode body)
      throws RefusedException {
    Optional<HttpError> refusal = dialect.refused(request, operation, body);
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
  }

  private static String model(JsonNode body) {
    return body.get("model").textValue();
  }

  private static JsonNode json(byte[] body) throws RefusedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw OpenAiErrors.invalid(
          "We could not parse the JSON body of your request. (HINT: This likely means you aren't using"
              + " your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent"
              + " was not valid JSON.)",
          null,
          null);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }
}
