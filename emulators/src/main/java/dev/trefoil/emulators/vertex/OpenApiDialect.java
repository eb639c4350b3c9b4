// OpenAI's chat completions as Vertex AI serves them, for models of many makers.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.openai.Dialect;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The endpoint {@code openapi} of a location: "Call MaaS APIs for open models" and "Call Vertex AI
 * models by using the OpenAI library" in Google Cloud's documentation. Its errors are Google's.
 *
 * @param tokens which tokens are good
 */
record OpenApiDialect(BearerVerifier tokens) implements Dialect {
  private static final Pattern PATH =
      Pattern.compile("/v1/projects/[^/]+/locations/[^/]+/endpoints/openapi/chat/completions");

  /** The publisher comes first, Google's own models included. */
  private static final Pattern MODEL =
      Pattern.compile("google/gemini-[^/]+|[a-z0-9-]+/[A-Za-z0-9._-]+-maas");

  /** Whether a path is this endpoint's to answer. */
  static boolean has(String path) {
    return path.contains("/endpoints/openapi/");
  }

  @Override
  public String base() {
    return "";
  }

  @Override
  public Optional<Operation> operation(HttpRequest request) {
    return PATH.matcher(request.path()).matches() ? Optional.of(Operation.CHAT) : Optional.empty();
  }

  @Override
  public Optional<HttpError> refused(HttpRequest request, Operation operation, JsonNode body) {
    String model = body.path("model").asText();
    return MODEL.matcher(model).matches() ? Optional.empty() : Optional.of(unknownModel(model));
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return tokens.verifyHeader(request.headers().first("authorization"));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return RestStatus.of(VertexErrors.denied(verdict));
  }

  @Override
  public HttpError notFound(HttpRequest request) {
    return RestStatus.of(404, VertexErrors.noSuchMethod());
  }

  @Override
  public HttpError wrongMethod(HttpRequest request) {
    return RestStatus.of(404, VertexErrors.noSuchMethod());
  }

  @Override
  public HttpError unknownModel(String model) {
    return RestStatus.of(VertexErrors.noSuchModel("publishers/models/" + model).status());
  }

  @Override
  public HttpError wrongModel(Operation operation, String model) {
    return unknownModel(model);
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return RestStatus.of(VertexErrors.throttled(retryAfterSeconds));
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return RestStatus.of(status, VertexErrors.at(status, body));
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
    return Headers.of("server", "scaffolding on HTTPServer2");
  }
}
