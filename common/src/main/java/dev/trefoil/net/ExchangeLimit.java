package dev.trefoil.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Ends one exchange by closing its connection when its time is over, unless it has ended first. */
final class ExchangeLimit implements Closeable {
  private final Duration limit;
  private final Socket socket;
  private final Thread clock;
  private volatile boolean late;

  ExchangeLimit(Duration limit, Socket socket) {
    this.limit = limit;
    this.socket = socket;
    this.clock = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      Thread.sleep(limit);
      late = true;
      socket.close();
    } catch (InterruptedException ended) {
      // The exchange was over first.
    } catch (IOException e) {
      // It is closed as far as it can be.
    }
  }

  /** A failure as what it is: whoever reads from a closed connection is not told why. */
  IOException told(IOException failure) {
    return late
        ? (IOException)
            new SocketTimeoutException("no whole answer within " + limit.toMillis() + " ms")
                .initCause(failure)
        : failure;
  }

  @Override
  public void close() throws IOException {
    clock.interrupt();
    socket.close();
  }
}
