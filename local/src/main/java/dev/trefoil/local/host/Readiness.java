// When is a host ready? When it answers; and once its process has ended, waiting is pointless.
package dev.trefoil.local.host;

import dev.trefoil.local.child.Child;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits for servers. */
public final class Readiness {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 20;

  private Readiness() {}

  /**
   * Waits until a GET is answered with 200; a child that answers otherwise is ended.
   *
   * @param child the process behind the port
   * @throws IOException with the child's last lines when it ends before, when it answers otherwise,
   *     or after three minutes
   */
  public static void await(Child child, int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .build();
    int status = firstStatus(child, request);
    if (status != 200) {
      // Ended first, so that all it had to say has been read.
      child.close();
      throw new IOException(
          "%s answers GET %s with %d; its last lines:%n%s"
              .formatted(child.name(), path, status, child.lastLines()));
    }
  }

  /**
   * Waits until something listens on a port.
   *
   * @throws IOException as {@link #await}
   */
  public static void awaitListening(Child child, int port)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (child.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        return;
      } catch (ConnectException e) {
        if (System.nanoTime() > giveUp) {
          throw new IOException(
              "%s does not listen after %d s; its last lines:%n%s"
                  .formatted(child.name(), LIMIT.toSeconds(), child.lastLines()),
              e);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    throw new IOException(child.obituary());
  }

  private static int firstStatus(Child child, HttpRequest request)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (child.isAlive()) {
        try {
          return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (ConnectException e) {
          if (System.nanoTime() > giveUp) {
            throw new IOException(
                "%s does not listen after %d s; its last lines:%n%s"
                    .formatted(child.name(), LIMIT.toSeconds(), child.lastLines()),
                e);
          }
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    }
    throw new IOException(child.obituary());
  }
}
