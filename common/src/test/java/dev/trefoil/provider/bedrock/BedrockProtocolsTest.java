package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelCatalog;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockProtocolsTest {
  private static final ModelCatalog MODELS = TrefoilConfig.load(Map.of()).models();

  @ParameterizedTest
  @CsvSource({
    "us.openai.gpt-6-sol, , RESPONSES",
    "global.openai.gpt-5.6-luna, , RESPONSES",
    "openai.gpt-9-not-known-yet, , RESPONSES",
    "us.openai.gpt-6-sol, CONVERSE, CONVERSE",
    "us.openai.gpt-6-sol, CHAT, CHAT",
    "openai.gpt-oss-120b-1:0, , CONVERSE",
    "us.anthropic.claude-opus-5-5, , CONVERSE",
    "us.anthropic.claude-opus-5-5, RESPONSES, CONVERSE",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/gpt, , CONVERSE",
  })
  void gptHasResponsesUnlessTheConfigurationSaysOtherwise(
      String model, Protocol declared, Protocol protocol) {
    BedrockProtocols protocols = new BedrockProtocols(Optional.ofNullable(declared));

    assertThat(protocols.of(model, MODELS.of("bedrock", model))).isEqualTo(protocol);
  }

  @ParameterizedTest
  @CsvSource({"converse, CONVERSE", "chat, CHAT", "responses, RESPONSES"})
  void whatIsSaidOfAModelComesFirst(String word, Protocol protocol) {
    Capabilities can =
        config("models: {bedrock/us.openai.gpt-6-sol: {like: gpt-6-sol, protocol: " + word + "}}")
            .models()
            .of("bedrock", "us.openai.gpt-6-sol");

    assertThat(new BedrockProtocols(Optional.of(Protocol.CHAT)).of("us.openai.gpt-6-sol", can))
        .isEqualTo(protocol);
  }

  @Test
  void aProtocolThatBedrockDoesNotSpeakIsAMistake() {
    assertThatThrownBy(() -> config("models: {bedrock/m: {protocol: generate_content}}"))
        .hasMessageContaining("protocol");
  }

  private static TrefoilConfig config(String more) {
    return TrefoilConfig.parse(
        """
        auth: none
        services:
          bedrock: {kind: bedrock, region: us-east-1, protocol: chat}
        routes:
          chat: {targets: [bedrock/us.openai.gpt-6-sol]}
        """
            + more,
        Map.of());
  }
}
