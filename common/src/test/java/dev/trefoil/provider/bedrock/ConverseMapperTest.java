package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

class ConverseMapperTest {
  private static final List<Message> MESSAGES =
      List.of(
          Message.of(Role.SYSTEM, "be brief"),
          Message.of(Role.USER, "a"),
          Message.of(Role.USER, "b"),
          Message.of(Role.ASSISTANT, " "),
          Message.of(Role.SYSTEM, "be kind"));

  @Test
  void mapsSystemTextsAndTurns() throws ProviderException {
    ConverseRequest mapped =
        ConverseMapper.converse(new ChatRequest(MESSAGES, Settings.DEFAULTS, false), "model");

    assertThat(mapped)
        .isEqualTo(
            ConverseRequest.builder()
                .modelId("model")
                .system(
                    SystemContentBlock.fromText("be brief"), SystemContentBlock.fromText("be kind"))
                .messages(
                    software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText("a"), ContentBlock.fromText("b"))
                        .build())
                .build());
  }

  @Test
  void bothOperationsSayTheSame() throws ProviderException {
    ChatRequest request = new ChatRequest(MESSAGES, settings(0.5), true);

    ConverseRequest whole = ConverseMapper.converse(request, "model");
    ConverseStreamRequest stream = ConverseMapper.converseStream(request, "model");

    assertThat(stream.modelId()).isEqualTo(whole.modelId());
    assertThat(stream.system()).isEqualTo(whole.system());
    assertThat(stream.messages()).isEqualTo(whole.messages());
    assertThat(stream.inferenceConfig()).isEqualTo(whole.inferenceConfig());
  }

  @Test
  void leavesOutWhatWasNotGiven() throws ProviderException {
    ConverseRequest mapped =
        ConverseMapper.converse(
            new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false), "m");

    assertThat(mapped.hasSystem()).isFalse();
    assertThat(mapped.inferenceConfig()).isNull();
  }

  @Test
  void mapsSettings() throws ProviderException {
    ConverseRequest mapped =
        ConverseMapper.converse(new ChatRequest(MESSAGES, settings(1.0), false), "model");

    assertThat(mapped.inferenceConfig())
        .isEqualTo(
            InferenceConfiguration.builder()
                .temperature(1f)
                .topP(0.9f)
                .maxTokens(12)
                .stopSequences("END")
                .build());
  }

  @Test
  void refusesATemperatureAboveOneByName() {
    assertThatThrownBy(
            () -> ConverseMapper.converse(new ChatRequest(MESSAGES, settings(1.01), false), "m"))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(failure.param()).contains("temperature");
            });
  }

  private static Settings settings(double temperature) {
    return new Settings(
        OptionalDouble.of(temperature), OptionalDouble.of(0.9), OptionalInt.of(12), List.of("END"));
  }
}
