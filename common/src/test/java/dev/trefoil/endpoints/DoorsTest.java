package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Authenticators;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.http.ResponseSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before the table of paths: doors' limits, other origins' pages, bytes under way. */
class DoorsTest {
  private static final String PROMPT = "{\"prompt\":\"hi\"}";
  private static final String STREAM =
      "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static final Authenticator NOBODY =
      Authenticators.of(new AuthSettings.Platform(), Clock.systemUTC());

  private static final CorsSettings PAGE =
      new CorsSettings(
          Set.of("https://app.example.com"),
          CorsSettings.METHODS,
          Optional.empty(),
          Duration.ofSeconds(600),
          CorsSettings.EXPOSED);

  private final RecordedResponse response = new RecordedResponse();

  // ---- answers that a door does not take

  @ParameterizedTest
  @ValueSource(strings = {"/chat", "/v1/chat/completions"})
  void anAnswerAboveTheDoorsLimitIsToldInItsPlace(String path) throws IOException {
    String body = path.equals("/chat") ? PROMPT : STREAM;
    ScriptedModel model = saying("word ".repeat(199));
    Buffered buffered = new Buffered();

    limited(model).handle(call("POST", path, body, door(1000)), buffered);

    assertThat(buffered.status).isEqualTo(400);
    assertThat(buffered.text())
        .contains("\"code\":\"response_too_large\"", "takes 1000 at most")
        .doesNotContain("word word");
    assertThat(Long.parseLong(buffered.text().replaceAll("(?s).*takes (\\d+) bytes.*", "$1")))
        .as("what it would have taken")
        .isGreaterThan(1000);
    assertThat(buffered.headers.first("x-should-retry")).contains("false");
    assertThat(buffered.headers.first("x-trefoil-provider")).contains("a");
    assertThat(buffered.headers.first("x-trefoil-attempts")).contains("1");
    assertThat(buffered.headers.first("x-trefoil-trail").orElseThrow()).startsWith("a/one;");
    assertThat(buffered.headers.first("x-request-id")).contains("test-1");
    assertThat(buffered.most).as("nothing is collected past the limit").isLessThanOrEqualTo(1000);
    assertThat(model.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chat", "/v1/chat/completions"})
  void anAnswerWhoseTextIsAboveTheDoorsLimitIsGivenUp(String path) throws IOException {
    String body = path.equals("/chat") ? PROMPT : STREAM;
    Buffered buffered = new Buffered();

    limited(saying("word ".repeat(400))).handle(call("POST", path, body, door(1000)), buffered);

    assertThat(buffered.status).isEqualTo(400);
    assertThat(buffered.text())
        .contains(
            "\"code\":\"response_too_large\"",
            "takes more than 1000 bytes, and the door takes no more");
    assertThat(buffered.headers.first("x-should-retry")).contains("false");
    assertThat(buffered.headers.first("x-trefoil-trail").orElseThrow())
        .startsWith("a/one;outcome=response_too_large");
  }

  @Test
  void anAnswerOfJustTheLimitPasses() throws IOException {
    Buffered first = new Buffered();
    limited(saying("word")).handle(call("POST", "/chat", PROMPT, door(10_000)), first);
    int size = first.text().length();

    Buffered second = new Buffered();
    limited(saying("word")).handle(call("POST", "/chat", PROMPT, door(size)), second);
    assertThat(second.text()).isEqualTo(first.text());

    Buffered third = new Buffered();
    limited(saying("word")).handle(call("POST", "/chat", PROMPT, door(size - 1)), third);
    assertThat(third.status).isEqualTo(400);
  }

  @Test
  void whatSaysThatAnAnswerIsTooLargeCanBeReadByThePageToo() throws IOException {
    Buffered buffered = new Buffered();
    HttpCall call = call("POST", "/chat", PROMPT, door(100));
    call.headers().set("origin", "https://app.example.com");

    Endpoints table = TestEndpoints.of(saying("word"), Authenticator.NONE, HttpSettings.of(1000));
    new ResponseLimits(new Cors(PAGE, table), table).handle(call, buffered);

    assertThat(buffered.text()).contains("\"code\":\"response_too_large\"");
    assertThat(buffered.headers.first("content-type")).contains("application/json");
    assertThat(buffered.headers.first("access-control-allow-origin"))
        .contains("https://app.example.com");
  }

  // ---- how long a door waits

  @ParameterizedTest
  @CsvSource({
    "30000, false, 0, , 29500",
    "30000, false, 0, 10000, 9500",
    "30000, false, 0, 60000, 29500",
    "29000, true, 0, 50000, 49500",
    "29000, true, 0, , 28500",
    ", false, 0, 20000, 19500",
    ", false, 0, , 60000",
    "30000, false, 9000, , 20500",
    "29000, true, 9000, 50000, 40500",
    ", false, 9000, , 60000"
  })
  void theDoorsTimeBoundsTheCallAndIsRaisedOnlyWhereItCanBe(
      Long door, boolean raisable, long waited, Long said, long millis) throws IOException {
    ScriptedModel model = saying("word");
    HttpSettings settings =
        new HttpSettings(
            Optional.ofNullable(said).map(Duration::ofMillis),
            1000,
            OptionalLong.empty(),
            Optional.empty());

    TestEndpoints.of(model, Authenticator.NONE, settings)
        .handle(
            call(
                "POST",
                "/chat",
                PROMPT,
                new FrontDoor(
                    Optional.ofNullable(door).map(Duration::ofMillis),
                    raisable,
                    Duration.ofMillis(waited),
                    Optional.empty())),
            response);

    assertThat(model.deadline().remaining())
        .isBetween(Duration.ofMillis(millis - 8_000), Duration.ofMillis(millis));
  }

  // ---- bytes under way

  @Test
  void bodiesUnderWayAreBoundedInSumAndGivenBackHoweverACallEnds() throws Exception {
    int limit = 1000;
    String body = "{\"prompt\":\"" + "x".repeat(500) + "\"}";
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel held =
        ScriptedModel.answeringAfter(
            () -> {
              asked.countDown();
              go.await();
            },
            new TextDelta("word"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(1, 1)));
    Endpoints endpoints =
        TestEndpoints.of(
            held,
            Authenticator.NONE,
            new HttpSettings(Optional.empty(), limit, OptionalLong.of(limit), Optional.empty()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RecordedResponse first = new RecordedResponse();
      Future<?> under =
          threads.submit(
              () -> {
                endpoints.handle(call("POST", "/chat", body, FrontDoor.NONE), first);
                return null;
              });
      asked.await();

      RecordedResponse second = new RecordedResponse();
      endpoints.handle(call("POST", "/chat", body, FrontDoor.NONE), second);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.body()).contains("\"code\":\"too_many_request_bytes\"", "1000 bytes");
      assertThat(second.header("retry-after")).isEqualTo("1");
      assertThat(second.header("x-should-retry")).as("to be repeated").isNull();
      assertThat(held.calls()).hasSize(1);

      RecordedResponse small = new RecordedResponse();
      go.countDown();
      under.get();
      assertThat(first.status()).isEqualTo(200);
      endpoints.handle(call("POST", "/chat", body, FrontDoor.NONE), small);
      assertThat(small.status()).as("given back").isEqualTo(200);
    }
    for (String ending : List.of("not json", "{\"prompt\":\"" + "x".repeat(limit) + "\"}")) {
      for (int i = 0; i < 10; i++) {
        endpoints.handle(call("POST", "/chat", ending, FrontDoor.NONE), new RecordedResponse());
      }
    }
    RecordedResponse last = new RecordedResponse();
    endpoints.handle(call("POST", "/chat", body, FrontDoor.NONE), last);
    assertThat(last.status()).as("given back by calls that failed as well").isEqualTo(200);
  }

  // ---- methods that anybody may send

  @ParameterizedTest
  @CsvSource({
    "HEAD, /health, 200",
    "HEAD, /, 200",
    "HEAD, /v1, 200",
    "HEAD, /v1/health/, 200",
    "HEAD, /api/hello, 200",
    "GET, /, 200",
    "GET, '', 200",
    "HEAD, /v1/models, 401",
    "HEAD, /nothing, 401",
    "OPTIONS, /v1/models, 204",
    "OPTIONS, /nothing, 401",
    "GET, /v1%2Fhealth, 401",
    "GET, /health/../v1/models, 401"
  })
  void whatTellsNothingNeedsNoCredential(String method, String path, int status)
      throws IOException {
    TestEndpoints.of(saying("word"), NOBODY, HttpSettings.of(1000))
        .handle(call(method, path, "", FrontDoor.NONE), response);

    assertThat(response.status()).isEqualTo(status);
    if (!method.equals("GET")) {
      assertThat(response.body().isEmpty()).isEqualTo(!method.equals("OPTIONS") || status == 204);
    }
    if (status == 204) {
      assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void aHeadRequestHasTheHeadersOfTheAnswerToAGet() throws IOException {
    TestEndpoints.of(saying("word"), Authenticator.NONE, HttpSettings.of(1000))
        .handle(call("HEAD", "/v1/models", "", FrontDoor.NONE), response);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    assertThat(response.body()).isEmpty();
  }

  // ---- pages of other origins

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/chat", "/nothing"})
  void aPreflightNeedsNoCredential(String path) throws IOException {
    HttpCall call = call("OPTIONS", path, "", FrontDoor.NONE);
    call.headers()
        .set("origin", "https://app.example.com")
        .set("access-control-request-method", "POST")
        .set("access-control-request-headers", "authorization,content-type,x-stainless-os");

    cors(PAGE, NOBODY).handle(call, response);

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
    assertThat(response.header("access-control-allow-methods")).isEqualTo("GET, POST, DELETE");
    assertThat(response.header("access-control-allow-headers"))
        .isEqualTo("authorization,content-type,x-stainless-os");
    assertThat(response.header("access-control-max-age")).isEqualTo("600");
    assertThat(response.header("access-control-allow-credentials")).isNull();
    assertThat(response.header("vary")).isEqualTo("Origin, Access-Control-Request-Headers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "null",
        "https://app.example.com.evil.org",
        "http://app.example.com",
        "https://app.example.com:8443",
        "*"
      })
  void aPageThatIsNotNamedIsToldNothing(String origin) throws IOException {
    HttpCall preflight = call("OPTIONS", "/chat", "", FrontDoor.NONE);
    preflight.headers().set("origin", origin).set("access-control-request-method", "POST");
    cors(PAGE, NOBODY).handle(preflight, response);
    assertThat(response.header("access-control-allow-origin")).isNull();
    assertThat(response.header("vary")).contains("Origin");

    RecordedResponse answer = new RecordedResponse();
    HttpCall call = call("POST", "/chat", PROMPT, FrontDoor.NONE);
    call.headers().set("origin", origin);
    cors(PAGE, Authenticator.NONE).handle(call, answer);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isNull();
    assertThat(answer.header("vary")).isEqualTo("Origin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {"POST | /chat | 200", "POST | /v1/chat/completions | 200", "POST | /x | 404"})
  void answersErrorsAndStreamsCanBeReadByThePage(String method, String path, int status)
      throws IOException {
    HttpCall call = call(method, path, path.startsWith("/v1") ? STREAM : PROMPT, FrontDoor.NONE);
    call.headers().set("origin", "https://app.example.com");

    cors(PAGE, Authenticator.NONE).handle(call, response);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
    assertThat(response.header("access-control-expose-headers"))
        .contains("x-trefoil-trail", ", request-id,");
    assertThat(response.header("vary")).isEqualTo("Origin");
  }

  @Test
  void whereEveryPageMayCallTheStarIsSentAndNoCredentialsAllowed() throws IOException {
    HttpCall call = call("POST", "/chat", PROMPT, FrontDoor.NONE);
    call.headers().set("origin", "https://any.example.org");

    cors(
            new CorsSettings(
                Set.of("*"),
                CorsSettings.METHODS,
                Optional.of(List.of("authorization")),
                Duration.ZERO,
                List.of("x-request-id")),
            Authenticator.NONE)
        .handle(call, response);

    assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(response.header("access-control-allow-credentials")).isNull();
  }

  @Test
  void whoIsNoPageIsNotHeldUp() throws IOException {
    cors(PAGE, Authenticator.NONE).handle(call("POST", "/chat", PROMPT, FrontDoor.NONE), response);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("vary")).isEqualTo("Origin");
  }

  private static HttpHandler cors(CorsSettings settings, Authenticator authenticator) {
    return new Cors(
        settings, TestEndpoints.of(saying("word"), authenticator, HttpSettings.of(1000)));
  }

  private static HttpHandler limited(ScriptedModel model) {
    Endpoints table = TestEndpoints.of(model, Authenticator.NONE, HttpSettings.of(1000));
    return new ResponseLimits(table, table);
  }

  private static ScriptedModel saying(String text) {
    return ScriptedModel.answering(
        new TextDelta(text),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1, 1)));
  }

  /** A door that counts each byte of a body once and nothing else. */
  private static FrontDoor door(long bytes) {
    ResponseLimit.Form plain =
        new ResponseLimit.Form() {
          @Override
          public long head(int status, Headers headers) {
            return 0;
          }

          @Override
          public long body(byte[] piece, int offset, int length) {
            return length;
          }
        };
    return new FrontDoor(
        Optional.empty(),
        false,
        Duration.ZERO,
        Optional.of(new ResponseLimit("the door", bytes, plain)));
  }

  private static HttpCall call(String method, String path, String body, FrontDoor door) {
    InputStream in = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    return new HttpCall(
        method,
        path,
        new Headers().set("x-request-id", "test-1"),
        in,
        Deadline.after(Duration.ofMinutes(1)),
        Optional.empty(),
        door);
  }

  /** A sink as a buffering platform's: a second start begins anew. */
  private static final class Buffered implements ResponseSink {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Headers headers = new Headers();
    private int status;
    private int most;

    @Override
    public OutputStream start(int newStatus, Headers newHeaders) {
      most = Math.max(most, body.size());
      body.reset();
      status = newStatus;
      headers = newHeaders;
      return body;
    }

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }
  }
}
