package dev.trefoil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An exchange that would not end without its limits: each test would hang. What is short is long
 * enough for a connection, on a busy machine too.
 */
@Timeout(60)
class BoundedHttpTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aBodyThatStallsIsGivenUpAndItsConnectionClosed() throws Exception {
    try (StallingServer server = new StallingServer();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri()).build();

      assertThatExceptionOfType(HttpTimeoutException.class)
          .isThrownBy(() -> BoundedHttp.send(client, request, SHORT, 100))
          .withMessage("no whole answer within 2000 ms");

      server.awaitClientGone();
    }
  }

  @Test
  void aClientOfOneExchangeEndsWithIt() throws Exception {
    try (StallingServer server = new StallingServer()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri()).build();

      assertThatExceptionOfType(HttpTimeoutException.class)
          .isThrownBy(() -> BoundedHttp.sendOnce(request, SHORT, 100));

      server.awaitClientGone();
    }
  }

  @Test
  void aBodyIsReadUpToItsLimit() throws Exception {
    try (HttpServer server =
        HttpServer.start(
            0, (request, exchange) -> exchange.send(200, new Headers(), new byte[100]))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/")).build();

      HttpResponse<byte[]> whole = BoundedHttp.sendOnce(request, LONG, 100);
      assertThat(whole.body()).hasSize(100);
      assertThatIOException()
          .isThrownBy(() -> BoundedHttp.sendOnce(request, LONG, 99))
          .withMessage("the answer has more than 99 bytes");
    }
  }

  @Test
  void whereNobodyListensIsSaid() {
    HttpRequest request;
    try (StallingServer closed = new StallingServer()) {
      request = HttpRequest.newBuilder(closed.uri()).build();
    }
    assertThatExceptionOfType(java.net.ConnectException.class)
        .isThrownBy(() -> BoundedHttp.sendOnce(request, LONG, 1));
  }
}
