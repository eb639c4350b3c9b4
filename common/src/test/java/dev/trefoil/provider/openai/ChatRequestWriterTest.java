package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pairs do not show: several forms of the same, and what is left out. */
class ChatRequestWriterTest {
  @Test
  void writesMessagesAsTheyAreAndNoSettingThatWasNotGiven() throws ProviderException {
    assertThat(
            write(
                Message.of(Role.SYSTEM, "be \"brief\"\n"),
                Message.of(Role.USER, "grüß \n"),
                Message.of(Role.ASSISTANT, ""),
                new Message(Role.USER, List.of())))
        .isEqualTo(
            """
            {"model":"gpt","messages":[{"role":"system","content":"be \\"brief\\"\\n"},\
            {"role":"user","content":"grüß \\n"},{"role":"assistant","content":""},\
            {"role":"user","content":""}]}""");
  }

  @Test
  void keepsSeveralPartsApart() throws ProviderException {
    assertThat(write(new Message(Role.USER, List.of(new Part.Text("a"), new Part.Text("b")))))
        .contains(
            "\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]");
  }

  @Test
  void writesCharactersThatUtf8HasNoBytesForAsEscapes() throws ProviderException {
    assertThat(write(Message.of(Role.USER, "🍀 \ud83c!")))
        .contains("\"content\":\"\\uD83C\\uDF40 \\uD83C!\"");
  }

  @Test
  void sendsNeitherThoughtsNorSignatures() throws ProviderException {
    Optional<Signature> signature = Optional.of(new Signature(Signature.GOOGLE, "c2lnbmVk"));

    assertThat(
            write(
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Part.Reasoning("I wonder", signature),
                        new Part.ToolCall("call_1", "f", "{\"a\": 1}", signature)))))
        .contains(
            """
            [{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",\
            "function":{"name":"f","arguments":"{\\"a\\": 1}"}}]}]""");
    assertThat(
            write(new Message(Role.ASSISTANT, List.of(new Part.Reasoning("I wonder", signature)))))
        .contains("{\"role\":\"assistant\",\"content\":\"\"}");
  }

  @Test
  void aRefusalHasItsFieldAtOpenAiAndIsTextElsewhere() throws ProviderException {
    Message refusal =
        new Message(
            Role.ASSISTANT, List.of(new Part.Refusal("I will not"), new Part.Refusal(", ever.")));

    assertThat(write(refusal))
        .contains("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"I will not, ever.\"}");
    assertThat(write(Dialect.COMPATIBLE, refusal))
        .contains("{\"type\":\"text\",\"text\":\"I will not\"}")
        .doesNotContain("refusal");
  }

  @Test
  void aToolsResultOfSeveralTextsKeepsThemApart() throws ProviderException {
    assertThat(
            write(
                new Message(
                    Role.TOOL,
                    List.of(
                        new Part.ToolResult(
                            "call_1", List.of(new Part.Text("a"), new Part.Text("b")))))))
        .contains(
            """
            {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"a"},\
            {"type":"text","text":"b"}]}""");
  }

  static Stream<List<Part>> partsThatCannotBeSent() {
    Media there = new Media.Remote(URI.create("https://example.com/x"));
    return Stream.of(
        List.of(new Part.Image(there)),
        List.of(new Part.Audio(there)),
        List.of(new Part.File(there, Optional.of("x.pdf"))),
        List.of(new Part.Audio(new Media.Inline("audio/ogg", "AAAA"))));
  }

  @ParameterizedTest
  @MethodSource("partsThatCannotBeSent")
  void refusesWhatHasNoWord(List<Part> parts) {
    assertThatThrownBy(() -> write(new Message(Role.USER, parts)))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains("messages");
            });
  }

  @Test
  void aFileWithoutANameGetsOne() throws ProviderException {
    Media pdf = new Media.Inline("application/pdf", "AAAA");

    assertThat(write(new Message(Role.USER, List.of(new Part.File(pdf, Optional.empty())))))
        .contains("\"file\":{\"filename\":\"document.pdf\",");
  }

  @Test
  void writesSettings() throws ProviderException {
    Settings settings =
        Settings.builder()
            .temperature(OptionalDouble.of(1.7))
            .topP(OptionalDouble.of(1))
            .maxTokens(OptionalInt.of(40))
            .stop(List.of("END", "\n"))
            .logitBias(Map.of("7", -100.0, "5", 2.5))
            .build();

    assertThat(write(request(settings, false)))
        .endsWith(
            ",\"temperature\":1.7,\"top_p\":1,\"max_completion_tokens\":40,"
                + "\"stop\":[\"END\",\"\\n\"],\"logit_bias\":{\"5\":2.5,\"7\":-100}}");
  }

  @Test
  void asksForUsageOnEveryStream() throws ProviderException {
    assertThat(write(request(Settings.DEFAULTS, true)))
        .endsWith(",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  private static ChatRequest request(Settings settings, boolean stream) {
    return new ChatRequest(List.of(Message.of(Role.USER, "hi")), settings, stream);
  }

  private static String write(Message... messages) throws ProviderException {
    return write(Dialect.OPENAI, messages);
  }

  private static String write(Dialect dialect, Message... messages) throws ProviderException {
    return write(dialect, new ChatRequest(List.of(messages), Settings.DEFAULTS, false));
  }

  private static String write(ChatRequest request) throws ProviderException {
    return write(Dialect.OPENAI, request);
  }

  private static String write(Dialect dialect, ChatRequest request) throws ProviderException {
    ChatRequest changed =
        RuledService.changed(
            request, new ChatCompletionsRules(Dialect.OPENAI), "gpt", Capabilities.unknown("gpt"));
    return new String(ChatRequestWriter.write(changed, "gpt", dialect), StandardCharsets.UTF_8);
  }
}
