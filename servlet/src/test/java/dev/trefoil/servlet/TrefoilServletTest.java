package dev.trefoil.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Pace;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Principal;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.servlet.ServletServer.Running;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servlet in Tomcat and in Jetty, over the core and the vendors' clients. */
@Timeout(60)
class TrefoilServletTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIME = Duration.ofSeconds(30);

  /** An answer of megabytes, which no buffer between two processes takes. */
  private static final int WORDS = 50_000;

  private static final String TARGET = "openai/gpt-5.4";
  private static final String CHAT =
      "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

  private static EmulatedServices services;

  @BeforeAll
  static void startServices() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stopServices() {
    services.close();
  }

  @AfterEach
  void makeWhole() {
    for (String service : EmulatedServices.NAMES) {
      services.controls(service).clearFault();
      services.controls(service).pace(Pace.FREE);
    }
  }

  private static TrefoilServlet servlet(HttpHandler handler) {
    return new TrefoilServlet(handler, TIME);
  }

  private static Running start(ServletServer server, HttpHandler handler) throws Exception {
    return server.start(Site.of(servlet(handler)));
  }

  /** The services say what they are told. */
  private static String chat(String model, boolean stream, String text) {
    return CHAT.formatted(model, stream, text);
  }

  @ParameterizedTest
  @EnumSource
  void aPlainCallIsAnswered(ServletServer server) throws Exception {
    try (Running running = start(server, services.http())) {
      HttpResponse<String> answer =
          Wire.post(running.port(), "/v1/chat/completions", chat(TARGET, false, "Grüße, 世界"));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/json");
      assertThat(answer.headers().firstValue("x-trefoil-provider")).contains("openai");
      assertThat(JSON.readTree(answer.body()).at("/choices/0/message/content").asText())
          .isEqualTo("Grüße, 世界");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamArrivesTokenByToken(ServletServer server) throws Exception {
    streamed(server, Site.of(servlet(services.http())));
  }

  /** On the container's own thread, where a filter does not support async. */
  @ParameterizedTest
  @EnumSource
  void aStreamArrivesTokenByTokenWithoutAsyncAsWell(ServletServer server) throws Exception {
    Filter passing = (request, response, chain) -> chain.doFilter(request, response);

    streamed(server, Site.of(servlet(services.http())).behind(passing).withoutAsync());
  }

  private static void streamed(ServletServer server, Site site) throws Exception {
    Semaphore allowed = new Semaphore(0);
    services.controls("openai").pace(token -> allowed.acquire());
    try (Running running = server.start(site);
        Socket socket =
            Wire.open(
                running.port(),
                Wire.posted("/v1/chat/completions", chat(TARGET, true, "one two three")))) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String word : List.of("one", "two", "three")) {
        // The service has given no more than this word when it is read.
        allowed.release();
        assertThat(content(lines)).contains(word);
      }
      allowed.release(1000);
      assertThat(lines.lines().toList()).contains("data: [DONE]");
    }
  }

  /** The next text of a stream. */
  private static String content(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: {")) {
        JsonNode text = JSON.readTree(line.substring(6)).at("/choices/0/delta/content");
        if (!text.asText("").isBlank()) {
          return text.asText();
        }
      }
    }
    throw new EOFException("the stream ended");
  }

  @ParameterizedTest
  @EnumSource
  void anotherTargetAnswersWhenTheFirstFails(ServletServer server) throws Exception {
    services.controls("openai").fault(Fault.always(new Failure.Outage()));
    HttpHandler routed =
        services.front(
            TrefoilConfig.parse(
                    """
                    auth: none
                    services:
                      openai: {kind: openai, endpoint: "http://127.0.0.1:1/v1", keyFrom: "env:KEY"}
                      azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
                    retry: {backoffMs: 1}
                    routes:
                      chat: {targets: [openai/gpt-5.4, azure/gpt-5.4]}
                    """,
                    Map.of("KEY", "k"))
                .routing());
    try (Running running = start(server, routed)) {
      HttpResponse<String> answer =
          Wire.post(running.port(), "/v1/chat/completions", chat("chat", false, "hi"));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-trefoil-provider")).contains("azure");
      assertThat(answer.headers().firstValue("x-trefoil-trail").orElseThrow())
          .startsWith("openai/gpt-5.4;outcome=overloaded");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongCallIsRefusedInTheFormOfEveryDoor(ServletServer server) throws Exception {
    try (Running running = start(server, services.http())) {
      HttpResponse<String> refused =
          Wire.post(running.port(), "/v1/chat/completions", "{\"model\":7,\"messages\":[]}");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(refused.body()).at("/error/param").asText()).isEqualTo("model");
      assertThat(Wire.get(running.port(), "/nothing").statusCode()).isEqualTo(404);
      assertThat(Wire.get(running.port(), "/v1/chat/completions").headers().firstValue("allow"))
          .contains("OPTIONS, POST");
      assertThat(
              Wire.exchange(
                  running.port(),
                  "HEAD /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\n")
          .doesNotContain("{");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatBreaksOffIsNoFaultOfOurs(ServletServer server) throws Exception {
    try (Running running = start(server, services.http())) {
      String answer =
          Wire.exchange(
              running.port(),
              "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                  + "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallerWhoLeavesEndsTheCallOfTheService(ServletServer server) throws Exception {
    Semaphore allowed = new Semaphore(1);
    Semaphore written = new Semaphore(0);
    AtomicBoolean ended = new AtomicBoolean();
    int before = services.controls("openai").abandoned();
    services.controls("openai").pace(token -> allowed.acquire());
    HttpHandler watched =
        (call, sink) -> {
          try {
            services
                .http()
                .handle(call, (status, headers) -> noting(sink.start(status, headers), written));
          } finally {
            ended.set(true);
            written.release();
          }
        };
    try (Running running = start(server, watched)) {
      try (Socket socket =
          Wire.open(
              running.port(),
              Wire.posted("/v1/chat/completions", chat(TARGET, true, "word ".repeat(WORDS))))) {
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(content(lines)).contains("word");
        socket.setSoLinger(true, 0);
      }
      // Each token only when the one before has been written, so that the service is not done
      // first.
      while (!ended.get()) {
        allowed.release();
        written.acquire();
      }
      allowed.release(WORDS);

      services.controls("openai").awaitAbandoned(before + 1);
    }
  }

  /** Tells of every flush that has been tried. */
  private static OutputStream noting(OutputStream out, Semaphore written) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        out.flush();
        written.release();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatBreaksOffDoesNotPassForAWholeOne(ServletServer server) throws Exception {
    BlockingQueue<Exception> failures =
        new LinkedBlockingQueue<>(
            List.of(new EOFException("cut"), new IllegalStateException("broken")));
    HttpHandler breaking =
        (call, sink) -> {
          OutputStream out = sink.start(200, new Headers().set("content-type", "text/plain"));
          out.write("half".getBytes(StandardCharsets.UTF_8));
          out.flush();
          switch (failures.remove()) {
            case IOException left -> throw left;
            case RuntimeException broken -> throw broken;
            case Exception other -> throw new IllegalStateException(other);
          }
        };
    try (Running running = start(server, breaking)) {
      for (int i = 0; i < 2; i++) {
        assertThat(Wire.exchange(running.port(), "GET / HTTP/1.1\r\nhost: x\r\n\r\n"))
            .startsWith("HTTP/1.1 200")
            .contains("half")
            .doesNotContain("\r\n0\r\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsBeforeTheServletIsNoPartOfThePath(ServletServer server) throws Exception {
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    Site site = Site.of(servlet(keeping(calls))).at("/app", "/llm/*");
    try (Running running = server.start(site)) {
      for (String path :
          List.of("/app/llm/v1/a%20b", "/app/./llm/v1/a%20b", "/app/l%6Cm/v1/a%20b?x=/app/llm/")) {
        assertThat(Wire.exchange(running.port(), get(path))).as(path).startsWith("HTTP/1.1 204");
        assertThat(calls.remove().path()).as(path).isEqualTo("/v1/a%20b");
      }
      Wire.exchange(running.port(), get("/app/llm"));
      assertThat(calls.remove().path()).isEqualTo("/");
      Wire.exchange(running.port(), get("/app/llm/app/llm/x"));
      assertThat(calls.remove().path()).isEqualTo("/app/llm/x");
      assertThat(Wire.exchange(running.port(), get("/app/other"))).startsWith("HTTP/1.1 404");
      assertThat(calls).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExactMappingKeepsItsPath(ServletServer server) throws Exception {
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    try (Running running =
        server.start(Site.of(servlet(keeping(calls))).at("/app", "/v1/models"))) {
      Wire.exchange(running.port(), get("/app/v1/models"));
      assertThat(calls.remove().path()).isEqualTo("/v1/models");
    }
  }

  private static String get(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nX-Many: one\r\nx-many: two, three\r\n\r\n";
  }

  private static HttpHandler keeping(BlockingQueue<HttpCall> calls) {
    return (call, sink) -> {
      calls.add(call);
      sink.start(204, new Headers()).flush();
    };
  }

  @ParameterizedTest
  @EnumSource
  void headersAreHandedOnAsTheyCame(ServletServer server) throws Exception {
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    try (Running running = start(server, keeping(calls))) {
      Wire.exchange(running.port(), get("/"));
      HttpCall call = calls.remove();
      assertThat(call.headers().all("x-many")).containsExactly("one", "two, three");
      assertThat(call.principal()).as("nobody vouches for it").isEmpty();
      assertThat(call.deadline().remaining()).isBetween(Duration.ofSeconds(1), TIME);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFilterCanRefuseACall(ServletServer server) throws Exception {
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    Filter refusing = (request, response, chain) -> ((HttpServletResponse) response).setStatus(403);
    try (Running running = server.start(Site.of(servlet(keeping(calls))).behind(refusing))) {
      assertThat(Wire.exchange(running.port(), get("/"))).startsWith("HTTP/1.1 403");
      assertThat(calls).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whomAFilterHasVerifiedIsTheCaller(ServletServer server) throws Exception {
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    Filter verifying =
        (request, response, chain) ->
            chain.doFilter(verified((HttpServletRequest) request, "user-1"), response);
    try (Running running = server.start(Site.of(servlet(keeping(calls))).behind(verifying))) {
      Wire.exchange(running.port(), get("/"));
      assertThat(calls.remove().principal()).contains(new Principal("user-1"));
    }
  }

  private static HttpServletRequest verified(HttpServletRequest request, String name) {
    return new HttpServletRequestWrapper(request) {
      @Override
      public java.security.Principal getUserPrincipal() {
        return () -> name;
      }
    };
  }

  /** A door that takes whole answers only says so by an attribute. */
  @ParameterizedTest
  @EnumSource
  void whereAnAnswerIsLimitedItIsSentWhenItIsWhole(ServletServer server) throws Exception {
    Deadline deadline = Deadline.after(Duration.ofSeconds(5));
    BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    Filter limiting =
        (request, response, chain) -> {
          request.setAttribute(TrefoilServlet.DEADLINE, deadline);
          request.setAttribute(TrefoilServlet.FRONT_DOOR, limited());
          chain.doFilter(request, response);
        };
    HttpHandler twice =
        (call, sink) -> {
          calls.add(call);
          OutputStream first = sink.start(200, new Headers().set("x-first", "1"));
          first.write("first".getBytes(StandardCharsets.UTF_8));
          first.flush();
          sink.start(400, new Headers().set("x-second", "2"))
              .write("second".getBytes(StandardCharsets.UTF_8));
        };
    try (Running running = server.start(Site.of(servlet(twice)).behind(limiting))) {
      HttpResponse<String> answer = Wire.get(running.port(), "/");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("second");
      assertThat(answer.headers().firstValue("x-first")).isEmpty();
      assertThat(answer.headers().firstValue("x-second")).contains("2");
      assertThat(calls.remove().deadline()).isSameAs(deadline);
    }
  }

  private static FrontDoor limited() {
    ResponseLimit.Form form =
        new ResponseLimit.Form() {
          @Override
          public long head(int status, Headers headers) {
            return 0;
          }

          @Override
          public long body(byte[] bytes, int offset, int length) {
            return length;
          }
        };
    return new FrontDoor(
        Optional.empty(),
        false,
        Duration.ZERO,
        Optional.of(new ResponseLimit("a test", 1000, form)));
  }

  @ParameterizedTest
  @EnumSource
  void itIsConfiguredByParameters(ServletServer server) throws Exception {
    Site site = Site.of(new TrefoilServlet());
    Map<String, String> parameters =
        Map.of(
            TrefoilConfig.VARIABLE,
            """
            auth: none
            priming: false
            services:
              own: {kind: openai, endpoint: "%s", keyFrom: "env:OWN_KEY"}
            routes:
              chat: {targets: [own/gpt-5.4]}
            """
                .formatted(services.endpoint("openai")),
            "OWN_KEY",
            "test-key");
    try (Running running = server.start(site.with(parameters))) {
      HttpResponse<String> answer =
          Wire.post(running.port(), "/v1/chat/completions", chat("chat", false, "hi"));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-trefoil-provider")).contains("own");
    }
  }

  /** Tomcat starts without a servlet that does not, and answers 500 to its calls. */
  @ParameterizedTest
  @EnumSource
  void withAParameterThatSaysNothingSensibleNothingIsServed(ServletServer server) {
    Site site = Site.of(new TrefoilServlet()).with(Map.of("TREFOIL_TIMEOUT_SECONDS", "soon"));

    assertThatThrownBy(
            () -> {
              try (Running running = server.start(site)) {
                throw new IllegalStateException(Wire.exchange(running.port(), get("/")));
              }
            })
        .satisfiesAnyOf(
            failure -> assertThat(failure).hasMessageStartingWith("HTTP/1.1 500"),
            failure ->
                assertThat(failure).hasStackTraceContaining("TREFOIL_TIMEOUT_SECONDS is a whole"));
  }
}
