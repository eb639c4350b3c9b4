package dev.trefoil.rehearsal;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ServiceConfig.Anthropic;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.OpenAi;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.identity.RehearsalIdentity;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.anthropic.AnthropicService;
import dev.trefoil.provider.anthropic.AnthropicSettings;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Model services that are played in this process: the real clients are led to loopback, with
 * credentials that open nothing, and get a short answer in the service's own form. It is always
 * streamed, as nearly all calls are, whatever their callers want.
 */
public final class Stage implements AutoCloseable {
  private final RehearsalIdentity nobody = new RehearsalIdentity();
  private final HttpStage http;
  private GeminiStage gemini;

  private Stage(HttpStage http) {
    this.http = http;
  }

  /**
   * @throws IOException when there is no loopback to listen on
   */
  public static Stage open() throws IOException {
    return new Stage(HttpStage.open(Lines::of));
  }

  /**
   * The client of a service, to be closed by the caller.
   *
   * @param models what is known of the service's models
   * @throws IOException when there is no loopback to listen on
   */
  public ModelService play(ServiceConfig service, Function<String, Capabilities> models)
      throws IOException {
    return switch (service) {
      case Bedrock bedrock ->
          BedrockService.create(
              new BedrockSettings(
                  bedrock.region(), Optional.of(http.endpoint()), bedrock.connectTimeout()),
              nobody.aws(),
              models);
      case AzureOpenAi azure ->
          OpenAiService.create(
              OpenAiSettings.azure(http.endpoint(), azure.protocol(), azure.connectTimeout()),
              nobody.header(),
              models);
      case OpenAi openAi ->
          OpenAiService.create(
              new OpenAiSettings(
                  http.endpoint(), openAi.dialect(), openAi.protocol(), openAi.connectTimeout()),
              nobody.header(),
              models);
      case Anthropic anthropic ->
          AnthropicService.create(
              new AnthropicSettings(Optional.of(http.endpoint()), anthropic.connectTimeout()),
              nobody.header(),
              models);
      case Vertex vertex ->
          VertexService.createInPlainText(
              new VertexSettings(
                  vertex.project(),
                  vertex.location(),
                  Optional.of(gemini().endpoint()),
                  vertex.connectTimeout()),
              models);
    };
  }

  private GeminiStage gemini() throws IOException {
    if (gemini == null) {
      gemini = GeminiStage.open();
    }
    return gemini;
  }

  @Override
  public void close() throws IOException {
    http.close();
    if (gemini != null) {
      gemini.close();
    }
  }
}
