package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.routing.RoutingException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That a request goes only to targets able to take it, and which field is to blame for none. */
class AbilitiesTest {
  private static final Media MEDIA = new Media.Inline("x/y", "AAAA");
  private static final Part TEXT = new Part.Text("look");
  private static final Tool TOOL = new Tool("t", "", "{}", false);
  private static final ToolChoice AUTO = new ToolChoice.Auto();
  private static final ResponseFormat PLAIN = new ResponseFormat.Text();
  private static final ResponseFormat SCHEMA = new ResponseFormat.JsonSchema("s", "", "{}", true);

  private final Router router =
      Routing.router(
          """
          routes:
            some: {strategy: ordered, targets: [openai/least, openai/able]}
            none: {targets: [openai/least]}
            small: {strategy: ordered, targets: [openai/small, openai/large]}
            smallest: {targets: [openai/small]}
          models:
            openai/least: {images: false, audio: false, files: false, tools: false, schema: false}
            openai/small: {contextWindow: 1000}
            openai/large: {contextWindow: 10000}
          """);

  static Stream<Arguments> needs() {
    Part image = new Part.Image(MEDIA);
    return Stream.of(
        needs("messages[0].content[1].image_url", request(List.of(TEXT, image))),
        needs("messages[0].content[0].input_audio", request(List.of(new Part.Audio(MEDIA)))),
        needs(
            "messages[0].content[1].file",
            request(List.of(TEXT, new Part.File(MEDIA, Optional.empty())))),
        needs("tools", request(List.of(TEXT), List.of(TOOL), AUTO, PLAIN)),
        needs("response_format", request(List.of(TEXT), List.of(), AUTO, SCHEMA)),
        needs(
            "messages",
            chat(
                List.of(
                    Message.of(Role.USER, "hi"),
                    new Message(
                        Role.ASSISTANT,
                        List.of(new Part.ToolCall("1", "t", "{}", Optional.empty()))),
                    new Message(Role.TOOL, List.of(new Part.ToolResult("1", List.of(TEXT))))))));
  }

  @ParameterizedTest
  @MethodSource("needs")
  void aRequestGoesOnlyToTargetsAbleToTakeIt(String field, ChatRequest request) throws Exception {
    assertThat(targets(router.plan(new RoutingRequest("some", Requirements.of(request)))))
        .containsExactly("openai/able");
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(new RoutingRequest("none", Requirements.of(request))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
        .satisfies(e -> assertThat(e.param()).contains(field));
  }

  @Test
  void anImageThatAToolGaveIsOneAsWell() throws Exception {
    Part given = new Part.ToolResult("1", List.of(TEXT, new Part.Image(MEDIA)));

    assertThat(
            Requirements.of(
                    chat(
                        List.of(
                            Message.of(Role.USER, "hi"), new Message(Role.TOOL, List.of(given)))))
                .images())
        .contains("messages[1].content[1].image_url");
  }

  @Test
  void toolsThatMustNotBeCalledNeedNoModelThatCan() throws Exception {
    ChatRequest request = request(List.of(TEXT), List.of(TOOL), new ToolChoice.None(), PLAIN);

    assertThat(targets(router.plan(new RoutingRequest("none", Requirements.of(request)))))
        .hasSize(1);
  }

  @Test
  void anyTargetTakesText() throws Exception {
    assertThat(
            targets(
                router.plan(new RoutingRequest("some", Requirements.of(request(List.of(TEXT)))))))
        .containsExactly("openai/least", "openai/able");
  }

  @Test
  void aPromptThatIsLongerThanAWindowGoesToALargerOne() throws Exception {
    assertThat(targets(router.plan(tokens("small", 900))))
        .containsExactly("openai/small", "openai/large");
    assertThat(targets(router.plan(tokens("small", 1100))))
        .as("the estimate may be wrong: last, but not left out")
        .containsExactly("openai/large", "openai/small");
    assertThat(targets(router.plan(tokens("small", 1400)))).containsExactly("openai/large");
    assertThat(targets(router.plan(tokens("smallest", 1100)))).containsExactly("openai/small");
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(tokens("small", 20_000)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONTEXT_TOO_LONG))
        .satisfies(e -> assertThat(e.param()).contains("messages"))
        .withMessageContaining("the largest context window that may be used 10000");
  }

  /** A prompt of a script that has about a token a character. */
  private static RoutingRequest tokens(String route, int count) {
    return new RoutingRequest(route, Routing.chat("\u8a9e".repeat(count)));
  }

  private static Arguments needs(String field, ChatRequest request) {
    return Arguments.of(field, request);
  }

  private static ChatRequest request(List<Part> parts) {
    return request(parts, List.of(), AUTO, PLAIN);
  }

  private static ChatRequest request(
      List<Part> parts, List<Tool> tools, ToolChoice choice, ResponseFormat format) {
    return new ChatRequest(
        List.of(new Message(Role.USER, parts)),
        tools,
        choice,
        format,
        Settings.DEFAULTS,
        Map.of(),
        false);
  }

  private static ChatRequest chat(List<Message> messages) {
    return new ChatRequest(messages, Settings.DEFAULTS, false);
  }
}
