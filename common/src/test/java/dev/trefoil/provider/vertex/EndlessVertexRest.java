package dev.trefoil.provider.vertex;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.provider.ChatModelContract;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** The same as {@link EndlessVertex} by REST. */
final class EndlessVertexRest implements ChatModelContract.Endless {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final String response;
  private final HttpServer server;

  /**
   * @param response what a stream gives before it goes silent, in JSON
   */
  EndlessVertexRest(LoopbackTls tls, String response) {
    this.response = response;
    this.server = HttpServer.startTls(0, tls, this::answer);
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    requested.countDown();
    try {
      if (request.path().endsWith(":streamGenerateContent")) {
        exchange.startChunked(200, Headers.of("content-type", "text/event-stream"));
        exchange.chunk(("data: " + response + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      }
      exchange.awaitClientGone();
    } finally {
      gone.countDown();
    }
  }

  @Override
  public void awaitRequest() throws InterruptedException {
    requested.await();
  }

  @Override
  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + server.port());
  }

  @Override
  public void awaitHangUp() throws InterruptedException {
    gone.await();
  }

  @Override
  public void close() {
    server.close();
  }
}
