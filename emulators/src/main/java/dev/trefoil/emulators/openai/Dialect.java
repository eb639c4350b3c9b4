// What the hosts of OpenAI's API have not in common.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.OptionalInt;

/** The way in which one host serves OpenAI's API. */
public interface Dialect {

  /** Models whose names begin so are never there, on any host: for tests of that error. */
  String MISSING_MODELS = "no-such-";

  /** What a model can be asked to do. */
  enum Operation {
    /** {@code /chat/completions}. */
    CHAT,
    /** {@code /responses}. */
    RESPONSES,
    /** {@code /embeddings}. */
    EMBEDDINGS;

    /** What a path asks for that begins so. */
    public static Optional<Operation> of(String path, String base) {
      if (path.equals(base + "/chat/completions")) {
        return Optional.of(CHAT);
      }
      if (path.equals(base + "/responses")) {
        return Optional.of(RESPONSES);
      }
      return path.equals(base + "/embeddings") ? Optional.of(EMBEDDINGS) : Optional.empty();
    }
  }

  /** What comes before {@code /chat/completions}. */
  String base();

  /** What a request asks for; empty for a path that the host does not have. */
  default Optional<Operation> operation(HttpRequest request) {
    return Operation.of(request.path(), base());
  }

  /** What the host refuses of a request that a model of this name would take elsewhere. */
  default Optional<HttpError> refused(HttpRequest request, Operation operation, JsonNode body) {
    return Optional.empty();
  }

  /** Whose credential the request bears. */
  Verdict authenticate(HttpRequest request);

  /** The error for a credential that is missing or wrong. */
  HttpError unauthenticated(Verdict.Rejected verdict);

  /** No such path. */
  HttpError notFound(HttpRequest request);

  /** Not with this method. */
  HttpError wrongMethod(HttpRequest request);

  /** No such model. */
  HttpError unknownModel(String model);

  /** The model cannot do this. */
  HttpError wrongModel(Operation operation, String model);

  /** Too many requests, with the hint in seconds if there is one. */
  HttpError throttled(OptionalInt retryAfterSeconds);

  /** Any error: with this body, or the host's usual one at this status. */
  HttpError error(int status, Optional<JsonNode> body);

  /** The error when the filter steps in; empty when the answer's finish reason tells it. */
  Optional<HttpError> filtered();

  /** Whether answers tell what the content filter thought of prompt and answer. */
  boolean annotates();

  /** Whether a model's requests may name their prompt for its cache. */
  default boolean takesCacheKey(String model) {
    return true;
  }

  /** Headers of all answers, beside the content type. */
  Headers headers();
}
