package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.SignatureText;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.messages.MessagesEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.MessageEvents;
import dev.trefoil.provider.DroppingRules;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesEndpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HI =
      "{\"model\":\"chat\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
  private static final ChatEvent STOP = new ChoiceFinished(0, FinishReason.STOP);
  private static final ChatEvent END =
      new Finished(new Usage(10, 5, 4, 1, 2), Optional.of("default"));

  private final RecordedResponse response = new RecordedResponse();

  @Test
  void aPlainCallIsAnsweredAsAnthropicDoes() throws IOException {
    post(false, ScriptedModel.answering(new TextDelta("Good "), new TextDelta("däy"), STOP, END));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("request-id")).isEqualTo("test-1");
    assertThat(response.header("x-request-id")).isEqualTo("test-1");
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"msg_test-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"one\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"Good däy\"}],"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":1,"
                + "\"cache_read_input_tokens\":4,\"cache_creation\":{"
                + "\"ephemeral_5m_input_tokens\":1,\"ephemeral_1h_input_tokens\":0},"
                + "\"output_tokens\":5,"
                + "\"output_tokens_details\":{\"thinking_tokens\":2},"
                + "\"service_tier\":\"standard\"}}");
  }

  @Test
  void aStreamIsSentEventByEvent() throws IOException {
    post(true, ScriptedModel.answering(new TextDelta("Good "), new TextDelta("däy"), STOP, END));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(response.header("request-id")).isEqualTo("test-1");
    List<String> pieces = response.flushed();
    assertThat(pieces.subList(0, 6))
        .containsExactly(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"
                + "\"id\":\"msg_test-1\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":\"one\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":0,"
                + "\"cache_read_input_tokens\":0,\"output_tokens\":0}}}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            text("Good "),
            text("däy"),
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{"
                + "\"input_tokens\":5,\"cache_creation_input_tokens\":1,"
                + "\"cache_read_input_tokens\":4,\"cache_creation\":{"
                + "\"ephemeral_5m_input_tokens\":1,\"ephemeral_1h_input_tokens\":0},"
                + "\"output_tokens\":5,"
                + "\"output_tokens_details\":{\"thinking_tokens\":2},"
                + "\"service_tier\":\"standard\"}}\n\n");
    assertThat(pieces.getLast())
        .as("how it came about, in a comment that clients pass over")
        .startsWith(": trefoil {\"trail\":")
        .endsWith("\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  private static String text(String text) {
    return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
        + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
        + text
        + "\"}}\n\n";
  }

  /** Everything that an answer may hold, whole and in pieces: the message is the same. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blocksComeOneAfterTheOther(boolean stream) throws IOException {
    Signature google = new Signature(Signature.GOOGLE, "mark");
    JsonNode message =
        message(
            stream,
            new ReasoningDelta(0, "h"),
            new ReasoningDelta(0, "m"),
            new ReasoningSigned(0, new Signature(Signature.ANTHROPIC, "sig")),
            new ReasoningSigned(0, new Signature(Signature.ANTHROPIC, "withheld")),
            new ReasoningRedacted(0, new Signature(Signature.ANTHROPIC, "sealed")),
            new ReasoningSummaryDelta(0, 0, "one"),
            new ReasoningSummaryDelta(0, 1, "two"),
            new TextDelta("I look."),
            own(Native.ITEM, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"input\":{}}"),
            new TextDelta("So"),
            own("citations", "[{\"n\":1}]"),
            own("citations", "[{\"n\":2}]"),
            new ToolCallStarted(0, 0, "t0", "f", Optional.of(google)),
            new ToolArgumentsDelta(0, 0, "{\"a\":"),
            new ToolCallStarted(0, 1, "t1", "g", Optional.empty()),
            new ToolArgumentsDelta(0, 1, "{\"b\":\"}\"}"),
            new ToolArgumentsDelta(0, 0, "1}"),
            new ToolCallStarted(0, 2, "t2", "h", Optional.empty()),
            new ToolArgumentsDelta(0, 2, "{}"),
            new ChoiceFinished(0, FinishReason.TOOL_CALLS),
            END);

    assertThat(message.path("content"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"type":"thinking","thinking":"hm","signature":"sig"},
                 {"type":"thinking","thinking":"","signature":"withheld"},
                 {"type":"redacted_thinking","data":"sealed"},
                 {"type":"thinking","thinking":"one\\n\\ntwo","signature":""},
                 {"type":"text","text":"I look."},
                 {"type":"server_tool_use","id":"s","input":{}},
                 {"type":"text","text":"So","citations":[{"n":1},{"n":2}]},
                 {"type":"redacted_thinking","data":"%s"},
                 {"type":"tool_use","id":"t0","name":"f","input":{"a":1}},
                 {"type":"tool_use","id":"t1","name":"g","input":{"b":"}"}},
                 {"type":"tool_use","id":"t2","name":"h","input":{}}]
                """
                    .formatted(SignatureText.encode(google))));
    assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
  }

  private static NativeDelta own(String member, String json) {
    return new NativeDelta(0, new Native(Native.ANTHROPIC_MESSAGES, "one", member, json));
  }

  @Test
  void aCallWhoseArgumentsAreWholeIsNotHeldBackByTheNext() throws IOException {
    post(
        true,
        ScriptedModel.failing(
            new ProviderException(Kind.TRUNCATED, "cut"),
            new ToolCallStarted(0, 0, "t0", "f", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{}"),
            new ToolCallStarted(0, 1, "t1", "g", Optional.empty())));

    assertThat(response.body()).contains("\"id\":\"t1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,,end_turn",
    "LENGTH,,max_tokens",
    "CONTENT_FILTER,,refusal",
    "STOP,sequence,stop_sequence",
    "LENGTH,window,model_context_window_exceeded",
    "STOP,paused,pause_turn",
    "CONTENT_FILTER,refused,refusal",
  })
  void anAnswerEndsInAnthropicsWords(FinishReason reason, String detail, String expected)
      throws IOException {
    Optional<StopDetail> known =
        Optional.ofNullable(detail)
            .map(
                name ->
                    switch (name) {
                      case "sequence" -> new StopDetail.StopSequence("END");
                      case "window" -> new StopDetail.ContextWindow();
                      case "paused" -> new StopDetail.Paused();
                      default ->
                          new StopDetail.Refused(Optional.of("cyber"), Optional.of("because"));
                    });
    JsonNode message =
        message(false, new TextDelta("x"), new ChoiceFinished(0, reason, known), END);

    assertThat(message.path("stop_reason").asText()).isEqualTo(expected);
    assertThat(message.path("stop_sequence").textValue())
        .isEqualTo(expected.equals("stop_sequence") ? "END" : null);
    assertThat(message.path("stop_details").path("category").asText(""))
        .isEqualTo("refused".equals(detail) ? "cyber" : "");
  }

  @Test
  void aRefusalInWordsIsATextThatEndsAsOne() throws IOException {
    JsonNode message = message(false, new RefusalDelta(0, "I can't."), STOP, END);

    assertThat(message.at("/content/0/text").asText()).isEqualTo("I can't.");
    assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED,429,rate_limit_error",
    "OVERLOADED,529,overloaded_error",
    "TIMEOUT,504,timeout_error",
    "INVALID,400,invalid_request_error",
  })
  void anErrorIsOfAnthropicsForm(Kind kind, int status, String type) throws IOException {
    post(false, ScriptedModel.failing(new ProviderException(kind, "no")));

    assertThat(response.status()).isEqualTo(status);
    JsonNode error = JSON.readTree(response.body());
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo(type);
    assertThat(error.path("request_id").asText()).isEqualTo("test-1");
    assertThat(response.header("request-id")).isEqualTo("test-1");
    assertThat(response.header("x-should-retry")).isEqualTo("false");
    assertThat(response.header("retry-after")).isEqualTo(status == 429 ? "1" : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt is too long: 205000 tokens > 200000 maximum"
            + "|prompt is too long: 205000 tokens > 200000 maximum",
        "maximum context length is 128000 tokens. However, your messages resulted in 130001 tokens"
            + "|prompt is too long: 130001 tokens > 128000 maximum (",
        "The input token count (1,200,000) exceeds the maximum number of tokens allowed (1048576)."
            + "|prompt is too long: 1200000 tokens > 1048576 maximum (",
        "Input is too long for requested model.|prompt is too long: Input is too long",
      })
  void aPromptThatIsTooLongIsSaidInTheWordsThatClientsLookFor(String words, String expected)
      throws IOException {
    post(false, ScriptedModel.failing(new ProviderException(Kind.CONTEXT_TOO_LONG, words)));

    assertThat(response.status()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/error/message").asText()).startsWith(expected);
  }

  @Test
  void aFieldThatATargetRefusesIsNamedAsTheCallerNamesIt() throws IOException {
    post(
        false,
        ScriptedModel.failing(
            new ProviderException(Kind.INVALID, "too many").withParam("stop[4]")));

    assertThat(JSON.readTree(response.body()).at("/error/message").asText())
        .isEqualTo("stop_sequences: too many");
  }

  @Test
  void aStreamThatFailsAfterContentEndsWithAnErrorAndNoStop() throws IOException {
    post(
        true,
        ScriptedModel.failing(
            new ProviderException(Kind.TRUNCATED, "cut"),
            new ToolCallStarted(0, 0, "t0", "f", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"a\":")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.flushed().getLast())
        .startsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"No target could answer: a/one said: cut")
        .endsWith("\"request_id\":\"test-1\"}\n\n");
    assertThat(response.body()).doesNotContain("message_stop").doesNotContain("message_delta");
  }

  @Test
  void pingsKeepAStreamAliveWhileTheModelIsSilent() throws Exception {
    ScriptedModel silent =
        ScriptedModel.answeringAfter(response::awaitSomethingSent, new TextDelta("hi"), STOP, END);
    call("POST", "/v1/messages", HI + ",\"stream\":true}", silent, Duration.ofMillis(1));

    assertThat(response.flushed().getFirst())
        .isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    assertThat(MessageEvents.joined(response.body()).at("/content/0/text").asText())
        .isEqualTo("hi");
  }

  /** The SDK for Node reads the details, and sends the whole conversation then. */
  @Test
  void aThreadIsRefusedInTheWordsAfterWhichClientsGoOnWithoutOne() throws IOException {
    ScriptedModel model = ScriptedModel.answering(STOP, END);
    call("POST", "/v1/messages", HI + ",\"thread\":{\"type\":\"create\"}}", model, Duration.ZERO);

    assertThat(response.status()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("error").path("details").toString())
        .isEqualTo("{\"error_code\":\"thread_unsupported_request\",\"unsupported\":[\"thread\"]}");
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void anotherMethodIsRefusedInThisDoorsForm() throws IOException {
    call("GET", "/v1/messages", "", ScriptedModel.answering(STOP, END), Duration.ZERO);

    assertThat(response.status()).isEqualTo(405);
    assertThat(JSON.readTree(response.body()).path("type").asText()).isEqualTo("error");
  }

  @Test
  void tokensAreEstimatedWhereTheServiceDoesNotCount() throws IOException {
    String body =
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi there\"}]}";
    ScriptedModel model = ScriptedModel.answering(STOP, END);
    call("POST", "/v1/messages/count_tokens", body, model, Duration.ZERO);

    assertThat(response.body()).isEqualTo("{\"input_tokens\":6}");
    assertThat(response.header("x-trefoil-usage")).isEqualTo("estimated");
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void modelsAreListedInTheFormThatTheCallerSpeaks() throws IOException {
    call("GET", "/v1/models", "", ScriptedModel.answering(STOP, END), Duration.ZERO);

    assertThat(JSON.readTree(response.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"data":[{"type":"model","id":"chat","display_name":"chat",
                          "created_at":"1970-01-01T00:00:00Z"}],
                 "has_more":false,"first_id":"chat","last_id":"chat"}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=1000, 200, false",
    "limit=1&after_id=chat, 200, false",
    "before_id=chat, 200, false",
    "limit=0, 400,",
    "limit=many, 400,",
    "after_id=none, 400,",
  })
  void aPartOfTheModelsCanBeAskedFor(String query, int status, Boolean more) throws IOException {
    call("GET", "/v1/models?" + query, "", ScriptedModel.answering(STOP, END), Duration.ZERO);

    assertThat(response.status()).isEqualTo(status);
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.path("has_more").isBoolean() ? body.path("has_more").asBoolean() : null)
        .isEqualTo(more);
    assertThat(body.path("type").asText("")).isEqualTo(status == 400 ? "error" : "");
  }

  @Test
  void oneModelIsToldByItsName() throws IOException {
    call("GET", "/v1/models/chat", "", ScriptedModel.answering(STOP, END), Duration.ZERO);

    assertThat(JSON.readTree(response.body()).path("id").asText()).isEqualTo("chat");
  }

  @Test
  void aModelThatIsNoneIsNotFoundInTheFormThatTheCallerSpeaks() throws IOException {
    call("GET", "/v1/models/none", "", ScriptedModel.answering(STOP, END), Duration.ZERO);

    assertThat(response.status()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()).at("/error/type").asText())
        .isEqualTo("not_found_error");
  }

  private JsonNode message(boolean stream, ChatEvent... events) throws IOException {
    post(stream, ScriptedModel.answering(events));
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return stream ? MessageEvents.joined(response.body()) : JSON.readTree(response.body());
  }

  private void post(boolean stream, ScriptedModel model) throws IOException {
    call("POST", "/v1/messages", HI + (stream ? ",\"stream\":true}" : "}"), model, Duration.ZERO);
  }

  private void call(
      String method, String path, String body, ScriptedModel model, Duration keepAlive)
      throws IOException {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one"))), Map.of("a", new DroppingRules())),
            Map.of("a", model));
    Endpoints endpoints =
        new Endpoints(
            TestDoors.of(
                gateway,
                new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty()),
                new MessagesEndpoint(gateway, Optional.of(keepAlive).filter(Duration::isPositive)),
                Optional.empty()),
            Authenticator.NONE,
            HttpSettings.of(1 << 20),
            Optional.empty());
    endpoints.handle(
        new HttpCall(
            method,
            path.replaceAll("[?].*", ""),
            new Query(path.replaceAll("[^?]*[?]?(.*)", "$1")),
            new Headers().set("X-Request-Id", "test-1").set("anthropic-version", "2023-06-01"),
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofMinutes(1)),
            Optional.empty(),
            FrontDoor.NONE),
        response);
  }
}
