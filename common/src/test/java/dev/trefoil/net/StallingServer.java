package dev.trefoil.net;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Sends an answer's headers and the first bytes of its body, and then nothing. */
public final class StallingServer implements AutoCloseable {
  private final CountDownLatch left = new CountDownLatch(1);
  private final HttpServer server =
      HttpServer.start(
          0,
          (request, exchange) -> {
            byte[] body = "{\"value\":\"one\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendPart(200, new Headers(), body, 8);
            exchange.awaitClientGone();
            left.countDown();
          });

  /** Where it answers. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  /** Waits until the client has closed its connection. */
  public void awaitClientGone() throws InterruptedException {
    left.await();
  }

  @Override
  public void close() {
    server.close();
  }
}
