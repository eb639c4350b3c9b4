package dev.trefoil.provider.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.provider.ModelService;
import java.net.URI;
import java.time.Duration;

/** Azure OpenAI by Responses. */
class AzureResponsesModelTest extends ResponsesContract {
  @Override
  protected ModelEmulator start(int port) {
    return AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("right", "test"), port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return connect(OpenAiSettings.azure(endpoint, Duration.ofSeconds(3)), validCredentials);
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return true;
  }
}
