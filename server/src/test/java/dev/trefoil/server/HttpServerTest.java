package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A core that answers with the length of a header. */
class HttpServerTest {
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running =
        Running.start(
            (call, sink) ->
                sink.start(200, new Headers().set("content-type", "text/plain"))
                    .write(
                        ("long: " + call.headers().first("x-long").orElse("").length())
                            .getBytes(StandardCharsets.US_ASCII)));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 60_000})
  void headersAsOtherPlatformsTakeThemAreTaken(int length) throws IOException {
    assertThat(get("/", length)).startsWith("HTTP/1.1 200 ").endsWith("long: " + length);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 70000, 431, request_headers_too_large",
    "/%zz, 1, 400, invalid_path",
    "/v1/models%, 1, 400, invalid_path"
  })
  void whatTheServerRefusesIsSaidInOpenAisForm(String path, int header, int status, String code)
      throws IOException {
    assertThat(get(path, header))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("application/json")
        .contains("\"code\":\"" + code + "\"");
  }

  @Test
  void moreHeadersThanAnybodySendsAreRefusedTheSameWay() throws IOException {
    String few = "x-a: b\r\n".repeat(200);
    assertThat(running.exchange(request("/", few))).startsWith("HTTP/1.1 200 ");
    assertThat(running.exchange(request("/", few + few)))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"code\":\"request_headers_too_large\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//v1//models", "/v1%2Fmodels", "/x/%2e%2e/v1", "/v1;a=b", "/v1?x={y}|%"})
  void anOddPathIsTheCoresToJudge(String path) throws IOException {
    assertThat(get(path, 1)).startsWith("HTTP/1.1 200 ").endsWith("long: 1");
  }

  @Test
  void anAnswerThatIsNeverFlushedSaysItsLength() throws IOException {
    assertThat(get("/", 1)).contains("Content-Length: 7\r\n").doesNotContain("chunked");
  }

  @Test
  void idleConnectionsOutliveThoseOfLoadBalancers() {
    assertThat(running.server().connector().getIdleTimeout())
        .isEqualTo(Duration.ofSeconds(620).toMillis());
  }

  /** What a caller who stalls holds: its body's share of the bytes under way. */
  @Test
  void aCallerWhoStallsIsWaitedForNoLongerThanByTheFramework() {
    assertThat(
            running
                .server()
                .connector()
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .getIdleTimeout())
        .isEqualTo(Duration.ofSeconds(30).toMillis());
  }

  @Test
  void allLimitsAreTheOwnersToSet() {
    assertThat(
            ServerSettings.of(
                Map.of(
                    ServerSettings.LISTEN, "10.0.0.1",
                    ServerSettings.IDLE, "75",
                    ServerSettings.HEADERS, "16384",
                    ServerSettings.CONNECTIONS, "100",
                    ServerSettings.DRAIN, "0")))
        .isEqualTo(
            new ServerSettings(
                Optional.of("10.0.0.1"),
                Duration.ofSeconds(75),
                16_384,
                100,
                Duration.ZERO,
                OptionalInt.empty()));
    assertThat(ServerSettings.of(Map.of()).listen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TREFOIL_IDLE_TIMEOUT_SECONDS, 0",
    "TREFOIL_IDLE_TIMEOUT_SECONDS, long",
    "TREFOIL_MAX_HEADER_BYTES, -1",
    "TREFOIL_MAX_HEADER_BYTES, ''",
    "TREFOIL_MAX_CONNECTIONS, 0",
    "TREFOIL_DRAIN_SECONDS, 1.5",
    "TREFOIL_METRICS_PORT, 0",
    "TREFOIL_METRICS_PORT, 70000",
    "TREFOIL_DRAIN_SECONDS, 99999999"
  })
  void aLimitThatIsNoneIsRefusedByName(String name, String value) {
    assertThatThrownBy(() -> ServerSettings.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void anAnswerThatBreaksOffIsNoWholeOne() throws Exception {
    try (Running broken =
        Running.start(
            (call, sink) -> {
              sink.start(200, new Headers()).flush();
              throw new EOFException("Broken pipe");
            })) {
      assertThat(broken.exchange(request("/", "")))
          .startsWith("HTTP/1.1 200 ")
          .doesNotEndWith("0\r\n\r\n");
    }
  }

  /** Else a stream that is cut passes for a whole one where the connection ends with it anyway. */
  @Test
  void aStreamEndsByAChunkAlsoWhereItsConnectionEndsWithIt() throws Exception {
    try (Running whole = Running.start((call, sink) -> sink.start(200, new Headers()).flush())) {
      assertThat(whole.exchange(request("/", ""))).endsWith("\r\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void oneThatBreaksBeforeIsAnErrorInOurForm() throws Exception {
    try (Running broken =
        Running.start(
            (call, sink) -> {
              throw new IllegalStateException("broken");
            })) {
      assertThat(broken.exchange(request("/", "")))
          .startsWith("HTTP/1.1 500 ")
          .contains("\"code\":\"internal_error\"")
          .doesNotContain("broken");
    }
  }

  private String get(String path, int header) throws IOException {
    return running.exchange(request(path, "x-long: " + "x".repeat(header) + "\r\n"));
  }

  private static String request(String path, String headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        + headers
        + "\r\n";
  }
}
