package dev.trefoil.door;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.provider.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response of server-sent events. It starts with the answer, so that everything that fails before
 * is an ordinary error; with keep-alive comments it starts with the first of them if that is
 * sooner, and what fails from then on is an event.
 *
 * <p>A comment is also how a caller who has left is found out while nothing else is written.
 */
public final class EventStream implements AutoCloseable {
  /** Begins an event that has data. */
  public static final byte[] DATA = ascii("data: ");

  /** Ends one. */
  public static final byte[] END = ascii("\n\n");

  /** What is sent while nothing else is, where clients pass over comments. */
  public static final byte[] COMMENT_ALIVE = ascii(": keep-alive\n\n");

  private static final byte[] COMMENT = ascii(": trefoil ");
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  /** What a wire format sends beside an answer's own events. */
  public interface Form {
    /** Is sent while nothing else is, framed. */
    byte[] alive();

    /** The last event of a complete answer, framed; empty where its own events say so. */
    byte[] end();

    /** The last event of one that failed, framed. */
    byte[] error(Problem problem);

    /**
     * The response's headers beside those that every answer has.
     *
     * @param requestId the call's
     */
    default void headers(String requestId, Headers headers) {}
  }

  private final String requestId;
  private final Form form;
  private final List<String> dropped;
  private final ResponseSink sink;
  private final Optional<Duration> keepAlive;
  private final Cancellation callerGone;

  /** Held while something is written, which takes as long as the caller takes to read. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Whether events are written without being sent, since more of them have come already. */
  private boolean burst;

  private boolean unsent;
  private OutputStream out;
  private volatile long lastWrite = System.nanoTime();
  private volatile boolean over;
  private volatile Optional<Future<?>> nextTick = Optional.empty();
  private IOException gone;

  /**
   * @param form what the wire format sends beside the answer
   * @param dropped the request's fields that no service sees
   * @param keepAlive how often a comment is sent while nothing else is; empty for none
   * @param gone cancelled when a comment finds that the caller has left
   */
  public EventStream(
      String requestId,
      Form form,
      List<String> dropped,
      ResponseSink sink,
      Optional<Duration> keepAlive,
      Cancellation gone) {
    this.callerGone = gone;
    this.requestId = requestId;
    this.form = form;
    this.dropped = dropped;
    this.sink = sink;
    this.keepAlive = keepAlive;
    keepAlive.ifPresent(pause -> schedule(pause.toNanos()));
  }

  /** Begins the answer. */
  public void start(AnswerStart start) {
    writing.lock();
    try {
      if (out == null) {
        open(ResponseHeaders.of(requestId, "text/event-stream; charset=utf-8", start, dropped));
      }
    } finally {
      writing.unlock();
    }
  }

  /** Whether the response has begun, so that an error can only be an event of it. */
  public boolean isOpen() {
    writing.lock();
    try {
      return out != null;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Says whether the events that follow have come already: then they are sent together, when none
   * do any more or the sink has enough of them.
   *
   * @param goesOn false where more is waited for from now on
   */
  public void burst(boolean goesOn) {
    writing.lock();
    try {
      burst = goesOn;
      if (!goesOn && unsent) {
        send();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Sends an event, framed by {@link #DATA} and {@link #END}. */
  public void event(ByteArrayOutputStream framed) {
    writing.lock();
    try {
      write(framed);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Sends comments, so that a caller who has left is found out: the first write to a connection
   * that the other end has closed succeeds, and fetches the reset that the second one meets (RFC
   * 9293, 3.10.7.1). It has come by then where the other end is a proxy beside us; from further
   * away it comes later.
   */
  public void probe() {
    burst(false);
    event(joined(form.alive()));
    event(joined(form.alive()));
  }

  /** Ends a complete answer, after a comment that says how it came about. */
  public void done(Answered answered) {
    over = true;
    burst(false);
    event(joined(COMMENT, CostReport.json(answered), END, form.end()));
  }

  /** Ends a stream that had begun with an error, and so without its end mark. */
  public void fail(Problem error) {
    over = true;
    burst(false);
    event(joined(form.error(error)));
  }

  @Override
  public void close() throws IOException {
    over = true;
    nextTick.ifPresent(tick -> tick.cancel(false));
    writing.lock();
    try {
      if (out != null) {
        out.close();
      }
    } finally {
      writing.unlock();
    }
  }

  private void schedule(long nanos) {
    long pause = keepAlive.orElseThrow().toNanos();
    nextTick = Optional.of(TIMER.schedule(() -> tick(pause), nanos, TimeUnit.NANOSECONDS));
  }

  private void tick(long pause) {
    long left = pause - (System.nanoTime() - lastWrite);
    if (over) {
      return;
    }
    if (left <= 0) {
      // One caller who does not read must not keep the others' comments back.
      Thread.startVirtualThread(
          () -> {
            if (!alive()) {
              callerGone.cancel(); // The call's own thread is told when it next writes.
            }
          });
    }
    schedule(left <= 0 ? pause : left);
  }

  /**
   * Sends a comment, unless something is being sent.
   *
   * @return false when the caller is found to have left
   */
  private boolean alive() {
    if (!writing.tryLock()) {
      return true;
    }
    try {
      if (!over && gone == null) {
        if (out == null) {
          open(ResponseHeaders.unanswered(requestId, "text/event-stream; charset=utf-8"));
        }
        write(joined(form.alive()));
        if (unsent) {
          send();
        }
      }
      return true;
    } catch (UncheckedIOException e) {
      return false;
    } catch (RuntimeException e) {
      gone = new IOException(e);
      return false;
    } finally {
      writing.unlock();
    }
  }

  private void open(Headers headers) {
    try {
      form.headers(requestId, headers);
      out = sink.start(200, headers);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** After one failure nothing more is written. */
  private void write(ByteArrayOutputStream framed) {
    try {
      if (gone != null) {
        throw gone;
      }
      framed.writeTo(out);
      unsent = true;
    } catch (IOException e) {
      throw lost(e);
    }
    if (!burst) {
      send();
    }
  }

  private void send() {
    try {
      if (gone != null) {
        throw gone;
      }
      out.flush();
      unsent = false;
      lastWrite = System.nanoTime();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private UncheckedIOException lost(IOException e) {
    gone = e;
    return new UncheckedIOException(e);
  }

  private static ByteArrayOutputStream joined(byte[]... pieces) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      framed.writeBytes(piece);
    }
    return framed;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("trefoil-keep-alive").factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
