package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.DroppingRules;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
  private static final int LIMIT = 1000;
  private static final String HI =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final ChatEvent STOP = new ChoiceFinished(0, FinishReason.STOP);
  private static final ChatEvent END = new Finished(new Usage(3, 2));

  private static final ScriptedModel TALKATIVE =
      ScriptedModel.answering(
          new ReasoningDelta(0, "hm"),
          new ReasoningSigned(0, new Signature(Signature.ANTHROPIC, "sig")),
          new TextDelta("I look."),
          new ToolCallStarted(0, 0, "1", "f", Optional.of(new Signature(Signature.GOOGLE, "mark"))),
          new ToolArgumentsDelta(0, 0, "{\"a\":1}"),
          new ToolCallStarted(0, 1, "2", "g", Optional.empty()),
          new ChoiceFinished(0, FinishReason.TOOL_CALLS),
          new Finished(new Usage(9, 5, 4, 1, 2)));

  private final ScriptedModel first =
      ScriptedModel.answering(new TextDelta("Good "), new TextDelta("däy"), STOP, END);
  private final RecordedResponse response = new RecordedResponse();

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/chat/completions"})
  void aPlainCallIsAnsweredAsOpenAiDoes(String path) throws IOException {
    post(path, HI, first);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    assertThat(response.header("x-request-id")).isEqualTo("test-1");
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
    assertThat(response.header("x-trefoil-model")).isEqualTo("one");
    assertThat(response.header("x-trefoil-attempts")).isEqualTo("1");
    assertThat(response.header("x-trefoil-trail")).matches("a/one;outcome=ok;ms=\\d+");
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"chatcmpl-test-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\"one\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Good däy\",\"refusal\":null},\"logprobs\":null,"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,"
                + "\"completion_tokens\":2,\"total_tokens\":5}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/deployments/chat/chat/completions",
        "/openai/deployments/a%2Fone/chat/completions",
        "/deployments/ch%61t/chat/completions/"
      })
  void aDeploymentOfThePathIsTheModelWhateverTheBodySays(String path) throws IOException {
    for (String body :
        List.of(HI, HI.replace("\"chat\"", "7"), HI.replace("\"model\":\"chat\",", ""))) {
      RecordedResponse answered = new RecordedResponse();
      endpoints(first).handle(call("POST", path, body.getBytes(StandardCharsets.UTF_8)), answered);

      assertThat(answered.status()).as(body).isEqualTo(200);
      assertThat(answered.header("x-trefoil-model")).isEqualTo("one");
      assertThat(answered.header("x-trefoil-dropped")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/deployments/none/chat/completions, 404, model_not_found",
    "/openai/deployments/%20/chat/completions, 400, invalid_request",
    "/openai/deployments/a%0Ab/chat/completions, 400, invalid_request"
  })
  void aDeploymentThatIsNoneIsRefusedByTheModelsName(String path, int status, String code)
      throws IOException {
    post(path, HI, first);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body())
        .contains("\"code\":\"" + code + "\"")
        .contains("\"param\":\"model\"");
    assertThat(first.calls()).isEmpty();
  }

  /** Codex asks six times, for seven seconds, after any other status. */
  @Test
  void aWebSocketOfResponsesIsRefusedSoThatTheClientGoesOnByHttp() throws IOException {
    handle("GET", "/v1/responses", new byte[0], first);

    assertThat(response.status()).isEqualTo(426);
    assertThat(response.body()).contains("\"code\":\"websocket_unsupported\"", "send a POST");
  }

  @Test
  void aStreamIsSentPieceByPiece() throws IOException {
    post(
        "/v1/chat/completions",
        HI.replace(
            "{\"model\"", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\""),
        first);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(response.header("x-trefoil-trail")).matches("a/one;outcome=started;ms=\\d+");
    String head =
        "data: {\"id\":\"chatcmpl-test-1\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1700000000,\"model\":\"one\",\"choices\":[";
    List<String> pieces = response.flushed();
    assertThat(pieces.subList(0, pieces.size() - 1))
        .containsExactly(
            chunk(head, "{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            chunk(head, "{\"content\":\"Good \"}", "null"),
            chunk(head, "{\"content\":\"däy\"}", "null"),
            chunk(head, "{}", "\"stop\""),
            head
                + "],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n");
    assertThat(pieces.getLast())
        .as("how it came about, in a comment that clients pass over")
        .matches(
            ": trefoil \\{\"trail\":\"a/one;outcome=ok;ms=\\d+\",\"attempts\":1}\n\n"
                + "data: \\[DONE]\n\n");
  }

  @Test
  void withoutBeingAskedAStreamSaysNothingOfUsage() throws IOException {
    post("/v1/chat/completions", HI.replace("{\"model\"", "{\"stream\":true,\"model\""), first);

    assertThat(response.body()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
  }

  @Test
  void theShortFormNamesWhoAnswered() throws IOException {
    post("/chat", "{\"prompt\":\"hi\"}", first);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"response\":\"Good däy\",\"provider\":\"a\",\"model\":\"one\","
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
  }

  @Test
  void aStreamThatBreaksEndsWithAnErrorAndWithoutItsEndMark() throws IOException {
    post(
        "/v1/chat/completions",
        HI.replace("{\"model\"", "{\"stream\":true,\"model\""),
        ScriptedModel.failing(new ProviderException(Kind.TRUNCATED, "cut"), new TextDelta("half")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.flushed().getLast())
        .startsWith(
            "event: error\ndata: {\"error\":{\"message\":\"No target could answer: a/one said: cut\"")
        .contains("\"attempts\":[{\"target\":\"a/one\",\"outcome\":\"truncated\",\"ms\":");
    assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("finish_reason\":\"");
  }

  @Test
  void whatAServiceDoesNotCountIsEstimatedAndSaidToBe() throws IOException {
    ScriptedModel silent =
        ScriptedModel.answering(new TextDelta("twelve chars"), STOP, new Finished(Usage.NONE));

    post("/v1/chat/completions", HI, silent);

    assertThat(response.header("x-trefoil-usage")).isEqualTo("estimated");
    assertThat(response.body())
        .contains("\"completion_tokens\":3,")
        .doesNotContain("\"prompt_tokens\":0,");

    RecordedResponse streamed = new RecordedResponse();
    byte[] body =
        HI.replace("{\"model\"", "{\"stream\":true,\"model\"").getBytes(StandardCharsets.UTF_8);
    endpoints(silent).handle(call("POST", "/v1/chat/completions", body), streamed);
    assertThat(streamed.body()).contains("\"attempts\":1,\"estimated\":true}");
  }

  @Test
  void whatAServiceCountsIsNotSaidToBeEstimated() throws IOException {
    post("/v1/chat/completions", HI, first);
    assertThat(response.header("x-trefoil-usage")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 429, rate_limit_exceeded, 2",
    "TIMEOUT, 504, timeout, 1",
    "OVERLOADED, 503, service_unavailable, 2",
    "AUTH, 503, service_unavailable, 1",
    "CONTEXT_TOO_LONG, 400, context_length_exceeded, 1",
    "CONTENT_FILTERED, 400, content_filter, 1",
    "UNSUPPORTED, 400, unsupported_parameter, 1",
    "INVALID, 400, invalid_request, 1"
  })
  void aFailedCallSaysWhatWasTried(Kind kind, int status, String code, String attempts)
      throws IOException {
    post(
        "/v1/chat/completions",
        HI,
        ScriptedModel.failing(
            new ProviderException(kind, "why")
                .withParam("messages")
                .withRetryAfter(Duration.ofMillis(1200))));

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body())
        .contains("\"code\":\"" + code + "\"")
        .contains("\"attempts\":[{\"target\":\"a/one\",\"outcome\":\"" + kind.name().toLowerCase());
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
    assertThat(response.header("x-trefoil-attempts")).isEqualTo(attempts);
    assertThat(response.header("x-should-retry")).isEqualTo("false");
    assertThat(response.header("retry-after")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "not json | null",
        "{\"model\":\"chat\" | null",
        "[] | null",
        "\"text\" | null",
        "{} {} | null",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":null,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":\" \",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":\"a/b\\r"
            + "\\n"
            + "x: y\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":\"chat\"} | messages",
        "{\"model\":\"chat\",\"messages\":{}} | messages",
        "{\"model\":\"chat\",\"messages\":[]} | messages",
        "{\"model\":\"chat\",\"messages\":[1]} | messages[0]",
        "{\"model\":\"chat\",\"messages\":[{\"content\":\"hi\"}]} | messages[0].role",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"king\",\"content\":\"hi\"}]} |"
            + " messages[0].role",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":5}]} |"
            + " messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[]}]} |"
            + " messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}"
            + " | messages[0].content[0].text",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hum\"}]}]} |"
            + " messages[0].content[0].type",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]} | messages",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"system\",\"content\":\" \"}]} | messages",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]} |"
            + " messages[0].content",
        "{\"temperature\":2.1,MORE | temperature",
        "{\"temperature\":\"1\",MORE | temperature",
        "{\"top_p\":-1,MORE | top_p",
        "{\"max_tokens\":0,MORE | max_tokens",
        "{\"max_tokens\":1.5,MORE | max_tokens",
        "{\"max_tokens\":99999999999999999999,MORE | max_tokens",
        "{\"max_tokens\":1,\"max_completion_tokens\":2,MORE | max_tokens",
        "{\"stop\":7,MORE | stop",
        "{\"stop\":[\"a\",\"\"],MORE | stop[1]",
        "{\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"],MORE | stop",
        "{\"stream\":\"yes\",MORE | stream",
        "{\"stream_options\":{\"include_usage\":1},MORE | stream_options.include_usage",
        "{\"n\":0,MORE | n",
        "{\"n\":\"2\",MORE | n",
        "{\"seed\":1.5,MORE | seed",
        "{\"presence_penalty\":3,MORE | presence_penalty",
        "{\"frequency_penalty\":[],MORE | frequency_penalty",
        "{\"top_logprobs\":3,MORE | top_logprobs",
        "{\"logprobs\":true,\"top_logprobs\":21,MORE | top_logprobs",
        "{\"logit_bias\":{\"x\":1},MORE | logit_bias",
        "{\"logit_bias\":{\"5\":101},MORE | logit_bias.5",
        "{\"reasoning_effort\":\"immense\",MORE | reasoning_effort",
        "{\"parallel_tool_calls\":1,MORE | parallel_tool_calls",
        "{\"service_tier\":\"gold\",MORE | service_tier",
        "{\"metadata\":{\"a\":1},MORE | metadata.a",
        "{\"metadata\":{\"\":\"x\"},MORE | metadata",
        "{\"user\":{},MORE | user",
        "{\"modalities\":[\"audio\"],MORE | modalities",
        "{\"audio\":{},MORE | audio",
        "{\"functions\":[],MORE | functions",
        "{\"x\":{\"y\":[\"\\ud800\"]},MORE | x",
        "{\"tools\":{},MORE | tools",
        "{\"tools\":[{}],MORE | tools[0].type",
        "{\"tools\":[{\"type\":\"custom\"}],MORE | tools[0].type",
        "{\"tools\":[{\"type\":\"function\"}],MORE | tools[0].function",
        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\" \"}}],MORE |"
            + " tools[0].function.name",
        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":[]}}],MORE"
            + " | tools[0].function.parameters",
        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"a\"}}],MORE"
            + " | tools[1].function.name",
        "{\"tool_choice\":\"required\",MORE | tool_choice",
        "{\"tool_choice\":\"some\",MORE | tool_choice",
        "{\"tool_choice\":{\"type\":\"function\"},MORE | tool_choice.function",
        "{\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}},\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}],MORE"
            + " | tool_choice.function.name",
        "{\"response_format\":{\"type\":\"xml\"},MORE | response_format.type",
        "{\"response_format\":{\"type\":\"json_schema\"},MORE | response_format.json_schema",
        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\"}},MORE |"
            + " response_format.json_schema.schema",
      })
  void badInputIsRefusedWithTheFieldToBlame(String body, String param) throws IOException {
    post("/v1/chat/completions", body.replace("MORE", HI.substring(1)), first);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .contains("\"type\":\"invalid_request_error\"")
        .contains("\"param\":" + (param.equals("null") ? "null" : '"' + param + '"'));
    assertThat(response.header("x-trefoil-attempts")).isEqualTo("0");
    assertThat(first.calls()).as("nothing malformed reaches a model").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\"}]} |"
            + " messages[1].tool_calls[0].function",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]} |"
            + " messages[1].tool_calls[0].id",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"
            + " | messages",
        "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"x\"} | messages[1].tool_call_id",
        "{\"role\":\"function\",\"name\":\"f\",\"content\":\"x\"} | messages[1].role",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]} |"
            + " messages[1].content[0].image_url",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,x\"}}]}"
            + " | messages[1].content[0].image_url.url",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"ftp://x/y\"}}]}"
            + " | messages[1].content[0].image_url.url",
        "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"ogg\"}}]}"
            + " | messages[1].content[0].input_audio.format",
        "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]} |"
            + " messages[1].content[0].file.file_id",
        "{\"role\":\"system\",\"content\":[{\"type\":\"image_url\"}]} |"
            + " messages[1].content[0].type",
      })
  void aMalformedMessageIsRefusedWithItsPlace(String message, String param) throws IOException {
    post("/v1/chat/completions", HI.replace("}]}", "}," + message + "]}"), first);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("\"param\":\"" + param + '"');
    assertThat(first.calls()).isEmpty();
  }

  @Test
  void toolCallsReasoningRefusalsAndMarksAreKeptBesideTheText() throws IOException {
    post("/v1/chat/completions", HI, TALKATIVE);

    assertThat(response.body())
        .contains(
            "\"message\":{\"role\":\"assistant\",\"content\":\"I look.\",\"refusal\":null,"
                + "\"reasoning_content\":\"hm\","
                + "\"extra_content\":{\"anthropic\":{\"signature\":\"sig\"}},"
                + "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"},"
                + "\"extra_content\":{\"google\":{\"thought_signature\":\"mark\"}}},"
                + "{\"id\":\"2\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"g\",\"arguments\":\"{}\"}}]},"
                + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}")
        .contains(
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":1},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}");
  }

  @Test
  void aStreamedToolCallBeginsWithItsNameAndGoesOnWithFragments() throws IOException {
    post("/v1/chat/completions", HI.replace("{\"model\"", "{\"stream\":true,\"model\""), TALKATIVE);

    assertThat(response.flushed().stream().filter(chunk -> chunk.contains("tool_calls\":[")))
        .satisfiesExactly(
            chunk ->
                assertThat(chunk)
                    .contains(
                        "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"f\",\"arguments\":\"\"},"
                            + "\"extra_content\":{\"google\":{\"thought_signature\":\"mark\"}}}]}"),
            chunk ->
                assertThat(chunk)
                    .contains(
                        "\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                            + "{\"arguments\":\"{\\\"a\\\":1}\"}}]}"),
            chunk -> assertThat(chunk).contains("{\"index\":1,\"id\":\"2\""));
  }

  @Test
  void severalChoicesAreKeptApart() throws IOException {
    post(
        "/v1/chat/completions",
        HI,
        ScriptedModel.answering(
            new TextDelta(1, "b"),
            new TextDelta(0, "a"),
            new ChoiceFinished(1, FinishReason.LENGTH),
            STOP,
            END));

    assertThat(response.body())
        .contains("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"")
        .contains("{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"b\"");
  }

  @Test
  void whatTheTargetIsNotToldIsNamedBesideWhatNobodyIsTold() throws IOException {
    post(
        "/v1/chat/completions",
        HI.replace("{\"model\"", "{\"seed\":1,\"stream_options\":{\"größe\":1},\"model\"")
            .replace("\"hi\"", "[{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{}}]"),
        first);

    assertThat(response.header("x-trefoil-dropped"))
        .isEqualTo("messages[0].content[0].cache_control, stream_options.gr%C3%B6%C3%9Fe, seed");
  }

  @Test
  void nestingIsBounded() throws IOException {
    post("/v1/chat/completions", "[".repeat(300), first);

    assertThat(response.status()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() throws IOException {
    handle("POST", "/chat", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"'}, first);

    assertThat(response.status()).isEqualTo(400);
  }

  /**
   * Text in ASCII is valid UTF-8 whichever of these it is in, so that its bytes alone do not tell.
   */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void aBodyInAnotherEncodingIsRefused(String encoding) throws IOException {
    handle("POST", "/v1/chat/completions", HI.getBytes(Charset.forName(encoding)), first);

    assertThat(response.status()).isEqualTo(400);
    assertThat(first.calls()).isEmpty();
  }

  @Test
  void oneByteOrderMarkIsPassedOverAndASecondIsNotJson() throws IOException {
    post("/v1/chat/completions", "\ufeff" + HI, first);
    assertThat(response.status()).isEqualTo(200);

    RecordedResponse second = new RecordedResponse();
    byte[] twice = ("\ufeff\ufeff" + HI).getBytes(StandardCharsets.UTF_8);
    endpoints(first).handle(call("POST", "/v1/chat/completions", twice), second);
    assertThat(second.status()).isEqualTo(400);
    assertThat(first.calls()).hasSize(1);
  }

  @Test
  void anUnknownModelIsNotFound() throws IOException {
    post("/v1/chat/completions", HI.replace("chat", "nobody/x"), first);

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).contains("\"param\":\"model\"", "\"code\":\"model_not_found\"");
  }

  @Test
  void aBodyOverTheLimitIsNotRead() throws IOException {
    post("/chat", "{\"prompt\":\"" + "x".repeat(LIMIT) + "\"}", first);

    assertThat(response.status()).isEqualTo(413);
    assertThat(first.calls()).isEmpty();
  }

  @Test
  void aChunkedBodyThatThePlatformLostIsAskedForWithItsLength() throws IOException {
    endpoints(first)
        .handle(
            new HttpCall(
                "POST",
                "/chat",
                new Headers().set("Transfer-Encoding", "chunked"),
                new ByteArrayInputStream(new byte[0]),
                Deadline.after(Duration.ofMinutes(1))),
            response);

    assertThat(response.status()).isEqualTo(411);
  }

  @Test
  void aWrongPathOrMethodIsSaid() throws IOException {
    handle("GET", "/v2/chat", new byte[0], first);
    assertThat(response.status()).isEqualTo(404);

    RecordedResponse second = new RecordedResponse();
    endpoints(first)
        .handle(
            new HttpCall(
                "DELETE",
                "/v1/models",
                new Headers(),
                new ByteArrayInputStream(new byte[0]),
                Deadline.after(Duration.ofMinutes(1))),
            second);
    assertThat(second.status()).isEqualTo(405);
    assertThat(second.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void theRoutesAreListedWithTheirTargets() throws IOException {
    handle("GET", "/v1/models", new byte[0], first);

    assertThat(response.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"chat\",\"object\":\"model\",\"created\":0,"
                + "\"owned_by\":\"trefoil\",\"targets\":[\"a/one\"]},"
                + "{\"id\":\"one\",\"object\":\"model\",\"created\":0,"
                + "\"owned_by\":\"trefoil\",\"targets\":[\"a/one\"]}]}");
  }

  @Test
  void healthCallsNothing() throws IOException {
    handle("GET", "/health", new byte[0], first);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(first.calls()).isEmpty();
  }

  @Test
  void aCallerThatIsGoneEndsTheCall() {
    assertThatThrownBy(
            () ->
                endpoints(first)
                    .handle(
                        call(
                            "POST",
                            "/chat",
                            "{\"prompt\":\"hi\"}".getBytes(StandardCharsets.UTF_8)),
                        (status, headers) -> {
                          throw new IOException("gone");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
  }

  @Test
  void aSlowStreamIsKeptAliveByCommentsWhereThatIsWanted() throws IOException {
    ScriptedModel slow =
        ScriptedModel.answeringAfter(
            response::awaitSomethingSent, new TextDelta("late"), STOP, END);

    endpoints(slow, Optional.of(Duration.ofMillis(1))).handle(streamed(), response);

    assertThat(response.flushed().getFirst()).isEqualTo(": keep-alive\n\n");
    assertThat(response.header("x-trefoil-trail")).as("nothing was known by then").isNull();
    assertThat(response.body()).contains("\"content\":\"late\"").endsWith("data: [DONE]\n\n");
  }

  @Test
  void whatFailsAfterACommentIsAnEventOfTheStream() throws IOException {
    ScriptedModel slow =
        ScriptedModel.failingAfter(
            response::awaitSomethingSent, new ProviderException(Kind.OVERLOADED, "busy"));

    endpoints(slow, Optional.of(Duration.ofMillis(1))).handle(streamed(), response);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.flushed().getLast())
        .startsWith(
            "event: error\ndata: {\"error\":{\"message\":\"No target could answer: a/one said: busy\"");
    assertThat(response.body()).doesNotContain("[DONE]");
  }

  @ParameterizedTest
  @CsvSource({
    "x-trefoil-timeout-ms, 250, 250",
    "x-stainless-timeout, 2, 2000",
    "x-stainless-read-timeout, 1.5, 1500",
    "x-stainless-timeout, never, 60000",
    "x-stainless-timeout, 0, 60000",
    "x-trefoil-timeout-ms, 90000, 60000"
  })
  void theCallerSaysHowLongItWaitsAndThePlatformHowLongItMay(
      String header, String value, long millis) throws IOException {
    HttpCall call = call("POST", "/chat", "{\"prompt\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
    call.headers().set(header, value);

    endpoints(first).handle(call, response);

    assertThat(first.deadline().remaining())
        .isBetween(Duration.ofMillis(millis - 10_000), Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "1.5", "99999999999"})
  void aTimeoutOfOurOwnThatIsNoneIsRefused(String value) throws IOException {
    HttpCall call = call("POST", "/chat", "{\"prompt\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
    call.headers().set("x-trefoil-timeout-ms", value);

    endpoints(first).handle(call, response);

    assertThat(response.status()).isEqualTo(400);
    assertThat(first.calls()).isEmpty();
  }

  private static String chunk(String head, String delta, String finishReason) {
    return head
        + "{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finishReason
        + "}],\"usage\":null}\n\n";
  }

  private void post(String path, String body, ScriptedModel model) throws IOException {
    handle("POST", path, body.getBytes(StandardCharsets.UTF_8), model);
  }

  private void handle(String method, String path, byte[] body, ScriptedModel model)
      throws IOException {
    endpoints(model).handle(call(method, path, body), response);
  }

  private static HttpCall call(String method, String path, byte[] body) {
    return new HttpCall(
        method,
        path,
        new Headers().set("X-Request-Id", "test-1"),
        new ByteArrayInputStream(body),
        Deadline.after(Duration.ofMinutes(1)));
  }

  private static HttpCall streamed() {
    String body = HI.replace("{\"model\"", "{\"stream\":true,\"model\"");
    return call("POST", "/v1/chat/completions", body.getBytes(StandardCharsets.UTF_8));
  }

  private static Endpoints endpoints(ScriptedModel model) {
    return endpoints(model, Optional.empty());
  }

  private static Endpoints endpoints(ScriptedModel model, Optional<Duration> keepAlive) {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one")), new Route("o*", List.of("a/{model}"))),
                Map.of("a", new DroppingRules())),
            Map.of("a", model));
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    return new Endpoints(
        TestDoors.of(gateway, new ChatEndpoint(gateway, clock, keepAlive), Optional.empty()),
        Authenticator.NONE,
        HttpSettings.of(LIMIT),
        Optional.empty());
  }
}
