// Reads one HTTP/1.1 request off a connection, whole and within bounds.
package dev.trefoil.emulators.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Head and body of one request. */
final class HttpRequestReader {

  private static final int HEADER_LIMIT = 200;

  private final HttpInput in;
  private final OutputStream out;
  private final int bodyLimit;

  /**
   * A reader.
   *
   * @param in what the client sends
   * @param out where {@code 100 Continue} goes
   * @param bodyLimit the longest body that is read, in bytes
   */
  HttpRequestReader(HttpInput in, OutputStream out, int bodyLimit) {
    this.in = in;
    this.out = out;
    this.bodyLimit = bodyLimit;
  }

  /** A request and whether the client wants to send another on the connection. */
  record Incoming(HttpRequest request, boolean keepAlive) {}

  Incoming read() throws IOException {
    String[] start = in.line().split(" ", -1);
    if (start.length != 3 || !start[2].startsWith("HTTP/1.") || !start[1].startsWith("/")) {
      throw new BadHttpException(400, "not an HTTP/1.1 request line");
    }
    Headers headers = headers();
    String target = start[1];
    int question = target.indexOf('?');
    boolean close =
        start[2].equals("HTTP/1.0")
            || headers.joined("connection").filter(HttpRequestReader::closes).isPresent();
    var request =
        new HttpRequest(
            start[0],
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            headers,
            body(headers));
    return new Incoming(request, !close);
  }

  private static boolean closes(String connection) {
    return connection.toLowerCase(Locale.ROOT).contains("close");
  }

  private Headers headers() throws IOException {
    var headers = new Headers();
    for (int count = 0; count <= HEADER_LIMIT; count++) {
      String line = in.line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(colon - 1) == ' ') {
        throw new BadHttpException(400, "not a header line");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    throw new BadHttpException(431, "too many headers");
  }

  private byte[] body(Headers headers) throws IOException {
    Optional<String> encoding = headers.joined("transfer-encoding");
    Optional<String> length = headers.joined("content-length");
    if (encoding.isPresent() && (length.isPresent() || !encoding.get().equals("chunked"))) {
      throw new BadHttpException(400, "a body is either chunked or has a length");
    }
    if (encoding.isEmpty() && length.isEmpty()) {
      return new byte[0];
    }
    int known = length.isPresent() ? checkedLength(length.get(), 10, 0) : 0;
    if (headers.first("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    return encoding.isPresent() ? chunks() : in.bytes(known);
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = in.line();
      int extension = size.indexOf(';');
      String hex = extension < 0 ? size : size.substring(0, extension);
      int length = checkedLength(hex.strip(), 16, body.size());
      if (length == 0) {
        headers();
        return body.toByteArray();
      }
      body.writeBytes(in.bytes(length));
      if (!in.line().isEmpty()) {
        throw new BadHttpException(400, "a chunk is longer than it says");
      }
    }
  }

  private int checkedLength(String text, int radix, int already) throws BadHttpException {
    long length;
    try {
      length = Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new BadHttpException(400, "'" + text + "' is no length");
    }
    if (length < 0) {
      throw new BadHttpException(400, "'" + text + "' is no length");
    }
    if (length + already > bodyLimit) {
      throw new BadHttpException(413, "the body is longer than " + bodyLimit + " bytes");
    }
    return (int) length;
  }
}
