package dev.trefoil.rehearsal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.function.BiFunction;

/**
 * A server in this process, on loopback, that plays the model services which speak HTTP: whatever
 * is posted gets the lines that its path and body ask for, framed and on connections that stay, as
 * services have it, so that the client that reads them has all of that behind it.
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
   * @param lines by a request's path and body
   */
  static HttpStage open(BiFunction<String, String, Lines> lines) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    HttpStage stage = new HttpStage(socket);
    start(() -> stage.accept(lines));
    return stage;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void accept(BiFunction<String, String, Lines> lines) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        start(() -> serve(connection, lines));
      } catch (IOException e) {
        // The stage is closed.
      }
    }
  }

  /** Answers until the caller leaves, whose client is closed before the stage. */
  private static void serve(Socket connection, BiFunction<String, String, Lines> lines) {
    try (connection) {
      connection.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        String path = line(in).split(" ", 3)[1];
        String body = new String(in.readNBytes(bodyLength(in)), StandardCharsets.UTF_8);
        answer(connection.getOutputStream(), lines.apply(path, body));
      }
    } catch (IOException e) {
      // Nobody waits for anything more.
    }
  }

  private static int bodyLength(InputStream in) throws IOException {
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (header.substring(0, colon).toLowerCase(Locale.ROOT).equals("content-length")) {
        length = Integer.parseInt(header.substring(colon + 1).strip());
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
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int length = lines.body().length;
    text(answer, "HTTP/1.1 200 OK\r\nContent-Type: " + lines.contentType() + "\r\n");
    if (lines.streamed()) {
      text(answer, "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n");
      answer.writeBytes(lines.body());
      text(answer, "\r\n0\r\n\r\n");
    } else {
      text(answer, "Content-Length: " + length + "\r\n\r\n");
      answer.writeBytes(lines.body());
    }
    answer.writeTo(out);
    out.flush();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
