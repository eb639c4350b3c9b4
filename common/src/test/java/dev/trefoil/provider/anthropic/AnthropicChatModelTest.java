package dev.trefoil.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.anthropic.AnthropicEmulator;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicChatModelTest extends MessagesContract {
  @Override
  protected MessagesDialect dialect() {
    return MessagesDialect.ANTHROPIC;
  }

  @Override
  protected ModelEmulator start(int port) {
    return AnthropicEmulator.start("anthropic", "right", port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return connect(endpoint, validCredentials ? "right" : "wrong");
  }

  @Override
  protected String countedAt() {
    return "/v1/messages/count_tokens";
  }

  private static ModelService connect(URI endpoint, String key) {
    return new RuledService(
        AnthropicService.create(
            new AnthropicSettings(Optional.of(endpoint), Duration.ofSeconds(3)),
            cancellation -> key,
            model -> known("anthropic", model)),
        new MessagesRules(),
        model -> known("anthropic", model));
  }

  @Test
  void aStreamWithoutMessageStopIsTruncatedThoughItHasAStopReason() {
    reply(start(), text("Hello"), stop("end_turn"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void whatFollowsTheEndMarkIsNotRead() throws ProviderException {
    reply(start(), text("Hello"), stop("end_turn"), "{\"type\":\"message_stop\"}", "broken");

    assertThat(text(chat(user("hi"), true))).isEqualTo("Hello");
  }

  @Test
  void eventsOfAnUnknownTypeArePassedOver() throws ProviderException {
    reply(
        start(),
        "{\"type\":\"ping\"}",
        "{\"type\":\"news\",\"what\":[1]}",
        text("Hello"),
        stop("end_turn"),
        "{\"type\":\"message_stop\"}");

    assertThat(text(chat(user("hi"), true))).isEqualTo("Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error,OVERLOADED",
    "api_error,OVERLOADED",
    "rate_limit_error,THROTTLED",
    "timeout_error,TIMEOUT",
    "authentication_error,AUTH",
    "invalid_request_error,INVALID",
  })
  void anErrorWithinAStreamIsClassified(String type, Kind kind) {
    reply(
        start(),
        text("Hel"),
        "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"it broke\"}}");
    List<ChatEvent> events = new ArrayList<>();
    ProviderException failure = failure(user("hi"), true, events);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage("it broke");
    assertThat(text(events)).isEqualTo("Hel");
  }

  @ParameterizedTest
  @CsvSource({"pause_turn,OVERLOADED", "bored,OVERLOADED", "'',TRUNCATED"})
  void aStopReasonThatIsNoEndIsAnError(String reason, Kind kind) {
    reply(start(), text("Hel"), stop(reason), "{\"type\":\"message_stop\"}");

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,STOP",
    "stop_sequence,STOP",
    "max_tokens,LENGTH",
    "model_context_window_exceeded,LENGTH",
    "tool_use,TOOL_CALLS",
    "refusal,CONTENT_FILTER"
  })
  void everyStopReasonHasItsWord(String reason, FinishReason expected) throws ProviderException {
    reply(start(), text("Hel"), stop(reason), "{\"type\":\"message_stop\"}");

    assertThat(reason(chat(user("hi"), true))).isEqualTo(expected);
  }

  @Test
  void aKeyThatIsNoHeaderIsNotQuoted() {
    try (ModelService service = connect(URI.create("http://127.0.0.1:1"), "secret\n")) {
      assertThatThrownBy(() -> chat(service.chat(), user("hi"), false))
          .isInstanceOfSatisfying(
              ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AUTH))
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }

  @Test
  void itHasNoEmbeddingModels() {
    try (ModelService service = connect(endpoint(), "right")) {
      assertThat(service.embeddings()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.example,https://x.example/v1/messages",
    "https://x.example/claude/,https://x.example/claude/v1/messages"
  })
  void anyServiceIsAskedBelowItsAddress(URI endpoint, URI expected) {
    assertThat(
            new AnthropicSettings(Optional.of(endpoint), Duration.ofSeconds(3))
                .messages("m", false))
        .isEqualTo(expected);
  }

  @Test
  void withoutAnAddressItIsAnthropicsOwn() {
    assertThat(new AnthropicSettings(Optional.empty(), Duration.ofSeconds(3)).messages("m", false))
        .isEqualTo(URI.create("https://api.anthropic.com/v1/messages"));
  }

  private static String start() {
    return """
    {"type":"message_start","message":{"type":"message","content":[],"stop_reason":null,
     "usage":{"input_tokens":3,"output_tokens":1}}}\
    """;
  }

  private static String text(String text) {
    return "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
        + "{\"type\":\"text\",\"text\":\""
        + text
        + "\"}}";
  }

  private static String stop(String reason) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
        + reason
        + "\"},\"usage\":{\"output_tokens\":2}}";
  }

  @Test
  void whatIsNotKnownOfAStreamIsPassedOverButForWholeBlocks() throws Exception {
    String stream =
        """
        event: start_of_something_new
        data: {"type":"start_of_something_new","index":0}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"drawing","name":"x","input":{"a":1}}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"b\\""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":":2}"}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"not said"}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"emphasis_delta","strength":2}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":1,"output_tokens":1}}

        data: {"type":"message_stop"}

        """;

    assertThat(chatWith(raw("200 OK", "", stream), true))
        .filteredOn(event -> !(event instanceof ChatEvent.Finished))
        .containsExactly(
            new ChatEvent.NativeDelta(
                0,
                new Native(
                    Native.ANTHROPIC_MESSAGES,
                    modelId(),
                    Native.ITEM,
                    "{\"type\":\"drawing\",\"name\":\"x\",\"input\":{\"b\":2}}")),
            new ChatEvent.TextDelta("Hi"),
            new ChatEvent.ChoiceFinished(0, FinishReason.STOP));
  }

  @Test
  void whatIsNotKnownOfAWholeAnswerIsPassedOver() throws Exception {
    String whole =
        """
        {"type":"message","content":[{"type":"drawing","text":"not said"},{"type":"text","text":"Hi"}],
         "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}\
        """;

    assertThat(text(chatWith(raw("200 OK", "", whole), false))).isEqualTo("Hi");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallWithoutArgumentsHasAnEmptyObject(boolean stream) throws Exception {
    String call = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"now\",\"input\":{}}";
    String body =
        stream
            ? "data: {\"type\":\"content_block_start\",\"content_block\":"
                + call
                + "}\n\ndata: {\"type\":\"content_block_delta\",\"delta\":"
                + "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}\n\n"
                + "data: {\"type\":\"content_block_stop\"}\n\n"
                + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}\n\n"
                + "data: {\"type\":\"message_stop\"}\n\n"
            : "{\"type\":\"message\",\"content\":[" + call + "],\"stop_reason\":\"tool_use\"}";

    assertThat(chatWith(raw("200 OK", "", body), stream))
        .contains(new ChatEvent.ToolArgumentsDelta(0, 0, "{}"))
        .filteredOn(ChatEvent.ToolArgumentsDelta.class::isInstance)
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true", ""})
  void theServicesWordOnRetriesIsKept(String word) throws IOException {
    RawService busy =
        raw(
            "529 Busy",
            word.isEmpty() ? "" : "X-Should-Retry: " + word + "\r\n",
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy\"}}");

    assertThatThrownBy(() -> chatWith(busy, true))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
              assertThat(failure.shouldRetry())
                  .isEqualTo(word.isEmpty() ? Optional.empty() : Optional.of(word.equals("true")));
            });
  }

  @Test
  void aPingIsASignOfLife() throws Exception {
    AtomicInteger signs = new AtomicInteger();
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    RawService pinging =
        new RawService(
            head.getBytes(UTF_8),
            RawService.chunk("event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(UTF_8)));
    Cancellation cancellation = new Cancellation();
    try (pinging;
        ModelService connected = connect(pinging.endpoint(), true)) {
      ChatListener listener =
          new ChatListener() {
            @Override
            public void onEvent(ChatEvent event) {
              throw new AssertionError("a ping is no content");
            }

            @Override
            public void alive() {
              if (signs.incrementAndGet() == 2) {
                cancellation.cancel();
              }
            }
          };
      assertThatThrownBy(
              () ->
                  connected
                      .chat()
                      .chat(
                          new ChatRequest(List.of(user("hi")), Settings.DEFAULTS, true),
                          modelId(),
                          new CallContext(
                              "id", Deadline.after(Duration.ofMinutes(1)), cancellation),
                          listener))
          .isInstanceOf(ProviderException.class);
    }
    assertThat(signs).hasValueGreaterThanOrEqualTo(2);
  }

  private static RawService raw(String status, String headers, String body) throws IOException {
    return new RawService(
        ("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, headers, body.length(), body))
            .getBytes(UTF_8));
  }

  private List<ChatEvent> chatWith(RawService service, boolean stream) throws Exception {
    try (service;
        ModelService connected = connect(service.endpoint(), true)) {
      return chat(connected.chat(), user("hi"), stream);
    }
  }
}
