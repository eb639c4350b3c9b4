// Claude as Vertex AI serves it.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.rpc.Status;
import dev.trefoil.emulators.anthropic.AnthropicErrors;
import dev.trefoil.emulators.anthropic.Lacks;
import dev.trefoil.emulators.anthropic.MessagesPlatform;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code rawPredict} and {@code streamRawPredict} of Anthropic's models ("Claude on Google Cloud"
 * in Anthropic's documentation): the model stands in the path, the version in the body.
 *
 * @param tokens which tokens are good
 */
record ClaudePlatform(BearerVerifier tokens) implements MessagesPlatform {

  private static final ReasoningSignature SIGNATURE = new ReasoningSignature("vertex");

  private static final String PUBLISHER = "/publishers/anthropic/models/";
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/projects/[^/]+/locations/([^/]+)"
              + PUBLISHER
              + "([^/:]+):(rawPredict|streamRawPredict)");
  private static final String COUNTING = "count-tokens";

  /** The documented one, and the date that anthropic-java 3.14.0 writes there. */
  private static final Set<String> VERSIONS = Set.of("vertex-2023-10-16", "2026-10-21");

  private static final int LONGEST_BODY = 30_000_000;

  /** Models up to 4.5 have their date in their id, later ones have none. */
  private static final Pattern ID =
      Pattern.compile(
          "claude-(3[a-z0-9-]*|[a-z]+-4(-[0-5])?)@\\d{8}"
              + "|claude-[a-z]+-(4-[6-9]|[5-9])(-\\d{1,2})?");

  /** Those that single regions have; the others are in multi-regions and global only. */
  private static final Pattern IN_REGIONS = Pattern.compile("claude-(3.*|[a-z]+-4(-[0-6])?(@.*)?)");

  static boolean serves(String path) {
    return path.contains(PUBLISHER);
  }

  @Override
  public ReasoningSignature signature() {
    return SIGNATURE;
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
  public Call call(HttpRequest request, JsonNode body) throws RefusedException {
    Matcher path = PATH.matcher(URLDecoder.decode(request.path(), StandardCharsets.UTF_8));
    if (!request.method().equals("POST") || !path.matches()) {
      throw refused(VertexErrors.noSuchMethod());
    }
    if (request.body().length > LONGEST_BODY) {
      throw new RefusedException(
          AnthropicErrors.of(413, "request_too_large", "Request exceeds the maximum size"));
    }
    if (!(body.deepCopy() instanceof ObjectNode own)) {
      throw AnthropicErrors.invalid("Input should be a valid dictionary");
    }
    if (!VERSIONS.contains(own.path("anthropic_version").asText(""))) {
      throw AnthropicErrors.invalid(
          own.has("anthropic_version")
              ? "anthropic_version: \"%s\" is not a valid version."
                  .formatted(own.path("anthropic_version").asText())
              : "anthropic_version: Field required");
    }
    own.remove("anthropic_version");
    Lacks.betas(request);
    String model = path.group(2);
    boolean counting = model.equals(COUNTING);
    boolean streams = path.group(3).equals("streamRawPredict");
    if (counting) {
      return new Call(!streams, own);
    }
    if (own.has("model")) {
      throw AnthropicErrors.invalid("model: Extra inputs are not permitted");
    }
    if (streams != own.path("stream").asBoolean(false)) {
      throw AnthropicErrors.invalid("stream: does not fit the method " + path.group(3));
    }
    boolean region = path.group(1).contains("-");
    if (region && !IN_REGIONS.matcher(model).matches()) {
      throw new RefusedException(unknownModel(model));
    }
    return new Call(false, own.put("model", model));
  }

  @Override
  public void check(JsonNode body) throws RefusedException {
    Lacks.platform(body);
    Lacks.serverTools(body, List.of("web_search_", "tool_search_tool_"));
    Lacks.sources(body);
  }

  @Override
  public boolean has(String model) {
    return ID.matcher(model).matches();
  }

  @Override
  public HttpError unknownModel(String model) {
    return RestStatus.of(VertexErrors.noSuchModel(model).status());
  }

  @Override
  public HttpError outage() {
    return RestStatus.of(VertexErrors.outage());
  }

  /** Google's quotas answer, in its form and in a list (cline#651). */
  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    HttpError error = RestStatus.of(VertexErrors.throttled(retryAfterSeconds));
    return new HttpError(
        error.status(), error.headers(), JsonNodeFactory.instance.arrayNode().add(error.body()));
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    HttpError usual = RestStatus.of(status, VertexErrors.at(status, Optional.empty()));
    return new HttpError(status, usual.headers(), body.orElse(usual.body()));
  }

  private static RefusedException refused(Status status) {
    return new RefusedException(RestStatus.of(status));
  }
}
