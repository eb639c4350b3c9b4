// What the core flushes is sent at once, for as long as the container has the response.
package dev.trefoil.servlet;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.ResponseSink;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer on its way. A container gives a response that has failed to another call: nothing is
 * written to it from then on.
 */
final class StreamedAnswer implements ResponseSink {
  private final HttpServletResponse response;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean gone;
  private boolean bodyBroken;

  StreamedAnswer(HttpServletResponse response) {
    this.response = response;
  }

  /** The container takes the response back. Waits for a write that is under way. */
  void takeAway() {
    lock.lock();
    try {
      gone = true;
    } finally {
      lock.unlock();
    }
  }

  /** The same call; whether its body could be read is known from then on. */
  HttpCall reading(HttpCall call) {
    return new HttpCall(
        call.method(),
        call.path(),
        call.query(),
        call.headers(),
        new RequestBody(call.body()),
        call.deadline(),
        call.principal(),
        call.frontDoor());
  }

  /** Waits for a read that is under way. */
  boolean isBodyBroken() {
    lock.lock();
    try {
      return bodyBroken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public OutputStream start(int status, Headers headers) throws IOException {
    touch(() -> ResponseHead.write(status, headers, response));
    return new Body();
  }

  private void touch(Step step) throws IOException {
    lock.lock();
    try {
      if (gone) {
        throw new EOFException("the caller has left");
      }
      step.run();
    } finally {
      lock.unlock();
    }
  }

  /** What is done to the response while the container leaves it to us. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Is not closed: the container does so when the call ends. */
  private final class Body extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      touch(() -> response.getOutputStream().write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      touch(() -> response.getOutputStream().write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      touch(() -> response.getOutputStream().flush());
    }
  }

  /** Notes that a read has failed before the container can act on it. */
  private final class RequestBody extends InputStream {
    private final InputStream in;

    RequestBody(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      lock.lock();
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        bodyBroken = true;
        throw e;
      } finally {
        lock.unlock();
      }
    }
  }
}
