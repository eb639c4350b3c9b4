// OpenAI's API on Amazon Bedrock's runtime.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The service under {@code /openai/v1}: GPT from 5.6 on by inference profiles of its geographies,
 * other makers' models by chat completions. "Using the Responses API on the bedrock-runtime
 * endpoint" in the Bedrock user guide has what it lacks.
 */
final class RuntimeDialect extends AwsDialect {
  private static final Pattern PROFILE = Pattern.compile("(?:us|in|global)\\..*");

  /** The earlier ones are at the other endpoint only. */
  private static final Pattern OLD_GPT = Pattern.compile(".*gpt-5\\.[0-5](?!\\d).*");

  /** Tools that the caller runs. */
  private static final Set<String> CALLERS = Set.of("function", "custom", "namespace");

  RuntimeDialect(BedrockAccess access) {
    super(access);
  }

  @Override
  public String base() {
    return "/openai/v1";
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    int status = verdict.code().equals("IncompleteSignatureException") ? 400 : 403;
    return BedrockErrors.of(status, verdict.code(), verdict.reason());
  }

  /** The front end takes a path that is none of its operations' for a call, and says 200. */
  @Override
  public HttpError notFound(HttpRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("Output").put("__type", "com.amazon.coral.service#UnknownOperationException");
    return new HttpError(200, new Headers(), body.put("Version", "1.0"));
  }

  @Override
  Optional<HttpError> wrongId(HttpRequest request, Operation operation, String model) {
    boolean gpt = GPT.matcher(model).matches();
    if (model.startsWith("arn:") || OLD_GPT.matcher(model).matches()) {
      return Optional.of(invalidId());
    }
    if (gpt && !PROFILE.matcher(model).matches()) {
      return Optional.of(
          invalid(
              ("Invocation of model ID %s with on-demand throughput isn’t supported. Retry your"
                      + " request with the ID or ARN of an inference profile that contains this"
                      + " model.")
                  .formatted(model)));
    }
    return operation == Operation.EMBEDDINGS || operation == Operation.RESPONSES && !gpt
        ? Optional.of(wrongApi(model, request))
        : Optional.empty();
  }

  @Override
  Optional<HttpError> wrongSetting(JsonNode body, boolean gpt) {
    if (body.path("background").asBoolean(false)) {
      return Optional.of(invalid("The background parameter is not supported."));
    }
    for (JsonNode tool : body.path("tools")) {
      String type = tool.path("type").asText();
      if (!CALLERS.contains(type)) {
        return Optional.of(invalid("Tools of type '%s' are not supported.".formatted(type)));
      }
    }
    return super.wrongSetting(body, gpt);
  }
}
