package dev.trefoil.aws.runtimeapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer in chunks, on a connection of its own, which is opened by the first flush: until then
 * all can still become an error. What is flushed is one chunk, and one write to the socket.
 */
final class StreamedResponse extends OutputStream {
  /**
   * "Response streaming functions can return payloads up to 200 MB" ("Response streaming for Lambda
   * functions").
   */
  static final long MAX_BYTES = 200_000_000;

  /** What stands between prelude and body. */
  private static final byte[] DELIMITER = new byte[8];

  private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CRLF = {'\r', '\n'};
  private static final int CHUNK = 16 << 10;

  private final RuntimeApi api;
  private final String id;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 10);

  /** What goes in one write. */
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream(1 << 10);

  private Optional<Connection> connection = Optional.empty();
  private long written;
  private boolean tooLarge;
  private boolean cut;

  StreamedResponse(RuntimeApi api, String id, byte[] prelude) {
    this.api = api;
    this.id = id;
    buffer.writeBytes(prelude);
    buffer.writeBytes(DELIMITER);
    written = buffer.size();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (tooLarge || length > MAX_BYTES - written) {
      tooLarge = true;
      throw new IOException("the answer is longer than Lambda streams: " + MAX_BYTES + " bytes");
    }
    written += length;
    buffer.write(bytes, offset, length);
    if (buffer.size() >= CHUNK) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (buffer.size() > 0) {
      send(new byte[0]);
    }
  }

  /** It ends with the invocation, not before: what comes after this may still be an error. */
  @Override
  public void close() {}

  /** Whether anything is on its way. */
  boolean hasBegun() {
    return connection.isPresent();
  }

  /** Whether more was written than the platform takes. */
  boolean isTooLarge() {
    return tooLarge;
  }

  /** Whether nobody takes it any more. */
  boolean isCut() {
    return cut;
  }

  /** Ends it as a whole answer, and waits until it is taken. */
  void end() throws IOException {
    finish(END);
  }

  /** Ends it with what went wrong. */
  void fail(InvocationError error) throws IOException {
    finish(error.trailers());
  }

  private void finish(byte[] last) throws IOException {
    send(last);
    try (Connection ended = connection.orElseThrow()) {
      Refusal.throwUnlessAccepted(ended.reply());
    } catch (Refusal e) {
      throw e;
    } catch (IOException e) {
      cut = true;
      throw e;
    }
  }

  private void send(byte[] last) throws IOException {
    if (cut) {
      throw new IOException("the Runtime API has left before the answer was whole");
    }
    frame.reset();
    if (connection.isEmpty()) {
      connection = Optional.of(api.connect());
      frame.writeBytes(api.streamedResponse(id));
    }
    if (buffer.size() > 0) {
      frame.writeBytes(Integer.toHexString(buffer.size()).getBytes(StandardCharsets.US_ASCII));
      frame.writeBytes(CRLF);
      buffer.writeTo(frame);
      frame.writeBytes(CRLF);
      buffer.reset();
    }
    frame.writeBytes(last);
    try {
      connection.get().send(frame);
    } catch (IOException e) {
      cut = true;
      connection.get().close();
      throw e;
    }
  }
}
