// Before a first call comes to the core it goes through Jetty, on the process's first virtual
// thread.
package dev.trefoil.server;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.runtime.Priming;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings rehearsed calls about as callers do: by a connection to a server, which is one of its own
 * on loopback, so that what waits at the real one's port is not held up.
 *
 * @param settings of the real one
 */
record RehearsedServer(ServerSettings settings) implements Priming.Door {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final String ANSWERED = "HTTP/1.1 200 ";

  @Override
  public void call(HttpHandler handler, byte[] body) throws IOException {
    HttpServer server =
        new HttpServer(0, settings.onLoopback(), handler, TIME, headers -> Optional.empty());
    try {
      server.start();
      String answer = exchange(server.port(), body);
      if (!answer.startsWith(ANSWERED)) {
        throw new IOException(
            "a rehearsed call was answered with " + answer.lines().findFirst().orElse("nothing"));
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // Which Jetty declares.
      throw new IOException(e);
    } finally {
      server.drain(TIME);
    }
  }

  /** All that is answered. */
  private static String exchange(int port, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      socket.setSoTimeout((int) TIME.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(head(body.length).getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String head(int length) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }
}
