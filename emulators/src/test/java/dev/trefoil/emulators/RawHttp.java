// An HTTP/1.1 client that tells exactly how an answer ended, which polite clients hide.
package dev.trefoil.emulators;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One request on one connection. */
public final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int MOMENT_MILLIS = 150;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, String> headers = new TreeMap<>();
  private int status;

  private RawHttp() {}

  /** How an answer ended. */
  public enum End {
    /** As HTTP says that it should. */
    WHOLE,
    /** Closed too early. */
    CLOSED,
    /** Reset. */
    RESET,
    /** Not within a moment. */
    OPEN
  }

  /** What came of an answer; status 0 when not even a head did. */
  public record Answer(int status, Map<String, String> headers, byte[] body, End end) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param enough given the body so far, whether what is awaited has come: then only for a moment
   *     more
   */
  public static Answer send(
      URI endpoint, String head, byte[] requestBody, Predicate<byte[]> enough) {
    try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(requestBody);
      socket.getOutputStream().flush();
      return new RawHttp().read(socket, enough);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer read(Socket socket, Predicate<byte[]> enough) throws IOException {
    End end;
    try {
      socket.setSoTimeout(enough.test(new byte[0]) ? MOMENT_MILLIS : PATIENCE_MILLIS);
      InputStream in = socket.getInputStream();
      end = head(in) && content(in, socket, enough) ? End.WHOLE : End.CLOSED;
    } catch (SocketTimeoutException e) {
      end = End.OPEN;
    } catch (SocketException e) {
      end = End.RESET;
    }
    return new Answer(status, headers, body.toByteArray(), end);
  }

  private boolean head(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return false;
    }
    status = Integer.parseInt(line.split(" ")[1]);
    while ((line = line(in)) != null && !line.isEmpty()) {
      String[] header = line.split(": ", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    return line != null;
  }

  private boolean content(InputStream in, Socket socket, Predicate<byte[]> enough)
      throws IOException {
    if (headers.containsKey("content-length")) {
      int length = Integer.parseInt(headers.get("content-length"));
      return copy(in, length);
    }
    while (true) {
      String size = line(in);
      if (size == null) {
        return false;
      }
      int length = Integer.parseInt(size, 16);
      if (!copy(in, length) || line(in) == null) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      if (enough.test(body.toByteArray())) {
        socket.setSoTimeout(MOMENT_MILLIS);
      }
    }
  }

  private boolean copy(InputStream in, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      int b = in.read();
      if (b < 0) {
        return false;
      }
      body.write(b);
    }
    return true;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) != '\n') {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
