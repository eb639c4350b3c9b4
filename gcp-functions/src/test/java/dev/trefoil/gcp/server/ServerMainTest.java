package dev.trefoil.gcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMainTest {
  private final Server server =
      ServerMain.server(Optional.of("127.0.0.1"), 0, Echo.class, ServerLimits.of(Map.of()));

  /** Answers with the length of a header. */
  public static final class Echo implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      response.getWriter().write("long: " + request.getFirstHeader("x-long").orElse("").length());
    }
  }

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void headersAsOtherPlatformsTakeThemAreTaken() throws IOException {
    assertThat(get("/", 20_000)).contains("200 OK").endsWith("long: 20000");
  }

  @ParameterizedTest
  @CsvSource({
    "/, 40000, 431, request_headers_too_large",
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

  @ParameterizedTest
  @ValueSource(strings = {"//v1//models", "/v1%2Fmodels", "/x/%2e%2e/v1", "/v1;a=b", "/v1?x={y}|%"})
  void anOddPathIsTheCoresToJudge(String path) throws IOException {
    assertThat(get(path, 1)).contains("200 OK").endsWith("long: 1");
  }

  @Test
  void idleConnectionsOutliveThoseOfLoadBalancers() {
    assertThat(connector().getIdleTimeout()).isEqualTo(Duration.ofSeconds(620).toMillis());
  }

  /** What a caller who stalls holds: a thread, and its body's share of the bytes under way. */
  @Test
  void aCallerWhoStallsIsWaitedForNoLongerThanByTheFramework() {
    assertThat(
            connector()
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .getIdleTimeout())
        .isEqualTo(Duration.ofSeconds(30).toMillis());
  }

  @Test
  void bothLimitsAreTheOwnersToSet() {
    assertThat(ServerLimits.of(Map.of(ServerLimits.IDLE, "75", ServerLimits.HEADERS, "16384")))
        .isEqualTo(new ServerLimits(Duration.ofSeconds(75), 16_384));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "long", "99999999"})
  void aLimitThatIsNoneIsRefusedByName(String value) {
    assertThatThrownBy(() -> ServerLimits.of(Map.of(ServerLimits.IDLE, value)))
        .hasMessageContaining(ServerLimits.IDLE);
    assertThatThrownBy(() -> ServerLimits.of(Map.of(ServerLimits.HEADERS, value)))
        .hasMessageContaining(ServerLimits.HEADERS);
  }

  private ServerConnector connector() {
    return (ServerConnector) server.getConnectors()[0];
  }

  private String get(String path, int header) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-long: %s\r\n\r\n"
            .formatted(path, "x".repeat(header));
    try (Socket socket =
        new Socket(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), connector().getLocalPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
