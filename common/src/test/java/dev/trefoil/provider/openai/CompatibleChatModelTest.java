package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak OpenAI's protocol. */
class CompatibleChatModelTest extends CompatibleContract {
  @Override
  protected ModelEmulator start(int port) {
    return OpenAiEmulator.start("openai", "right", port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    // The contract's own stand-ins for the emulator have no path.
    URI baseUrl = endpoint.getPath().isEmpty() ? URI.create(endpoint + "/v1") : endpoint;
    return ruled(
        OpenAiService.create(
            new OpenAiSettings(baseUrl, Dialect.COMPATIBLE, Duration.ofSeconds(3)),
            cancellation -> validCredentials ? "Bearer right" : "Bearer wrong",
            Capabilities::unknown));
  }

  @Override
  protected String modelId() {
    return "llama-3.3-70b";
  }

  @Test
  void aServerThatAsksForNoKeyGetsNone() throws ProviderException {
    try (ModelEmulator open = OpenAiEmulator.start("ollama");
        ModelService connected =
            new RuledService(
                OpenAiService.create(
                    new OpenAiSettings(open.endpoint(), Dialect.COMPATIBLE, Duration.ofSeconds(3)),
                    cancellation -> "",
                    Capabilities::unknown),
                new ChatCompletionsRules(Dialect.COMPATIBLE),
                Capabilities::unknown)) {
      assertThat(text(chat(connected.chat(), user("hi"), false))).isEqualTo("hi");
      assertThat(open.controls().journal().getFirst().headers().keySet())
          .noneMatch(name -> name.equalsIgnoreCase("authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  void thoughtsComeUnderEitherName(String member) throws ProviderException {
    reply(
        "{\"choices\":[{\"index\":0,\"delta\":{\""
            + member
            + "\":\"Hm\"},\"finish_reason\":\"\"}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"null\"}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "[DONE]");

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new ReasoningDelta(0, "Hm"),
            new TextDelta("Hi"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(Usage.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eos", "eos_token", "stop_sequence", ""})
  void anEndInAnotherWordOrInNoneIsAStop(String word) throws ProviderException {
    reply(
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"\"}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + word + "\"}]}",
        "[DONE]");

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new TextDelta("Hi"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(Usage.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ping", "null", "{\"choices\":[]}"})
  void aSignOfLifeIsPassedOver(String heartbeat) throws ProviderException {
    reply(
        heartbeat,
        "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}",
        "[DONE]");

    assertThat(text(chat(user("hi"), true))).isEqualTo("Hi");
  }

  @Test
  void aCallThatIsGivenNoArgumentsHasAnEmptyObject() throws ProviderException {
    reply(
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"\"}}]},\"finish_reason\":\"tool_calls\"}]}",
        "[DONE]");

    assertThat(calls(chat(user("hi"), true)))
        .extracting(Part.ToolCall::arguments)
        .containsExactly("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 OK", "201 Created"})
  void aWholeAnswerToAStreamedRequestIsTaken(String status) throws Exception {
    String whole =
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"\"}],\"usage\":null}";

    assertThat(text(chatWith(raw(status, "application/json", whole)))).isEqualTo("Hi");
  }

  @Test
  void aStreamThatSaysItIsJsonIsTaken() throws Exception {
    String stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n";

    assertThat(text(chatWith(raw("200 OK", "application/json", stream)))).isEqualTo("Hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: error\ndata: {\"message\":\"no room\",\"type\":\"rate_limit_error\"}\n\n",
        "data: {\"object\":\"error\",\"message\":\"no room\",\"type\":\"rate_limit_error\"}\n\n",
        "[{\"error\":{\"code\":429,\"message\":\"no room\"}}]",
      })
  void anErrorInAnyFormIsTheServicesOwn(String body) throws IOException {
    RawService service = raw("200 OK", "text/event-stream", body);

    assertThatThrownBy(() -> chatWith(service))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ProviderException.Kind.THROTTLED))
        .hasMessage("no room");
  }

  @Test
  void aWholeAnswerLongerThanAnyIsTooLarge() throws IOException {
    RawService service =
        new RawService(
            "HTTP/1.1 200 OK\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"".getBytes(UTF_8),
            "x".repeat(1 << 16).getBytes(UTF_8));

    assertThatThrownBy(
            () -> {
              try (service;
                  ModelService connected = connect(service.endpoint(), true)) {
                chat(connected.chat(), user("hi"), false);
              }
            })
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure ->
                assertThat(failure.kind()).isEqualTo(ProviderException.Kind.RESPONSE_TOO_LARGE))
        .hasMessage("the answer is longer than 16777216 bytes");
  }

  private static RawService raw(String status, String type, String body) throws IOException {
    return new RawService(
        ("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.length(), body))
            .getBytes(UTF_8));
  }

  private List<ChatEvent> chatWith(RawService service) throws Exception {
    try (service;
        ModelService connected = connect(service.endpoint(), true)) {
      return chat(connected.chat(), user("hi"), true);
    }
  }

  @Test
  void aModelThatCallsNoToolsInAStreamAnswersInOnePiece() throws ProviderException {
    Tool clock = new Tool("get_time", "", "{\"type\":\"object\",\"properties\":{}}", false);
    try (ModelService limited = limited()) {
      List<ChatEvent> events =
          chat(
              limited.chat(),
              with(List.of(clock), new ToolChoice.Auto(), true, user("use get_time")),
              modelId());

      assertThat(calls(events)).extracting(Part.ToolCall::name).containsExactly("get_time");
      assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
    }
    assertThat(controls().journal().getFirst().body().has("stream")).isFalse();
  }

  @Test
  void aModelThatTakesNoInstructionsHearsThemFromTheUser() throws ProviderException {
    try (ModelService limited = limited()) {
      chat(
          limited.chat(),
          new ChatRequest(
              List.of(
                  Message.of(Role.SYSTEM, "be brief"),
                  Message.of(Role.ASSISTANT, "hello"),
                  user("hi"),
                  Message.of(Role.SYSTEM, "be kind"),
                  user("well?")),
              Settings.DEFAULTS,
              false),
          modelId());
    }
    assertThat(controls().journal().getFirst().body().path("messages").toString())
        .isEqualTo(
            """
            [{"role":"assistant","content":"hello"},{"role":"user","content":[\
            {"type":"text","text":"be brief"},{"type":"text","text":"be kind"},\
            {"type":"text","text":"hi"}]},{"role":"user","content":"well?"}]""");
  }

  /** Of a model that takes no instructions and calls no tools in a stream. */
  private ModelService limited() {
    Capabilities limits =
        new Capabilities(
            "m",
            true,
            true,
            false,
            true,
            false,
            true,
            true,
            true,
            true,
            Reasoning.EFFORT,
            false,
            false,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    return new RuledService(
        OpenAiService.create(
            new OpenAiSettings(endpoint(), Dialect.COMPATIBLE, Duration.ofSeconds(3)),
            cancellation -> "Bearer right",
            model -> limits),
        new ChatCompletionsRules(Dialect.COMPATIBLE),
        model -> limits);
  }
}
