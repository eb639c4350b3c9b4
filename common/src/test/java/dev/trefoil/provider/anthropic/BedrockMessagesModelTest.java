package dev.trefoil.provider.anthropic;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import java.net.URI;
import java.util.Optional;

/** Claude by Messages on Bedrock's runtime. */
class BedrockMessagesModelTest extends ClaudeOnBedrockContract {
  @Override
  protected MessagesDialect dialect() {
    return MessagesDialect.BEDROCK;
  }

  @Override
  protected ModelEmulator start(int port) {
    return BedrockEmulator.start("bedrock", KEYRING, port);
  }

  @Override
  AnthropicSettings settings(String region, Optional<URI> endpoint) {
    return AnthropicSettings.bedrock(region, endpoint, CONNECT);
  }

  @Override
  String kind() {
    return "bedrock";
  }

  @Override
  String signedFor() {
    return "bedrock";
  }

  @Override
  String host(String region) {
    return "https://bedrock-runtime." + region + ".amazonaws.com";
  }

  @Override
  protected String modelId() {
    return "us.anthropic.claude-sonnet-4-6";
  }

  @Override
  protected String thinkingModelId() {
    return "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  }

  @Override
  protected String countedAt() {
    return "";
  }
}
