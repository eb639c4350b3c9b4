// Claude by InvokeModel and InvokeModelWithResponseStream of Amazon Bedrock's runtime.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.anthropic.MessagesFrames;
import dev.trefoil.emulators.anthropic.MessagesPlatform;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model stands in the path, which also says whether the answer is streamed; the version and the
 * beta features stand in the body ("Anthropic Claude Messages API" in the Bedrock user guide).
 *
 * @param runtime what is the same by Messages at the same endpoint
 */
record ClaudeInvoked(ClaudeMessages runtime) implements MessagesPlatform {

  private static final MessagesFrames FRAMES = new InvokeFrames();

  private static final Pattern PATH =
      Pattern.compile(
          "/model/([^/]*anthropic\\.claude-[^/]*)/(invoke|invoke-with-response-stream)");

  /** The documented one, and the date that anthropic-java 3.14.0 writes there. */
  private static final Set<String> VERSIONS = Set.of("bedrock-2023-05-31", "2026-10-21");

  static boolean serves(String path) {
    return path(path).matches();
  }

  private static Matcher path(String path) {
    return PATH.matcher(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  @Override
  public ReasoningSignature signature() {
    return runtime.signature();
  }

  @Override
  public MessagesFrames frames() {
    return FRAMES;
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return runtime.authenticate(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return runtime.unauthenticated(verdict);
  }

  @Override
  public Call call(HttpRequest request, JsonNode body) throws RefusedException {
    Matcher path = path(request.path());
    if (!request.method().equals("POST") || !path.matches()) {
      throw new RefusedException(
          BedrockErrors.of(405, "UnsupportedOperationException", "Only POST is supported."));
    }
    if (!(body.deepCopy() instanceof ObjectNode own)) {
      throw BedrockErrors.validation("Malformed input request, please reformat your input.");
    }
    String version = own.path("anthropic_version").asText("");
    if (!VERSIONS.contains(version)) {
      throw BedrockErrors.validation(
          version.isEmpty()
              ? "anthropic_version: Field required"
              : "anthropic_version: Invalid API version");
    }
    for (String member : Set.of("model", "stream")) {
      if (own.has(member)) {
        throw BedrockErrors.validation(member + ": Extra inputs are not permitted");
      }
    }
    if (!own.path("anthropic_beta").isMissingNode() && !own.path("anthropic_beta").isArray()) {
      throw BedrockErrors.validation("anthropic_beta: Input should be a valid list");
    }
    own.remove("anthropic_version");
    own.remove("anthropic_beta");
    own.put("stream", path.group(2).endsWith("stream"));
    return new Call(false, own.put("model", path.group(1)));
  }

  @Override
  public void check(JsonNode body) throws RefusedException {
    runtime.check(body);
  }

  /** The model's words in Bedrock's form. */
  @Override
  public HttpError refused(HttpError error) {
    JsonNode words = error.body().at("/error/message");
    return words.isTextual()
        ? BedrockErrors.of(400, "ValidationException", words.textValue())
        : error;
  }

  @Override
  public boolean has(String model) {
    return runtime.has(model);
  }

  @Override
  public HttpError unknownModel(String model) {
    return runtime.unknownModel(model);
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return runtime.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError outage() {
    return runtime.outage();
  }

  @Override
  public HttpError contextTooLong() {
    return BedrockErrors.contextTooLong();
  }
}
