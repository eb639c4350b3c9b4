package dev.trefoil.provider.vertex;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.openai.CompatibleContract;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** Other makers' models on Vertex AI, by OpenAI's chat completions, beside Gemini's own. */
class VertexOpenModelTest extends CompatibleContract {
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final LoopbackVertex loopback = new LoopbackVertex();

  @AfterAll
  @Override
  protected void stopService() {
    super.stopService();
    loopback.close();
  }

  @Override
  protected ModelEmulator start(int port) {
    return loopback.start(port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    VertexSettings settings =
        new VertexSettings("project", "global", Optional.of(endpoint), CONNECT);
    // The contract's own stand-ins for the emulator speak plain text.
    URI baseUrl = endpoint.getScheme().equals("https") ? settings.openAi() : endpoint;
    var credentials = LoopbackVertex.credentials(validCredentials);
    return ruled(
        VertexProtocols.service(
            Capabilities::unknown,
            VertexService.create(settings, credentials, Capabilities::unknown),
            () ->
                OpenAiService.create(
                    new OpenAiSettings(baseUrl, Dialect.COMPATIBLE, CONNECT),
                    new GoogleRequestSigner(credentials),
                    Capabilities::unknown),
            () -> {
              throw new AssertionError("Claude is not asked");
            }));
  }

  @Override
  protected String modelId() {
    return "meta/llama-4-maverick-17b-128e-instruct-maas";
  }

  @Override
  protected String thinkingModelId() {
    return "deepseek-ai/deepseek-reasoner-maas";
  }
}
