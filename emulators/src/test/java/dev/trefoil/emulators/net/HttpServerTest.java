package dev.trefoil.emulators.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {

  private final HttpServer server =
      HttpServer.start(
          0,
          (request, exchange) ->
              exchange.send(
                  200,
                  new Headers(),
                  "%s %s?%s %s"
                      .formatted(
                          request.method(),
                          request.path(),
                          request.query(),
                          new String(request.body(), StandardCharsets.UTF_8))
                      .getBytes(StandardCharsets.UTF_8)));

  @AfterEach
  void close() {
    server.close();
  }

  /** All that the server says to these bytes until it closes the connection. */
  private String talk(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aConnectionServesManyRequests() throws IOException {
    String answers =
        talk("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b%20c?d=e HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answers).contains("GET /a? ", "GET /b%20c?d=e ");
  }

  @Test
  void aClientThatWantsToCloseGetsItsWay() throws IOException {
    String answers =
        talk("GET /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answers).contains("connection: close", "GET /a? ").doesNotContain("/b");
  }

  @Test
  void chunkedBodiesAreRead() throws IOException {
    String answer =
        talk(
            "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
    assertThat(answer).contains("POST /c? abc0123456789");
  }

  @Test
  void whoAsksFirstIsToldToContinue() throws IOException {
    String answer = talk("POST /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
    assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200").contains("/e? hi");
  }

  @ParameterizedTest
  @CsvSource({
    "NONSENSE, 400",
    "GET x HTTP/1.1, 400",
    "GET / HTTP/2.0, 400",
    "POST / HTTP/1.1~Content-Length: -1, 400",
    "POST / HTTP/1.1~Content-Length: x, 400",
    "POST / HTTP/1.1~Content-Length: 99999999999, 413",
    "POST / HTTP/1.1~Content-Length: 3~Transfer-Encoding: chunked, 400",
    "POST / HTTP/1.1~Transfer-Encoding: gzip, 400",
    "GET / HTTP/1.1~No colon, 400",
    "GET / HTTP/1.1~ folded: x, 400"
  })
  void whatIsNoHttpIsRefused(String head, int status) throws IOException {
    assertThat(talk(head.replace("~", "\r\n") + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void anEndlessHeadIsRefused() throws IOException {
    assertThat(talk("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(300) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(talk("GET /" + "x".repeat(80_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedAlthoughItIsBeingSent() throws IOException {
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        "POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
            .formatted(HttpServer.BODY_LIMIT + 1)
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(new byte[1_000_000]);
    assertThat(talk(request.toString(StandardCharsets.ISO_8859_1))).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void theJdksClientIsServedAlthoughItOffersHttp2() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + "/x"))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("GET /x? ");
    }
  }

  @Test
  void aHandlerNoticesThatItsClientLeaves() throws IOException, InterruptedException {
    var noticed = new CountDownLatch(1);
    try (var waiting =
        HttpServer.start(
            0,
            (request, exchange) -> {
              exchange.startChunked(200, new Headers());
              exchange.awaitClientGone();
              noticed.countDown();
            })) {
      try (var socket = new Socket("127.0.0.1", waiting.port())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\n\r\nGET /".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo('H');
      }
      noticed.await();
    }
  }

  @Test
  void aMistakeOfOursIsToldAsOne() throws IOException {
    try (var faulty =
            HttpServer.start(
                0,
                (request, exchange) -> {
                  throw new IllegalStateException("a mistake made on purpose by a test");
                });
        var socket = new Socket("127.0.0.1", faulty.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes())
          .asString()
          .startsWith("HTTP/1.1 500 ")
          .contains(
              "The emulator failed: java.lang.IllegalStateException: a mistake made on purpose");
    }
  }

  @Test
  void closingInterruptsAHandler() throws IOException, InterruptedException {
    var busy = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var stuck =
        HttpServer.start(
            0,
            (request, exchange) -> {
              busy.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    try (var socket = new Socket("127.0.0.1", stuck.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      busy.await();
      stuck.close();
      interrupted.await();
      stuck.close();
    }
  }
}
