// HTTP/1.1 says nothing of a caller who leaves, and a server that waits for a model reads nothing.
package dev.trefoil.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can be watched while a call on it is answered: its end is noticed by the
 * selector that Jetty has anyway. A caller that only ends its own sending counts as gone, as it
 * does for most servers and proxies. One that sends its next request ahead is watched no more.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  private static final IOException OVER = new IOException("the call is over");
  private static final int SWEEPS = 3;

  private final ReentrantLock reading = new ReentrantLock();
  private final Callback look = new Look();
  private Optional<Runnable> watched = Optional.empty();

  /** What was read to look whether there is an end; below 0 where nothing was. */
  private int ahead = -1;

  private long messages = -1;
  private int sweeps;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** The connection that a request came on. */
  static WatchedEndPoint of(Request request) {
    return (WatchedEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
  }

  /**
   * Runs {@code left} once, on a thread of its own, when the other end is found to be closed. To be
   * called only while nothing reads from the connection.
   */
  void watch(Runnable left) {
    reading.lock();
    try {
      watched = Optional.of(left);
      tryFillInterested(look);
    } finally {
      reading.unlock();
    }
  }

  /** Leaves the connection to Jetty again. */
  void unwatch() {
    boolean was;
    reading.lock();
    try {
      was = watched.isPresent();
      watched = Optional.empty();
    } finally {
      reading.unlock();
    }
    if (was) {
      getFillInterest().onFail(OVER);
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    reading.lock();
    try {
      if (ahead < 0) {
        return super.fill(buffer);
      }
      int position = BufferUtil.flipToFill(buffer);
      buffer.put((byte) ahead);
      BufferUtil.flipToFlush(buffer, position);
      ahead = -1;
      notIdle();
      return 1;
    } finally {
      reading.unlock();
    }
  }

  private void look() {
    Optional<Runnable> left;
    reading.lock();
    try {
      if (watched.isEmpty()) {
        return;
      }
      int read = readOne();
      if (read == 0) {
        tryFillInterested(look);
        return;
      }
      left = read < 0 ? watched : Optional.empty();
      watched = Optional.empty();
    } finally {
      reading.unlock();
    }
    left.ifPresent(Thread::startVirtualThread);
  }

  private int readOne() {
    ByteBuffer one = ByteBuffer.allocate(1);
    try {
      int read = getChannel().read(one);
      if (read > 0) {
        ahead = one.get(0) & 0xff;
      }
      return read;
    } catch (IOException e) {
      return -1; // A reset.
    }
  }

  private void closed() {
    Optional<Runnable> left;
    reading.lock();
    try {
      left = watched;
      watched = Optional.empty();
    } finally {
      reading.unlock();
    }
    left.ifPresent(Thread::startVirtualThread);
  }

  /** Whether it stands between two requests. */
  boolean isBetweenRequests() {
    return !(getConnection() instanceof HttpConnection http) || http.getParser().isStart();
  }

  /** Called in turn: whether one request's head has been on its way for as often as is enough. */
  boolean isHeadOverdue() {
    if (!(getConnection() instanceof HttpConnection http)
        || http.getParser().isStart()
        || !http.getParser().inHeaderState()) {
      sweeps = 0;
      return false;
    }
    if (http.getMessagesIn() != messages) {
      messages = http.getMessagesIn();
      sweeps = 0;
    }
    sweeps++;
    return sweeps >= SWEEPS;
  }

  private final class Look implements Callback {
    @Override
    public void succeeded() {
      look();
    }

    @Override
    public void failed(Throwable cause) {
      if (cause != OVER) {
        closed();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
