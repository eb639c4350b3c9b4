package dev.trefoil.runtime;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.identity.NativeIdentity;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.bedrock.BedrockChatModel;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.openai.OpenAiChatModel;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.VertexChatModel;
import dev.trefoil.provider.vertex.VertexSettings;

/** Builds a client from what the configuration says of a service. */
final class Services {
  private Services() {}

  static ChatModel chatModel(ServiceConfig service) {
    return switch (service) {
      case Bedrock bedrock ->
          BedrockChatModel.create(
              new BedrockSettings(bedrock.region(), bedrock.endpoint()), NativeIdentity.aws());
      case AzureOpenAi azure ->
          OpenAiChatModel.create(
              OpenAiSettings.azure(
                  azure
                      .endpoint()
                      .orElseThrow(
                          () ->
                              new IllegalStateException(
                                  "an emulated service has no endpoint yet: ./trefoil up gives it"
                                      + " one"))),
              NativeIdentity.azure());
      case Vertex vertex ->
          VertexChatModel.create(
              new VertexSettings(vertex.project(), vertex.location(), vertex.endpoint()),
              NativeIdentity.google());
    };
  }
}
