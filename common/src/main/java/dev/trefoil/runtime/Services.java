package dev.trefoil.runtime;

import dev.trefoil.config.KeySource;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ServiceConfig.Anthropic;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.BedrockMantle;
import dev.trefoil.config.ServiceConfig.Foundry;
import dev.trefoil.config.ServiceConfig.OpenAi;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
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
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Builds a service's client from what the configuration says of it. */
final class Services {
  /** What these two services are signed for as: AWS's own names of them. */
  private static final String BEDROCK = "bedrock";

  private static final String BEDROCK_MANTLE = "bedrock-mantle";

  private static final Authorization NOTHING = cancellation -> "";

  private Services() {}

  /**
   * @param models what is known of the service's models
   * @param identity who we are to it
   * @param env where keys may be
   */
  static ModelService build(
      ServiceConfig service,
      Function<String, Capabilities> models,
      Identity identity,
      Map<String, String> env) {
    return new WatchedService(
        client(service, models, identity, env), () -> doubt(service, identity));
  }

  private static void doubt(ServiceConfig service, Identity identity) {
    service.cloud().ifPresent(identity::doubt);
    if (service.key().orElse(null) instanceof KeySource.Secret secret) {
      identity.doubtSecret(secret.name());
    }
  }

  private static ModelService client(
      ServiceConfig service,
      Function<String, Capabilities> models,
      Identity identity,
      Map<String, String> env) {
    return switch (service) {
      case Bedrock bedrock -> bedrock(bedrock, models, identity);
      case AzureOpenAi azure ->
          OpenAiService.create(
              OpenAiSettings.azure(
                  required(azure.endpoint()), azure.protocol(), azure.connectTimeout()),
              identity.azure(),
              models);
      case Foundry foundry ->
          AnthropicService.create(
              AnthropicSettings.foundry(required(foundry.endpoint()), foundry.connectTimeout()),
              RequestSigner.header("Authorization", identity.foundry()),
              models);
      case BedrockMantle mantle ->
          MantleProtocols.service(
              mantle.choice(),
              models,
              OpenAiService.create(
                  OpenAiSettings.mantle(
                      mantle.region(),
                      mantle.endpoint(),
                      mantle.protocol(),
                      mantle.connectTimeout()),
                  identity.awsSigner(mantle.region(), BEDROCK_MANTLE),
                  models),
              () ->
                  AnthropicService.create(
                      AnthropicSettings.mantle(
                          mantle.region(), mantle.endpoint(), mantle.connectTimeout()),
                      identity.awsSigner(mantle.region(), BEDROCK_MANTLE),
                      models));
      case Vertex vertex -> vertex(vertex, models, identity);
      case OpenAi openAi ->
          OpenAiService.create(
              new OpenAiSettings(
                  required(openAi.endpoint()),
                  openAi.dialect(),
                  openAi.protocol(),
                  openAi.connectTimeout()),
              openAi.key().map(key -> bearer(key(key, identity, env))).orElse(NOTHING),
              models);
      case Anthropic anthropic ->
          AnthropicService.create(
              new AnthropicSettings(anthropic.endpoint(), anthropic.connectTimeout()),
              anthropic.key().map(key -> key(key, identity, env)).orElse(NOTHING),
              models);
    };
  }

  private static ModelService bedrock(
      Bedrock bedrock, Function<String, Capabilities> models, Identity identity) {
    return BedrockProtocols.service(
        bedrock.choice(),
        models,
        BedrockService.create(
            new BedrockSettings(
                bedrock.region(),
                bedrock.endpoint(),
                bedrock.guardrail(),
                bedrock.connectTimeout()),
            identity.aws(bedrock.region()),
            models),
        () ->
            OpenAiService.create(
                OpenAiSettings.bedrock(
                    bedrock.region(),
                    bedrock.endpoint(),
                    bedrock.protocol(),
                    bedrock.connectTimeout()),
                identity.awsSigner(bedrock.region(), BEDROCK),
                models),
        () ->
            AnthropicService.create(
                AnthropicSettings.bedrock(
                    bedrock.region(), bedrock.endpoint(), bedrock.connectTimeout()),
                identity.awsSigner(bedrock.region(), BEDROCK),
                models));
  }

  private static ModelService vertex(
      Vertex vertex, Function<String, Capabilities> models, Identity identity) {
    VertexSettings settings =
        new VertexSettings(
            vertex.project(), vertex.location(), vertex.endpoint(), vertex.connectTimeout());
    return VertexProtocols.service(
        models,
        VertexService.create(settings, identity.google(), models),
        () ->
            OpenAiService.create(
                new OpenAiSettings(settings.openAi(), Dialect.COMPATIBLE, vertex.connectTimeout()),
                new GoogleRequestSigner(identity.google()),
                models),
        () ->
            AnthropicService.create(
                AnthropicSettings.vertex(
                    vertex.project(),
                    vertex.location(),
                    vertex.endpoint(),
                    vertex.connectTimeout()),
                new GoogleRequestSigner(identity.google()),
                models));
  }

  private static URI required(Optional<URI> endpoint) {
    return endpoint.orElseThrow(
        () ->
            new IllegalStateException(
                "an emulated service has no endpoint yet: ./trefoil up gives it one"));
  }

  private static Authorization bearer(Authorization key) {
    return cancellation -> "Bearer " + key.header(cancellation);
  }

  /** The value that a key's place holds, whenever it is asked for. */
  static Authorization key(KeySource source, Identity identity, Map<String, String> env) {
    return switch (source) {
      case KeySource.Secret secret -> identity.secret(secret.name());
      case KeySource.Variable variable -> cancellation -> variable(variable.name(), env);
    };
  }

  private static String variable(String name, Map<String, String> env) throws ProviderException {
    String key = env.getOrDefault(name, "");
    if (key.isBlank()) {
      throw new ProviderException(Kind.AUTH, "the environment variable " + name + " holds no key");
    }
    return key;
  }
}
