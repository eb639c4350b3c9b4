// Azure's way of serving OpenAI's API, v1.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.openai.Dialect;
import dev.trefoil.emulators.service.HttpError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The service under {@code /openai/v1}.
 *
 * @param tokens which tokens are good
 */
record AzureDialect(BearerVerifier tokens) implements Dialect {

  /** Models of other makers, which know no prompt_cache_key (hindsight issue 3518). */
  private static final Pattern OTHERS =
      Pattern.compile(
          "(deepseek|grok|kimi|llama|meta|mistral|phi|qwen)\\b.*", Pattern.CASE_INSENSITIVE);

  @Override
  public String base() {
    return "/openai/v1";
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return tokens.verifyHeader(request.headers().first("authorization"));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return verdict.code().equals(EntraBearers.PERMISSION_DENIED)
        ? AzureErrors.permissionDenied(verdict.reason())
        : AzureErrors.unauthorized();
  }

  @Override
  public HttpError notFound(HttpRequest request) {
    return AzureErrors.notFound();
  }

  @Override
  public HttpError wrongMethod(HttpRequest request) {
    return AzureErrors.wrongMethod();
  }

  @Override
  public HttpError unknownModel(String model) {
    return AzureErrors.unknownDeployment();
  }

  @Override
  public HttpError wrongModel(Operation operation, String model) {
    return AzureErrors.wrongModel(
        switch (operation) {
          case CHAT -> "chatCompletion";
          case RESPONSES -> "responses";
          case EMBEDDINGS -> "embeddings";
        },
        model);
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return AzureErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return AzureErrors.at(status, body);
  }

  @Override
  public Optional<HttpError> filtered() {
    return Optional.of(AzureErrors.filtered());
  }

  @Override
  public boolean annotates() {
    return true;
  }

  @Override
  public boolean takesCacheKey(String model) {
    return !OTHERS.matcher(model).matches();
  }

  @Override
  public Headers headers() {
    return Headers.of("x-ms-region", "Loopback");
  }
}
