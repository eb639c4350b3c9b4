// What AWS's two hosts of OpenAI's API have in common.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.openai.Dialect;
import dev.trefoil.emulators.openai.OpenAiErrors;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The host's own errors are OpenAI's in form. Their texts, and what is refused, are what
 * aws-samples/sample-per-model-bedrock met with in August 2026, unless another source is named.
 */
abstract class AwsDialect implements Dialect {
  private static final String INVALID = "invalid_request_error";

  /** GPT; gpt-oss is not one of them. */
  static final Pattern GPT = Pattern.compile("(?:[a-z-]+\\.)?openai\\.gpt-\\d.*");

  /** The id of a model of any maker: {@code maker.model}. */
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*\\.[A-Za-z0-9.:_-]+");

  private final BedrockAccess access;
  private final AtomicLong answers = new AtomicLong();

  AwsDialect(BedrockAccess access) {
    this.access = access;
  }

  @Override
  public final Verdict authenticate(HttpRequest request) {
    return access.verify(request);
  }

  @Override
  public final HttpError wrongMethod(HttpRequest request) {
    return OpenAiErrors.of(405, "Only POST is supported.", INVALID, null, null);
  }

  @Override
  public final HttpError unknownModel(String model) {
    return OpenAiErrors.of(
        404, "The model '%s' does not exist".formatted(model), INVALID, null, "not_found_error");
  }

  @Override
  public final HttpError wrongModel(Operation operation, String model) {
    return unknownModel(model);
  }

  @Override
  public final HttpError throttled(OptionalInt retryAfterSeconds) {
    HttpError error =
        OpenAiErrors.of(
            429,
            "Too many requests, please wait before trying again.",
            "rate_limit_error",
            null,
            "rate_limit_exceeded");
    retryAfterSeconds.ifPresent(
        seconds -> error.headers().add("retry-after", Integer.toString(seconds)));
    return error;
  }

  @Override
  public final HttpError error(int status, Optional<JsonNode> body) {
    return OpenAiErrors.at(status, body);
  }

  @Override
  public final Optional<HttpError> filtered() {
    return Optional.empty();
  }

  @Override
  public final boolean annotates() {
    return false;
  }

  @Override
  public final Headers headers() {
    return Headers.of(
        "x-amzn-requestid", "00000000-0000-4000-9000-%012d".formatted(answers.incrementAndGet()));
  }

  @Override
  public final Optional<HttpError> refused(
      HttpRequest request, Operation operation, JsonNode body) {
    String model = body.path("model").asText();
    if (!ID.matcher(model).matches() && !model.startsWith("arn:")) {
      return Optional.of(unknownModel(model));
    }
    Optional<HttpError> wrong = wrongId(request, operation, model);
    return wrong.isPresent() ? wrong : wrongSetting(body, GPT.matcher(model).matches());
  }

  /** Of ids that the host does not know, or not at this path. */
  abstract Optional<HttpError> wrongId(HttpRequest request, Operation operation, String model);

  /** Of settings; those of the tiers are all AWS's. */
  Optional<HttpError> wrongSetting(JsonNode body, boolean gpt) {
    String tier = body.path("service_tier").asText("default");
    return gpt && !tier.equals("default")
        ? Optional.of(invalid("service_tier '%s' is not supported for this model.".formatted(tier)))
        : Optional.empty();
  }

  static HttpError invalid(String message) {
    return OpenAiErrors.of(400, message, INVALID, null, "validation_error");
  }

  static HttpError invalidId() {
    return invalid("The provided model identifier is invalid.");
  }

  static HttpError wrongApi(String model, HttpRequest request) {
    return invalid("The model '%s' does not support the '%s' API".formatted(model, request.path()));
  }
}
