package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.AttemptLimits;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.openai.ChatEndpoint;
import dev.trefoil.openai.ModelsEndpoint;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
  private static final int LIMIT = 1000;
  private static final String HI =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final Finished END = new Finished(FinishReason.STOP, new Usage(3, 2));

  private final ScriptedModel first =
      ScriptedModel.answering(new TextDelta("Good "), new TextDelta("däy"), END);
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
    assertThat(response.flushed())
        .containsExactly(
            chunk(head, "{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            chunk(head, "{\"content\":\"Good \"}", "null"),
            chunk(head, "{\"content\":\"däy\"}", "null"),
            chunk(head, "{}", "\"stop\""),
            head
                + "],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n",
            "data: [DONE]\n\n");
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
  void fieldsThatNoServiceSeesAreNamed() throws IOException {
    post("/chat", "{\"prompt\":\"hi\",\"seed\":1,\"größe\":2,\"user\":null}", first);

    assertThat(response.header("x-trefoil-dropped")).isEqualTo("seed, gr%C3%B6%C3%9Fe");
  }

  @Test
  void aStreamThatBreaksEndsWithAnErrorAndWithoutItsEndMark() throws IOException {
    post(
        "/v1/chat/completions",
        HI.replace("{\"model\"", "{\"stream\":true,\"model\""),
        ScriptedModel.failing(new ProviderException(Kind.TRUNCATED, "cut"), new TextDelta("half")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.flushed().getLast())
        .startsWith("data: {\"error\":{\"message\":\"No target could answer: a/one said: cut\"")
        .contains("\"attempts\":[{\"target\":\"a/one\",\"outcome\":\"truncated\",\"ms\":");
    assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("finish_reason\":\"");
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 429, rate_limit_exceeded",
    "TIMEOUT, 504, timeout",
    "OVERLOADED, 503, service_unavailable",
    "AUTH, 503, service_unavailable",
    "CONTEXT_TOO_LONG, 400, context_length_exceeded",
    "CONTENT_FILTERED, 400, content_filter",
    "UNSUPPORTED, 400, unsupported_parameter",
    "INVALID, 400, invalid_request"
  })
  void aFailedCallSaysWhatWasTried(Kind kind, int status, String code) throws IOException {
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
    assertThat(response.header("x-trefoil-attempts")).isEqualTo("1");
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
        "{\"model\":\"a/b\\r\\nx: y\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | model",
        "{\"model\":\"chat\"} | messages",
        "{\"model\":\"chat\",\"messages\":{}} | messages",
        "{\"model\":\"chat\",\"messages\":[]} | messages",
        "{\"model\":\"chat\",\"messages\":[1]} | messages[0]",
        "{\"model\":\"chat\",\"messages\":[{\"content\":\"hi\"}]} | messages[0].role",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"king\",\"content\":\"hi\"}]} | messages[0].role",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":5}]} | messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[]}]} | messages[0].content",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | messages[0].content[0].text",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hum\"}]}]} | messages[0].content[0].type",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]} | messages",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"system\",\"content\":\"hi\"}]} | messages",
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]} | messages[0].content",
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
        "{\"n\":2,MORE | n",
        "{\"tools\":[{}],MORE | tools",
        "{\"response_format\":{\"type\":\"json_object\"},MORE | response_format",
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
    assertThat(second.header("allow")).isEqualTo("GET");
  }

  @Test
  void theRoutesAreListedWithTheirTargets() throws IOException {
    handle("GET", "/v1/models", new byte[0], first);

    assertThat(response.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"chat\",\"object\":\"model\",\"created\":0,"
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

  private static Endpoints endpoints(ScriptedModel model) {
    Gateway gateway =
        new Gateway(
            new Router(List.of(new Route("chat", List.of("a/one"))), Set.of("a"), Set.of()),
            new FallbackLoop(Map.of("a", model), AttemptLimits.DEFAULTS));
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    return new Endpoints(new ChatEndpoint(gateway, clock), new ModelsEndpoint(gateway), LIMIT);
  }
}
