package dev.trefoil.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One request on a socket of its own, byte by byte as it is written: a client would mend it. */
public record RawCall(int status, String head, byte[] body) {
  private static final int SHOWN = 500;
  private static final int PATIENCE_MILLIS = 120_000;
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  /** Sends a request that is nothing but its first line, given without the version. */
  public static RawCall send(int port, String requestLine) throws IOException {
    return send(port, requestLine, "", new byte[0]);
  }

  /**
   * Sends a request.
   *
   * @param headers each with the end of its line
   */
  public static RawCall send(int port, String requestLine, String headers, byte[] body)
      throws IOException {
    String head = requestLine + " HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n" + headers;
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    return send(port, request.toByteArray());
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Sends a request as it is. */
  public static RawCall send(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return parse(socket.getInputStream().readAllBytes());
    }
  }

  /** What of it a person wants to see. */
  public String shown() {
    return head + "\n" + text().substring(0, Math.min(SHOWN, text().length()));
  }

  private static RawCall parse(byte[] answer) throws IOException {
    int end = indexOf(answer, BLANK_LINE, 0);
    if (end < 0) {
      throw new IOException("no answer but " + new String(answer, StandardCharsets.ISO_8859_1));
    }
    String head = new String(answer, 0, end, StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOfRange(answer, end + BLANK_LINE.length, answer.length);
    boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
    return new RawCall(
        Integer.parseInt(head.split(" ", 3)[1].strip()), head, chunked ? joined(body) : body);
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (at < chunks.length) {
      int line = indexOf(chunks, new byte[] {'\r', '\n'}, at);
      if (line < 0) {
        throw new IOException("a chunk has no size");
      }
      int size =
          Integer.parseInt(
              new String(chunks, at, line - at, StandardCharsets.ISO_8859_1).strip(), 16);
      body.write(chunks, line + 2, size);
      at = line + 2 + size + 2;
    }
    return body.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
