package dev.trefoil.aws.runtimeapi;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 as far as the Runtime API speaks it: RFC 9112, with bounds. */
final class ReplyReader {
  private static final int MAX_HEAD_BYTES = 64 << 10;

  /** More than Lambda's 6 MB for the event of a synchronous invocation. */
  private static final int MAX_BODY_BYTES = 16 << 20;

  private final InputStream in;
  private int headLeft;

  ReplyReader(InputStream in) {
    this.in = in;
  }

  Reply read() throws IOException {
    headLeft = MAX_HEAD_BYTES;
    String status = line();
    if (!status.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("the Runtime API does not speak HTTP/1.1");
    }
    Map<String, String> headers = headers();
    return new Reply(Integer.parseInt(status.substring(9, 12)), headers, body(headers));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("the Runtime API sends a header without a name");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    return exactly(size(headers.getOrDefault("content-length", "0"), 10, 0));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    headLeft = MAX_HEAD_BYTES;
    while (true) {
      int size = size(line().split(";", 2)[0].strip(), 16, body.size());
      if (size == 0) {
        var unused = headers(); // Trailers, of which it has none that mean anything.
        return body.toByteArray();
      }
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new IOException("the Runtime API sends a chunk that is longer than it says");
      }
      headLeft = MAX_HEAD_BYTES;
    }
  }

  private static int size(String text, int radix, int before) throws IOException {
    if (!text.matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("the Runtime API sends a body without its length");
    }
    long size = Long.parseLong(text, radix);
    if (size > MAX_BODY_BYTES - before) {
      throw new IOException("the Runtime API sends more than " + MAX_BODY_BYTES + " bytes");
    }
    return (int) size;
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the Runtime API has closed the connection within a body");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the Runtime API has closed the connection");
      }
      if (--headLeft < 0) {
        throw new IOException(
            "the Runtime API sends more headers than " + MAX_HEAD_BYTES + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
