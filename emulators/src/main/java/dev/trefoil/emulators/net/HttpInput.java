// The reading side of an HTTP/1.1 connection: heads, bodies, and whether anyone is still there.
package dev.trefoil.emulators.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffered reader of lines and blocks. Used by one thread. */
final class HttpInput {

  private static final int LINE_LIMIT = 65_536;

  private final InputStream in;
  private byte[] buffer = new byte[8_192];
  private int position;
  private int limit;

  HttpInput(InputStream in) {
    this.in = in;
  }

  /** Blocks until there is a byte to read; false when the client closed the connection instead. */
  boolean hasNext() throws IOException {
    return position < limit || fill();
  }

  /** One line without its end. */
  String line() throws IOException {
    int scanned = 0;
    while (scanned <= LINE_LIMIT) {
      for (int i = position + scanned; i < limit && i <= position + LINE_LIMIT; i++) {
        if (buffer[i] == '\n') {
          int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
          position = i + 1;
          return line;
        }
      }
      scanned = limit - position;
      if (scanned <= LINE_LIMIT && !fill()) {
        throw new EOFException("the connection ended in the head of a request");
      }
    }
    throw new BadHttpException(431, "a line of the head is too long");
  }

  /** Exactly this many bytes. */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int done = Math.min(count, limit - position);
    System.arraycopy(buffer, position, bytes, 0, done);
    position += done;
    if (in.readNBytes(bytes, done, count - done) < count - done) {
      throw new EOFException("the connection ended in the body of a request");
    }
    return bytes;
  }

  /** Blocks until the client closes the connection; what it sends meanwhile is kept for later. */
  void awaitEnd() throws IOException {
    while (limit - position < LINE_LIMIT && fill()) {
      // More of a next request came; the client is still there.
    }
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }
}
