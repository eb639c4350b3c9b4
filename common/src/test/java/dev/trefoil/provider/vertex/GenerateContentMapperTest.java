package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GenerateContentMapperTest {
  @Test
  void mapsSystemTextsAndTurns() {
    ChatRequest request =
        new ChatRequest(
            List.of(
                Message.of(Role.SYSTEM, "be brief"),
                Message.of(Role.USER, "a"),
                Message.of(Role.ASSISTANT, "b"),
                Message.of(Role.USER, "c"),
                Message.of(Role.USER, "d")),
            Settings.DEFAULTS,
            false);

    assertThat(GenerateContentMapper.map(request, "projects/p"))
        .isEqualTo(
            GenerateContentRequest.newBuilder()
                .setModel("projects/p")
                .setSystemInstruction(Content.newBuilder().addParts(text("be brief")))
                .addContents(Content.newBuilder().setRole("user").addParts(text("a")))
                .addContents(Content.newBuilder().setRole("model").addParts(text("b")))
                .addContents(
                    Content.newBuilder().setRole("user").addParts(text("c")).addParts(text("d")))
                .build());
  }

  @Test
  void mapsSettings() {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "a")),
            new Settings(
                OptionalDouble.of(2),
                OptionalDouble.of(0.5),
                OptionalInt.of(7),
                List.of("END", "STOP")),
            true);

    assertThat(GenerateContentMapper.map(request, "m").getGenerationConfig())
        .isEqualTo(
            GenerationConfig.newBuilder()
                .setTemperature(2)
                .setTopP(0.5f)
                .setMaxOutputTokens(7)
                .addStopSequences("END")
                .addStopSequences("STOP")
                .build());
  }

  @Test
  void aSettingThatIsZeroIsSentAndOneThatIsAbsentIsNot() {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "a")),
            new Settings(
                OptionalDouble.of(0), OptionalDouble.empty(), OptionalInt.empty(), List.of()),
            false);

    GenerationConfig config = GenerateContentMapper.map(request, "m").getGenerationConfig();

    assertThat(config.hasTemperature()).isTrue();
    assertThat(config.hasTopP()).isFalse();
    assertThat(config.hasMaxOutputTokens()).isFalse();
  }

  private static Part text(String text) {
    return Part.newBuilder().setText(text).build();
  }
}
