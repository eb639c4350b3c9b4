package dev.trefoil.rehearsal;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ServiceConfig.Anthropic;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.BedrockMantle;
import dev.trefoil.config.ServiceConfig.Foundry;
import dev.trefoil.config.ServiceConfig.OpenAi;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.identity.RehearsalIdentity;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.anthropic.AnthropicService;
import dev.trefoil.provider.anthropic.AnthropicSettings;
import dev.trefoil.provider.bedrock.BedrockProtocols;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.bedrock.MantleProtocols;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.VertexProtocols;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Model services that are played in this process: the real clients are led to loopback, with
 * credentials that open nothing, and get a short answer in the service's own form.
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
          BedrockProtocols.service(
              bedrock.choice(),
              models,
              BedrockService.create(
                  new BedrockSettings(
                      bedrock.region(), Optional.of(http.endpoint()), bedrock.connectTimeout()),
                  nobody.aws(),
                  models),
              () ->
                  OpenAiService.create(
                      OpenAiSettings.bedrock(
                          bedrock.region(),
                          Optional.of(http.endpoint()),
                          bedrock.protocol(),
                          bedrock.connectTimeout()),
                      nobody.awsSigner(bedrock.region(), "bedrock"),
                      models),
              () ->
                  AnthropicService.create(
                      AnthropicSettings.bedrock(
                          bedrock.region(), Optional.of(http.endpoint()), bedrock.connectTimeout()),
                      nobody.awsSigner(bedrock.region(), "bedrock"),
                      models));
      case AzureOpenAi azure ->
          OpenAiService.create(
              OpenAiSettings.azure(http.endpoint(), azure.protocol(), azure.connectTimeout()),
              nobody.header(),
              models);
      case Foundry foundry ->
          AnthropicService.create(
              AnthropicSettings.foundry(http.endpoint(), foundry.connectTimeout()),
              RequestSigner.header("Authorization", nobody.header()),
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
      case BedrockMantle mantle ->
          MantleProtocols.service(
              mantle.choice(),
              models,
              OpenAiService.create(
                  OpenAiSettings.mantle(
                      mantle.region(),
                      Optional.of(http.endpoint()),
                      mantle.protocol(),
                      mantle.connectTimeout()),
                  nobody.awsSigner(mantle.region(), "bedrock-mantle"),
                  models),
              () ->
                  AnthropicService.create(
                      AnthropicSettings.mantle(
                          mantle.region(), Optional.of(http.endpoint()), mantle.connectTimeout()),
                      nobody.awsSigner(mantle.region(), "bedrock-mantle"),
                      models));
      case Vertex vertex ->
          VertexProtocols.service(
              models,
              VertexService.createInPlainText(
                  new VertexSettings(
                      vertex.project(),
                      vertex.location(),
                      Optional.of(gemini().endpoint()),
                      vertex.connectTimeout()),
                  models),
              () ->
                  OpenAiService.create(
                      new OpenAiSettings(
                          http.endpoint(), Dialect.COMPATIBLE, vertex.connectTimeout()),
                      nobody.header(),
                      models),
              () ->
                  AnthropicService.create(
                      AnthropicSettings.vertex(
                          vertex.project(),
                          vertex.location(),
                          Optional.of(http.endpoint()),
                          vertex.connectTimeout()),
                      RequestSigner.header("Authorization", nobody.header()),
                      models));
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
