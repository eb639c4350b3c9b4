package dev.trefoil.provider.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import java.net.URI;
import java.util.Optional;

/** GPT on Amazon Bedrock's runtime, by Responses. */
class BedrockResponsesModelTest extends AwsResponsesContract {
  @Override
  protected ModelEmulator start(int port) {
    return BedrockEmulator.start("bedrock", KEYRING, port);
  }

  @Override
  OpenAiSettings settings(Optional<URI> endpoint) {
    return OpenAiSettings.bedrock("us-east-1", endpoint, Optional.empty(), CONNECT);
  }

  @Override
  String signedFor() {
    return "bedrock";
  }

  @Override
  protected String modelId() {
    return "us.openai.gpt-5.6-luna";
  }

  @Override
  protected String thinkingModelId() {
    return "global.openai.gpt-6-sol";
  }
}
