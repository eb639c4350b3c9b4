// A process that listens on loopback.
package dev.trefoil.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A server's process.
 *
 * @param port of 127.0.0.1
 */
public record Server(MeasuredProcess process, int port) implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 5;

  /**
   * Waits until it takes connections.
   *
   * @return itself
   * @throws IOException when it ends before, or has not done so within a minute; it is ended then
   */
  public Server awaitListening() throws IOException, InterruptedException {
    long until = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        String lastOutput = process.lastOutput();
        close();
        throw new IOException("nothing listens on port " + port + "; " + lastOutput);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return this;
  }

  /** Where it is. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address());
      return true;
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
