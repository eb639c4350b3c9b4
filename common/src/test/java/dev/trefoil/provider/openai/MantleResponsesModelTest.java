package dev.trefoil.provider.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import java.net.URI;
import java.util.Optional;

/** GPT at bedrock-mantle, by Responses. */
class MantleResponsesModelTest extends AwsResponsesContract {
  @Override
  protected ModelEmulator start(int port) {
    return MantleEmulator.start("mantle", KEYRING, port);
  }

  @Override
  OpenAiSettings settings(Optional<URI> endpoint) {
    return OpenAiSettings.mantle("us-east-1", endpoint, Optional.empty(), CONNECT);
  }

  @Override
  String signedFor() {
    return "bedrock-mantle";
  }

  @Override
  protected String modelId() {
    return "openai.gpt-5.6-luna";
  }

  @Override
  protected String thinkingModelId() {
    return "openai.gpt-6-sol";
  }
}
