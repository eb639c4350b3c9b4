// An event is written in pieces and flushed whole: it goes to the socket in one write.
package dev.trefoil.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * An answer's body. What is small is kept until a flush or the end; an answer that is never flushed
 * has its length said. Used by one thread at a time.
 */
final class AnswerBody extends OutputStream {
  /** More than this is sent without being kept first. */
  private static final int MOST_KEPT = 1 << 14;

  /** As long as this the buffer stays for the next event of an open stream. */
  private static final int SMALL = 1 << 10;

  private final Response response;
  private final boolean chunks;
  private Buffer kept = new Buffer(SMALL / 2);

  /**
   * @param chunks whether the client can tell by chunks that a stream has ended, and was not cut,
   *     when its connection is closed behind it
   */
  AnswerBody(Response response, boolean chunks) {
    this.response = response;
    this.chunks = chunks;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (kept.size() + length > MOST_KEPT) {
      sendKept(false);
    }
    if (length > MOST_KEPT) {
      Content.Sink.write(response, false, ByteBuffer.wrap(bytes, offset, length));
    } else {
      kept.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (kept.size() > 0 || !response.isCommitted()) {
      sendKept(false);
    }
  }

  /** Sends the rest, and says that it is whole. Closing does not: what failed is closed, too. */
  void end() throws IOException {
    sendKept(true);
  }

  private void sendKept(boolean last) throws IOException {
    if (!last && chunks && !response.isCommitted()) {
      response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
    Content.Sink.write(response, last, kept.bytes());
    if (kept.capacity() > SMALL) {
      kept = new Buffer(SMALL / 2);
    } else {
      kept.reset();
    }
  }

  /** Sent without being copied: a write returns when the socket has taken it. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int size) {
      super(size);
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(buf, 0, count);
    }

    int capacity() {
      return buf.length;
    }
  }
}
