package dev.trefoil.provider.anthropic;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import java.net.URI;
import java.util.Optional;

/** Claude at bedrock-mantle. */
class MantleClaudeModelTest extends ClaudeOnBedrockContract {
  @Override
  protected MessagesDialect dialect() {
    return MessagesDialect.MANTLE;
  }

  @Override
  protected ModelEmulator start(int port) {
    return MantleEmulator.start("mantle", KEYRING, port);
  }

  @Override
  AnthropicSettings settings(String region, Optional<URI> endpoint) {
    return AnthropicSettings.mantle(region, endpoint, CONNECT);
  }

  @Override
  String kind() {
    return "mantle";
  }

  @Override
  String signedFor() {
    return "bedrock-mantle";
  }

  @Override
  String host(String region) {
    return "https://bedrock-mantle." + region + ".api.aws";
  }

  @Override
  protected String modelId() {
    return "anthropic.claude-haiku-4-5";
  }

  @Override
  protected String thinkingModelId() {
    return "anthropic.claude-haiku-4-5";
  }
}
