// OpenAI's API on Amazon Bedrock's other endpoint.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.openai.OpenAiErrors;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The service under {@code /openai/v1} for GPT and some others, and under {@code /v1} for the rest:
 * by bare ids, which the runtime calls otherwise.
 */
final class MantleDialect extends AwsDialect {
  private static final String OPENAI = "/openai/v1";
  private static final String BARE = "/v1";

  private static final Pattern UNDER_OPENAI =
      Pattern.compile("(?:google\\.gemma-4|openai\\.gpt-\\d|xai\\.).*");

  private static final Pattern PROFILE =
      Pattern.compile("(?:us|us-gov|eu|jp|au|in|apac|global)\\..*");
  private static final Pattern RUNTIMES_ID = Pattern.compile(".*-v?\\d+:\\d+");

  MantleDialect(BedrockAccess access) {
    super(access);
  }

  @Override
  public String base() {
    return OPENAI;
  }

  @Override
  public Optional<Operation> operation(HttpRequest request) {
    return Operation.of(request.path(), OPENAI).or(() -> Operation.of(request.path(), BARE));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    boolean denied = verdict.code().equals("AccessDeniedException");
    return OpenAiErrors.of(
        denied ? 403 : 401,
        verdict.reason(),
        denied ? "permission_error" : "authentication_error",
        null,
        denied ? "access_denied" : "invalid_authentication");
  }

  @Override
  public HttpError notFound(HttpRequest request) {
    return OpenAiErrors.of(
        404, "Not found: " + request.path(), "invalid_request_error", null, "not_found_error");
  }

  @Override
  Optional<HttpError> wrongId(HttpRequest request, Operation operation, String model) {
    if (model.startsWith("arn:") || PROFILE.matcher(model).matches()) {
      return Optional.of(unknownModel(model));
    }
    if (RUNTIMES_ID.matcher(model).matches()) {
      return Optional.of(invalidId());
    }
    boolean right =
        request.path().startsWith(OPENAI + "/") == UNDER_OPENAI.matcher(model).matches();
    return right && operation != Operation.EMBEDDINGS
        ? Optional.empty()
        : Optional.of(wrongApi(model, request));
  }
}
