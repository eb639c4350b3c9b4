package dev.trefoil.local;

import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** An HTTP server that holds its callers until it is opened, and knows how many have come. */
public final class Gate implements AutoCloseable {
  private final Semaphore arrived = new Semaphore(0);
  private final CountDownLatch open = new CountDownLatch(1);
  private final LoopbackServer server;

  public Gate() throws IOException {
    server =
        LoopbackServer.start(
            0,
            exchange -> {
              arrived.release();
              try {
                open.await();
                Exchanges.send(exchange, 200, "text/plain", "go on");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  public String url() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  /** Waits until so many callers more have come. */
  public void awaitArrivals(int callers) throws InterruptedException {
    arrived.acquire(callers);
  }

  public void open() {
    open.countDown();
  }

  @Override
  public void close() {
    open();
    server.close();
  }
}
