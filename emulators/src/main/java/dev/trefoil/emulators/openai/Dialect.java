// What OpenAI's own service and Azure's have not in common.
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
    EMBEDDINGS
  }

  /** What comes before {@code /chat/completions}. */
  String base();

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

  /** Headers of all answers, beside the content type. */
  Headers headers();
}
