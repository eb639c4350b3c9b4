package dev.trefoil.server;

import dev.trefoil.http.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A server of some core on loopback. */
public record Running(HttpServer server) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  static final Map<String, String> LOOPBACK = Map.of(ServerSettings.LISTEN, "127.0.0.1");

  public static Running start(HttpHandler core) throws Exception {
    Running running =
        new Running(
            new HttpServer(
                0,
                ServerSettings.of(LOOPBACK),
                core,
                Duration.ofMinutes(10),
                headers -> Optional.empty()));
    running.server.start();
    return running;
  }

  public int port() {
    return server.port();
  }

  /** A connection on which this has been sent. */
  Socket open(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** All that is answered until the connection is closed. */
  String exchange(String request) throws IOException {
    try (Socket socket = open(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.drain(Duration.ZERO);
  }
}
