package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChatRequestWriterTest {
  @Test
  void writesMessagesAsTheyAreAndNoSettingThatWasNotGiven() {
    ChatRequest request =
        new ChatRequest(
            List.of(
                Message.of(Role.SYSTEM, "be \"brief\"\n"),
                Message.of(Role.USER, "grüß \n"),
                Message.of(Role.ASSISTANT, ""),
                new Message(Role.USER, List.of())),
            Settings.DEFAULTS,
            false);

    assertThat(write(request))
        .isEqualTo(
            """
            {"model":"gpt","messages":[{"role":"system","content":"be \\"brief\\"\\n"},\
            {"role":"user","content":"grüß \\n"},{"role":"assistant","content":""},\
            {"role":"user","content":""}]}""");
  }

  @Test
  void keepsSeveralPartsApart() {
    ChatRequest request =
        new ChatRequest(
            List.of(new Message(Role.USER, List.of(new Part.Text("a"), new Part.Text("b")))),
            Settings.DEFAULTS,
            false);

    assertThat(write(request))
        .contains(
            "\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]");
  }

  @Test
  void writesCharactersThatUtf8HasNoBytesForAsEscapes() {
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, "🍀 \ud83c!")), Settings.DEFAULTS, false);

    assertThat(write(request)).contains("\"content\":\"\\uD83C\\uDF40 \\uD83C!\"");
  }

  @Test
  void writesSettings() {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            new Settings(
                OptionalDouble.of(1.7),
                OptionalDouble.of(0.1),
                OptionalInt.of(40),
                List.of("END", "\n")),
            false);

    assertThat(write(request))
        .endsWith(
            ",\"temperature\":1.7,\"top_p\":0.1,\"max_completion_tokens\":40,"
                + "\"stop\":[\"END\",\"\\n\"]}");
  }

  @Test
  void asksForUsageOnEveryStream() {
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, true);

    assertThat(write(request))
        .endsWith(",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  private static String write(ChatRequest request) {
    return new String(
        ChatRequestWriter.write(new JsonFactory(), request, "gpt"), StandardCharsets.UTF_8);
  }
}
