package dev.trefoil.provider.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.EmbeddingModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

class AzureEmbeddingModelTest extends EmbeddingModelContract {
  @Override
  protected ModelEmulator start() {
    return AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("right", "test"));
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return new RuledService(
        OpenAiService.create(
            OpenAiSettings.azure(endpoint, Duration.ofSeconds(3)),
            cancellation -> validCredentials ? "Bearer right" : "Bearer wrong",
            Capabilities::unknown),
        new ChatCompletionsRules(Dialect.OPENAI),
        Capabilities::unknown);
  }

  @Override
  protected String modelId() {
    return "text-embedding-3-small";
  }

  @Override
  protected int usualDimensions() {
    return 1536;
  }

  @Override
  protected OptionalInt otherDimensions() {
    return OptionalInt.of(512);
  }

  @Override
  protected int batch() {
    return 2048;
  }

  @Override
  protected boolean takesTokens() {
    return true;
  }

  @Override
  protected boolean takesUser() {
    return true;
  }
}
