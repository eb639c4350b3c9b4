// Cuts a connection at an exact place of its output: gRPC writes on a thread of its own, so that
// closing the socket after handing it a message would race with that message.
package dev.trefoil.emulators.vertex;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** Passes bytes on until a message comes by that begins with a marker. */
final class Tripwire extends OutputStream {

  /** What HTTP/2 (9 bytes) and gRPC (5 bytes) put before a message. */
  private static final int FRAMING = 9 + 5;

  private final OutputStream out;
  private final Socket connection;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private volatile byte[] marker = {};

  Tripwire(OutputStream out, Socket connection) {
    this.out = out;
    this.connection = connection;
  }

  /** Closes the connection in the place of the message that begins with these bytes. */
  void arm(byte[] bytes) {
    marker = bytes.clone();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (marker.length == 0) {
      out.write(bytes, offset, length);
    } else {
      // A frame may come in several writes, but a flush never parts one.
      held.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    byte[] bytes = held.toByteArray();
    held.reset();
    int found = indexOf(bytes, marker);
    if (found < 0) {
      out.write(bytes);
      out.flush();
      return;
    }
    out.write(bytes, 0, Math.max(0, found - FRAMING));
    out.flush();
    connection.close();
    throw new IOException("the connection was cut on purpose");
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; wanted.length > 0 && i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
