// Before a first call comes to the core it goes through Jetty, on the process's first virtual
// thread.
package dev.trefoil.server;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.runtime.Priming;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;

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

  /**
   * All that is answered, waited for on a virtual thread by a channel, as calls wait for services:
   * the first that does so loads what wakes them. A rehearsed service's answer may be there before
   * it is waited for.
   */
  private static String exchange(int port, byte[] body) throws Exception {
    FutureTask<String> answer = new FutureTask<>(() -> ask(port, body));
    Thread.ofVirtual().start(answer);
    return answer.get();
  }

  private static String ask(int port, byte[] body) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (Socket socket = SocketChannel.open(new InetSocketAddress(loopback, port)).socket()) {
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
