// Anthropic's own door.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** For whoever has the key. */
final class AnthropicPlatform implements MessagesPlatform {

  private static final ReasoningSignature SIGNATURE = new ReasoningSignature("anthropic");

  private final byte[] apiKey;

  AnthropicPlatform(String apiKey) {
    this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public ReasoningSignature signature() {
    return SIGNATURE;
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    Optional<String> key = request.headers().first("x-api-key");
    if (key.isEmpty()) {
      return new Verdict.Rejected("missing", "x-api-key header is required");
    }
    return MessageDigest.isEqual(key.get().getBytes(StandardCharsets.UTF_8), apiKey)
        ? new Verdict.Accepted(AnthropicEmulator.PRINCIPAL)
        : new Verdict.Rejected("invalid", "invalid x-api-key");
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return AnthropicErrors.of(401, "authentication_error", verdict.reason());
  }

  @Override
  public Call call(HttpRequest request, JsonNode body) throws RefusedException {
    return MessagesPaths.call("", request, body);
  }

  @Override
  public void check(JsonNode body) {}

  @Override
  public HttpError unknownModel(String model) {
    return AnthropicErrors.of(404, "not_found_error", "model: " + model);
  }
}
