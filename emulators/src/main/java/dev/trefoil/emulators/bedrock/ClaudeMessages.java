// Claude's Messages as Amazon Bedrock's two endpoints serve them.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.anthropic.AnthropicErrors;
import dev.trefoil.emulators.anthropic.Lacks;
import dev.trefoil.emulators.anthropic.MessagesPaths;
import dev.trefoil.emulators.anthropic.MessagesPlatform;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The service under {@code /anthropic}. What it lacks: "Claude in Amazon Bedrock" in Anthropic's
 * documentation, and what was seen of it on 2026-09-17.
 *
 * @param access who may call
 * @param counts whether prompts are counted
 * @param ids the ids of its models
 */
record ClaudeMessages(BedrockAccess access, boolean counts, Pattern ids)
    implements MessagesPlatform {

  private static final ReasoningSignature SIGNATURE = new ReasoningSignature("bedrock");
  private static final String PREFIX = "/anthropic";

  /** On the runtime, by an inference profile or bare. */
  static ClaudeMessages onRuntime(BedrockAccess access) {
    return new ClaudeMessages(
        access,
        false,
        Pattern.compile("((us|eu|jp|au|in|apac|us-gov|global)[.])?anthropic[.]claude-.*"));
  }

  /** On mantle, whose ids have neither a profile's prefix nor a date. */
  static ClaudeMessages onMantle(BedrockAccess access) {
    return new ClaudeMessages(
        access, true, Pattern.compile("anthropic[.]claude-[a-z]+-\\d{1,2}(-\\d{1,2})?"));
  }

  static boolean serves(String path) {
    return path.startsWith(PREFIX + "/");
  }

  @Override
  public ReasoningSignature signature() {
    return SIGNATURE;
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return access.verify(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    int status = verdict.code().equals("IncompleteSignatureException") ? 400 : 403;
    return BedrockErrors.of(status, verdict.code(), verdict.reason());
  }

  @Override
  public Call call(HttpRequest request, JsonNode body) throws RefusedException {
    Call call = MessagesPaths.call(PREFIX, request, body);
    if (call.counting() && !counts) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer
          .putObject("Output")
          .put("__type", "com.amazon.coral.service#UnknownOperationException");
      throw new RefusedException(new HttpError(200, new Headers(), answer));
    }
    Lacks.betas(request);
    return call;
  }

  @Override
  public void check(JsonNode body) throws RefusedException {
    Lacks.platform(body);
    Lacks.structuredOutputs(body);
    Lacks.serverTools(body, List.of());
    Lacks.sources(body);
    if (body.path("metadata").path("user_id").asText("").strip().startsWith("{")) {
      throw AnthropicErrors.invalid("metadata.user_id: should not be JSON");
    }
  }

  @Override
  public boolean has(String model) {
    return ids.matcher(model).matches();
  }

  @Override
  public HttpError unknownModel(String model) {
    return BedrockErrors.of(
        400, "ValidationException", "The provided model identifier is invalid.");
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return BedrockErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError outage() {
    return BedrockErrors.outage();
  }
}
