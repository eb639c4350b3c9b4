// Claude as Microsoft Foundry serves it, in deployments that are hosted on Azure.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.anthropic.Lacks;
import dev.trefoil.emulators.anthropic.MessagesPaths;
import dev.trefoil.emulators.anthropic.MessagesPlatform;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.OptionalInt;

/**
 * The service under {@code /anthropic} ("Claude in Microsoft Foundry" in Anthropic's
 * documentation). Every name with a Claude model in it is a deployment.
 *
 * @param tokens which tokens are good
 */
record FoundryPlatform(BearerVerifier tokens) implements MessagesPlatform {

  private static final ReasoningSignature SIGNATURE = new ReasoningSignature("foundry");

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
    return verdict.code().equals(EntraBearers.PERMISSION_DENIED)
        ? AzureErrors.lacksAction(
            verdict.reason(),
            "Microsoft.CognitiveServices/accounts/providers/anthropic/v1/messages")
        : AzureErrors.unauthorized("https://ai.azure.com");
  }

  @Override
  public Call call(HttpRequest request, JsonNode body) throws RefusedException {
    return MessagesPaths.call("/anthropic", request, body);
  }

  @Override
  public void check(JsonNode body) throws RefusedException {
    Lacks.platform(body);
    Lacks.structuredOutputs(body);
    Lacks.serverTools(body, List.of());
    Lacks.laterSystem(body);
  }

  @Override
  public boolean has(String model) {
    return true;
  }

  @Override
  public HttpError unknownModel(String model) {
    return AzureErrors.unknownDeployment();
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return AzureErrors.throttled(retryAfterSeconds);
  }
}
