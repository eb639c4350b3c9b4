package dev.trefoil.runtime;

import dev.trefoil.config.KeySource;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ServiceConfig.Anthropic;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.OpenAi;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.NativeIdentity;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.anthropic.AnthropicService;
import dev.trefoil.provider.anthropic.AnthropicSettings;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Builds a service's client from what the configuration says of it. */
final class Services {
  private Services() {}

  /**
   * @param models what is known of the service's models
   * @param env where keys are
   */
  static ModelService build(
      ServiceConfig service, Function<String, Capabilities> models, Map<String, String> env) {
    return switch (service) {
      case Bedrock bedrock ->
          BedrockService.create(
              new BedrockSettings(bedrock.region(), bedrock.endpoint(), bedrock.connectTimeout()),
              NativeIdentity.aws(),
              models);
      case AzureOpenAi azure ->
          OpenAiService.create(
              OpenAiSettings.azure(required(azure.endpoint()), azure.connectTimeout()),
              NativeIdentity.azure(),
              models);
      case Vertex vertex ->
          VertexService.create(
              new VertexSettings(
                  vertex.project(), vertex.location(), vertex.endpoint(), vertex.connectTimeout()),
              NativeIdentity.google(),
              models);
      case OpenAi openAi ->
          OpenAiService.create(
              OpenAiSettings.openAi(required(openAi.endpoint()), openAi.connectTimeout()),
              openAi
                  .key()
                  .<Authorization>map(key -> () -> "Bearer " + key(key, env))
                  .orElse(() -> ""),
              models);
      case Anthropic anthropic ->
          AnthropicService.create(
              new AnthropicSettings(anthropic.endpoint(), anthropic.connectTimeout()),
              anthropic.key().<Authorization>map(key -> () -> key(key, env)).orElse(() -> ""),
              models);
    };
  }

  private static URI required(Optional<URI> endpoint) {
    return endpoint.orElseThrow(
        () ->
            new IllegalStateException(
                "an emulated service has no endpoint yet: ./trefoil up gives it one"));
  }

  private static String key(KeySource source, Map<String, String> env) throws ProviderException {
    String key = env.getOrDefault(source.variable(), "");
    if (key.isBlank()) {
      throw new ProviderException(
          Kind.AUTH, "the environment variable " + source.variable() + " holds no key");
    }
    return key;
  }
}
