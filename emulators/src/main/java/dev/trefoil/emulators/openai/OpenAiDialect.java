// OpenAI's own service, and servers that imitate it.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The service under {@code /v1}.
 *
 * @param keys which keys are good; absent to ask for none
 */
record OpenAiDialect(Optional<BearerVerifier> keys, AtomicLong answers) implements Dialect {

  OpenAiDialect(Optional<BearerVerifier> keys) {
    this(keys, new AtomicLong());
  }

  @Override
  public String base() {
    return "/v1";
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return keys.map(verifier -> verifier.verifyHeader(request.headers().first("authorization")))
        .orElseGet(() -> new Verdict.Accepted(""));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return verdict.code().equals("missing_token")
        ? OpenAiErrors.missingKey()
        : OpenAiErrors.wrongKey();
  }

  @Override
  public HttpError notFound(HttpRequest request) {
    return OpenAiErrors.of(
        404,
        "Invalid URL (%s %s)".formatted(request.method(), request.path()),
        "invalid_request_error",
        null,
        null);
  }

  @Override
  public HttpError wrongMethod(HttpRequest request) {
    return OpenAiErrors.of(
        405,
        "Not allowed to %s on %s. (HINT: Perhaps you meant to use a different HTTP method?)"
            .formatted(request.method(), request.path()),
        "invalid_request_error",
        null,
        "method_not_supported");
  }

  @Override
  public HttpError unknownModel(String model) {
    return OpenAiErrors.unknownModel(model);
  }

  @Override
  public HttpError wrongModel(Operation operation, String model) {
    return switch (operation) {
      case CHAT ->
          OpenAiErrors.of(
              404,
              "This is not a chat model and thus not supported in the v1/chat/completions endpoint."
                  + " Did you mean to use v1/completions?",
              "invalid_request_error",
              "model",
              null);
      case RESPONSES ->
          OpenAiErrors.of(
              400,
              "The requested model '%s' cannot be used with the Responses API.".formatted(model),
              "invalid_request_error",
              "model",
              "unsupported_model");
      case EMBEDDINGS ->
          OpenAiErrors.of(
              403,
              "You are not allowed to generate embeddings from this model",
              "invalid_request_error",
              null,
              null);
    };
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return OpenAiErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return OpenAiErrors.at(status, body);
  }

  @Override
  public Optional<HttpError> filtered() {
    return Optional.empty();
  }

  @Override
  public boolean annotates() {
    return false;
  }

  @Override
  public Headers headers() {
    return Headers.of("x-request-id", "req_trefoil_" + answers.incrementAndGet())
        .add("openai-processing-ms", "1")
        .add("x-ratelimit-limit-requests", "10000")
        .add("x-ratelimit-remaining-requests", "9999")
        .add("x-ratelimit-reset-requests", "6ms");
  }
}
