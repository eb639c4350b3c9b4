// A call waits for a model for minutes: on a thread that costs nothing, not on one of the
// container's.
package dev.trefoil.servlet;

import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call that outlasts the container's own. It ends once: by us when it is answered, or by the
 * container when its caller has left.
 */
final class AsyncCall implements AsyncListener, Runnable {
  private static final System.Logger LOG = System.getLogger(AsyncCall.class.getName());
  private static final String BROKEN = AsyncCall.class.getName();

  private final HttpHandler handler;
  private final HttpCall call;
  private final AsyncContext context;
  private final StreamedAnswer answer;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch answered = new CountDownLatch(1);

  private AsyncCall(
      HttpHandler handler, HttpCall call, AsyncContext context, StreamedAnswer answer) {
    this.handler = handler;
    this.call = call;
    this.context = context;
    this.answer = answer;
  }

  /** Returns at once. The core keeps to the call's deadline: the container has none of its own. */
  static void start(
      HttpHandler handler,
      HttpCall call,
      HttpServletRequest request,
      HttpServletResponse response) {
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(0);
    StreamedAnswer answer = new StreamedAnswer(response);
    AsyncCall started = new AsyncCall(handler, answer.reading(call), context, answer);
    context.addListener(started);
    Thread.ofVirtual().name("trefoil-call").start(started);
  }

  @Override
  public void run() {
    try {
      handler.handle(call, answer);
      end(context::complete);
    } catch (IOException e) {
      LOG.log(Level.INFO, "a caller has left before its answer was whole: " + e);
      breakOff(e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "an answer broke off", e);
      breakOff(e);
    } finally {
      answered.countDown();
    }
  }

  /**
   * Ends a begun answer so that it does not pass for a whole one. The one way to make a container
   * cut a connection is to fail in a thread of its own, to which the call is handed back.
   */
  private void breakOff(Throwable failure) {
    end(
        () -> {
          context.getRequest().setAttribute(BROKEN, failure);
          context.dispatch();
        });
  }

  /**
   * @throws IOException where the request was handed back to be cut
   */
  static void failIfBroken(HttpServletRequest request) throws IOException {
    if (request.getAttribute(BROKEN) instanceof Throwable failure) {
      throw new IOException("an answer broke off: " + failure.getMessage());
    }
  }

  private void end(Runnable last) {
    if (ended.compareAndSet(false, true)) {
      try {
        last.run();
      } catch (IllegalStateException e) {
        LOG.log(Level.DEBUG, "the container has ended a call already", e);
      }
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    takenAway();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    takenAway();
  }

  /**
   * Tomcat ends a call itself whose body cannot be read, with a 500. The core refuses it in a word
   * of ours, for which nothing is waited for any more: that goes first.
   */
  @Override
  public void onError(AsyncEvent event) {
    if (answer.isBodyBroken()) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    takenAway();
  }

  private void takenAway() {
    answer.takeAway();
    ended.set(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
