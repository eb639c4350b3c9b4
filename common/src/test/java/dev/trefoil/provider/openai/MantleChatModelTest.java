package dev.trefoil.provider.openai;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.identity.TestSigners;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Other makers' models at bedrock-mantle, by chat completions. */
class MantleChatModelTest extends CompatibleContract {
  @Override
  protected ModelEmulator start(int port) {
    return MantleEmulator.start("mantle", AwsKeyring.of("AKIDEXAMPLE", "right"), port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return ruled(
        OpenAiService.create(
            OpenAiSettings.mantle(
                "us-east-1", Optional.of(endpoint), Optional.empty(), Duration.ofSeconds(3)),
            TestSigners.aws("AKIDEXAMPLE", validCredentials ? "right" : "wrong", "bedrock-mantle"),
            Capabilities::unknown));
  }

  @Override
  protected String modelId() {
    return "qwen.qwen3-vl-235b-a22b";
  }

  @Override
  protected String thinkingModelId() {
    return "deepseek.reasoner";
  }
}
