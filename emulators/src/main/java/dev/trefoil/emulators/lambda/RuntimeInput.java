// Every byte that a runtime sends on one connection, kept for whoever wants to see it.
package dev.trefoil.emulators.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines, which end with CR and LF here, and blocks. Used by one thread. */
final class RuntimeInput {
  private static final int MOST_KEPT = 1 << 20;
  private static final int LONGEST_LINE = 64 << 10;

  private final InputStream in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  RuntimeInput(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** What was read since this was called last, up to a bound. */
  byte[] taken() {
    byte[] bytes = kept.toByteArray();
    kept.reset();
    return bytes;
  }

  /**
   * Whether there is more, for which it waits; false when the runtime has closed the connection.
   */
  boolean hasNext() throws IOException {
    in.mark(1);
    int b = in.read();
    in.reset();
    return b >= 0;
  }

  /**
   * A line without its end.
   *
   * @throws BadRequestException when it ends otherwise than RFC 9112 has it
   */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() <= LONGEST_LINE) {
      int b = read();
      if (b == '\r') {
        if (read() != '\n') {
          throw new BadRequestException("a CR stands alone");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      if (b == '\n') {
        throw new BadRequestException("an LF stands alone");
      }
      line.write(b);
    }
    throw new BadRequestException("a line is longer than " + LONGEST_LINE + " bytes");
  }

  byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    keep(bytes);
    if (bytes.length < count) {
      throw new EOFException("the runtime has closed the connection within a request");
    }
    return bytes;
  }

  private int read() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the runtime has closed the connection within a request");
    }
    keep(new byte[] {(byte) b});
    return b;
  }

  private void keep(byte[] bytes) {
    kept.write(bytes, 0, Math.min(bytes.length, MOST_KEPT - Math.min(MOST_KEPT, kept.size())));
  }
}
