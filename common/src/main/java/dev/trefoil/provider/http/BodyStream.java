package dev.trefoil.provider.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.trefoil.provider.ChatListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A response's body, read on the thread that needs it. The JDK's own {@code ofInputStream} throws
 * as soon as the connection fails and loses what came before; this one gives that first. What has
 * not been read waits in the connection.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
  private static final List<ByteBuffer> END = List.of();

  /** At most one item that was asked for, and the end. */
  private final LinkedBlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

  private volatile Flow.Subscription subscription;
  private volatile boolean closed;
  private volatile boolean complete;
  private volatile Throwable failure;
  private List<ByteBuffer> current = List.of();
  private int next;
  private boolean ended;

  private ChatListener listener = event -> {};

  /** Whether bytes and time are limited from here on, to {@link #left} and {@link #until}. */
  private boolean limited;

  private int left;
  private long until;

  @Override
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(buffers);
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown;
    complete = true;
    arrived.add(END);
  }

  @Override
  public void onComplete() {
    complete = true;
    arrived.add(END);
  }

  /**
   * Ends the stream after so many more bytes, or so much time, unless it ends before.
   *
   * @param time from now on; a later call begins anew
   */
  void limit(int bytes, Duration time) {
    limited = true;
    left = bytes;
    until = System.nanoTime() + time.toNanos();
  }

  /** Sets who is told what comes and what is waited for, on the thread that reads. */
  void tell(ChatListener told) {
    listener = told;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!awaitBytes()) {
      return -1;
    }
    ByteBuffer buffer = current.get(next);
    int most = limited ? Math.min(left, length) : length;
    int count = Math.min(most, buffer.remaining());
    buffer.get(bytes, offset, count);
    left -= limited ? count : 0;
    return count;
  }

  /** The next byte, which stays to be read; -1 at the end. */
  int peek() throws IOException {
    if (!awaitBytes()) {
      return -1;
    }
    ByteBuffer buffer = current.get(next);
    return buffer.get(buffer.position()) & 0xff;
  }

  /** Whether there is something to be read, after waiting for it; false at the end. */
  private boolean awaitBytes() throws IOException {
    while (!ended && !closed) {
      if (limited && left == 0) {
        ended = true;
      } else if (next < current.size()) {
        if (current.get(next).hasRemaining()) {
          return true;
        }
        next++;
      } else {
        advance();
      }
    }
    if (closed) {
      throw new IOException("closed");
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return false;
  }

  private void advance() throws IOException {
    if (arrived.isEmpty()) {
      listener.onBurst(false);
    }
    try {
      List<ByteBuffer> buffers =
          limited ? arrived.poll(until - System.nanoTime(), NANOSECONDS) : arrived.take();
      ended = buffers == null || buffers == END || closed;
      current = ended ? END : buffers;
      next = 0;
      if (!ended) {
        subscription.request(1);
        listener.alive();
        listener.onBurst(true);
      }
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Ends the request; a thread that reads is let go. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null && !complete) {
      // At the end it would do nothing but make an exception, with the stack that costs most of it.
      given.cancel();
    }
    arrived.add(END);
  }
}
