package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process is told to end while answers are under way. */
@Timeout(60)
class DrainTest {
  private static final String STREAM = "GET /stream HTTP/1.1\r\nhost: localhost\r\n\r\n";
  private static final String ANSWER = "GET /now HTTP/1.1\r\nhost: localhost\r\n\r\n";

  private final CountDownLatch rest = new CountDownLatch(1);

  /** A stream that ends when it is let, and an answer that is there at once. */
  private final HttpHandler core =
      (HttpCall call, ResponseSink sink) -> {
        OutputStream out = sink.start(200, new Headers());
        out.write("first".getBytes(StandardCharsets.US_ASCII));
        if (call.path().equals("/stream")) {
          out.flush();
          try {
            rest.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        out.write("last".getBytes(StandardCharsets.US_ASCII));
      };

  @Test
  void whatHasBegunEndsWholeAndNothingNewBegins() throws Exception {
    try (Running running = Running.start(core);
        Socket idle = running.open(ANSWER);
        Socket stream = running.open(STREAM)) {
      int port = running.port();
      assertThat(read(idle, "last")).doesNotContain("onnection: close");
      assertThat(read(stream, "first")).startsWith("HTTP/1.1 200 ");
      Thread drain = Thread.ofVirtual().start(() -> running.server().drain(Duration.ofHours(1)));

      assertThat(idle.getInputStream().readAllBytes()).isEmpty();
      while (takesConnections(port)) {
        Thread.onSpinWait(); // Until the thread that accepts has woken up and let go.
      }
      assertThat(drain.isAlive()).isTrue();
      rest.countDown();
      assertThat(new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("last")
          .endsWith("0\r\n\r\n");
      drain.join();
    }
  }

  @Test
  void whatTakesTooLongIsCutAndNoWholeAnswer() throws Exception {
    try (Running running = Running.start(core);
        Socket stream = running.open(STREAM)) {
      assertThat(read(stream, "first")).startsWith("HTTP/1.1 200 ");

      running.server().drain(Duration.ZERO);

      assertThat(new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotEndWith("0\r\n\r\n");
    } finally {
      rest.countDown();
    }
  }

  private static boolean takesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      return true; // It came about just as that ended: the next one is refused.
    }
  }

  private static String read(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      text.append((char) socket.getInputStream().read());
    }
    return text.toString();
  }
}
