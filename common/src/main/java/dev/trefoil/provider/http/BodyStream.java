package dev.trefoil.provider.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.trefoil.provider.ChatListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A response's body, read from its connection by the thread that needs it: what has not been read
 * waits there. At its end the connection is given back; closing it before ends the connection.
 */
final class BodyStream extends InputStream {
  private static final int NONE = -1;

  private final InputStream in;
  private final Connection connection;
  private final Connections connections;
  private final Abort abort;
  private final boolean reusable;

  private ChatListener listener = event -> {};
  private boolean begun;
  private int peeked = NONE;
  private boolean ended;
  private boolean released;
  private IOException failure;

  /** Whether bytes and time are limited from here on, to {@link #left} and {@link #until}. */
  private boolean limited;

  private int left;
  private long until;

  /**
   * @param reusable whether another exchange may follow it on the connection
   */
  BodyStream(
      InputStream in,
      Connection connection,
      Connections connections,
      Abort abort,
      boolean reusable) {
    this.in = in;
    this.connection = connection;
    this.connections = connections;
    this.abort = abort;
    this.reusable = reusable;
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
    connection.tell(told);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int most = limited ? Math.min(left, length) : length;
    if (most == 0) {
      ended = true;
    }
    if (ended) {
      return -1;
    }
    if (peeked != NONE) {
      bytes[offset] = (byte) peeked;
      peeked = NONE;
      left--;
      return 1;
    }
    int count = await(bytes, offset, most);
    left -= Math.max(0, count);
    return count;
  }

  /** The next byte, which stays to be read; -1 at the end. */
  int peek() throws IOException {
    if (peeked == NONE && !ended) {
      byte[] one = new byte[1];
      peeked = await(one, 0, 1) < 0 ? NONE : one[0] & 0xff;
    }
    return peeked;
  }

  private int await(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (!begun) {
      begun = true;
      listener.onBurst(true); // Some of it has come with the head, or is waited for right after.
    }
    try {
      if (limited && !hasTime()) {
        return end();
      }
      int count = in.read(bytes, offset, length);
      return count < 0 ? whole() : count;
    } catch (SocketTimeoutException e) {
      if (limited) {
        return end();
      }
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private boolean hasTime() throws IOException {
    long millis = NANOSECONDS.toMillis(until - System.nanoTime());
    if (millis > 0) {
      connection.limit(Math.clamp(millis, 1, Integer.MAX_VALUE));
    }
    return millis > 0;
  }

  private IOException failed(IOException e) {
    failure = e;
    if (!Thread.currentThread().isInterrupted()) {
      return e;
    }
    InterruptedIOException interrupted = new InterruptedIOException();
    interrupted.initCause(e);
    return interrupted;
  }

  /** Nothing more is read; what is left ends with the connection. */
  private int end() {
    ended = true;
    return -1;
  }

  /** All of it has been read. */
  private int whole() throws IOException {
    if (limited) {
      connection.limit(0);
    }
    release(reusable);
    return end();
  }

  private void release(boolean keep) {
    if (released) {
      return;
    }
    released = true;
    if (abort.done() && keep) {
      connections.keep(connection);
    } else {
      connections.drop(connection);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Ends the request, where its answer has not come to its end. */
  @Override
  public void close() {
    release(false);
  }
}
