package dev.trefoil.rehearsal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;

/**
 * A server in this process, on loopback, that plays the model services which speak HTTP: whatever
 * is posted gets the lines that its path asks for. It serves one connection after the other, each
 * for one request, and never reads more of a request than it says it has.
 */
final class HttpStage implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Longer than the head of any request of ours. */
  private static final int LONGEST_LINE = 64 * 1024;

  private final ServerSocket socket;

  private HttpStage(ServerSocket socket) {
    this.socket = socket;
  }

  /**
   * Opens it.
   *
   * @param lines by a request's path
   */
  static HttpStage open(Function<String, Lines> lines) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    HttpStage stage = new HttpStage(socket);
    Thread thread = new Thread(() -> stage.serve(lines), "rehearsal");
    thread.setDaemon(true);
    thread.start();
    return stage;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void serve(Function<String, Lines> lines) {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(TIMEOUT_MILLIS);
        InputStream in = new BufferedInputStream(connection.getInputStream());
        String path = line(in).split(" ", 3)[1];
        in.skipNBytes(bodyLength(in));
        answer(connection.getOutputStream(), lines.apply(path));
      } catch (IOException e) {
        // The caller has left, or the stage is closed: either way nobody waits for the rest.
      }
    }
  }

  private static long bodyLength(InputStream in) throws IOException {
    long length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (header.substring(0, colon).toLowerCase(Locale.ROOT).equals("content-length")) {
        length = Long.parseLong(header.substring(colon + 1).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == LONGEST_LINE) {
        throw new IOException("the request has no end");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void answer(OutputStream out, Lines lines) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: "
            + lines.contentType()
            + "\r\nContent-Length: "
            + lines.body().length
            + "\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(lines.body());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
