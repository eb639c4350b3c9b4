package dev.trefoil.openai;

import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.Start;
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

/**
 * A response of server-sent events. It starts with the answer, so that everything that fails before
 * is an ordinary error; with keep-alive comments it starts with the first of them if that is
 * sooner, and what fails from then on is an event.
 */
final class EventStream implements AutoCloseable {
  /** Begins an event that has data. */
  static final byte[] DATA = ascii("data: ");

  /** Ends one. */
  static final byte[] END = ascii("\n\n");

  private static final byte[] COMMENT = ascii(": trefoil ");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] ALIVE = ascii(": keep-alive\n\n");
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final String requestId;
  private final List<String> dropped;
  private final ResponseSink sink;
  private final Optional<Future<?>> keepAlive;
  private final Cancellation callerGone;
  private OutputStream out;
  private boolean answering;
  private IOException gone;

  /**
   * @param dropped the request's fields that no service sees
   * @param keepAlive how often a comment is sent until the answer begins; empty for none
   * @param gone cancelled when a comment finds that the caller has left
   */
  EventStream(
      String requestId,
      List<String> dropped,
      ResponseSink sink,
      Optional<Duration> keepAlive,
      Cancellation gone) {
    this.callerGone = gone;
    this.requestId = requestId;
    this.dropped = dropped;
    this.sink = sink;
    this.keepAlive =
        keepAlive.map(
            pause ->
                TIMER.scheduleAtFixedRate(
                    this::alive, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Begins the answer. */
  synchronized void start(Start start) {
    answering = true;
    if (out == null) {
      open(ResponseHeaders.of(requestId, "text/event-stream; charset=utf-8", start, dropped));
    }
  }

  /** Whether the response has begun, so that an error can only be an event of it. */
  synchronized boolean isOpen() {
    return out != null;
  }

  /** Sends an event, framed by {@link #DATA} and {@link #END}. */
  synchronized void event(ByteArrayOutputStream framed) {
    try {
      requireCaller();
      framed.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a complete answer, after a comment that says how it came about. */
  synchronized void done(Answered answered) {
    write(COMMENT, Account.json(answered), END, DONE);
  }

  /** Ends a stream that had begun with an error, and so without its end mark. */
  synchronized void fail(ApiException error) {
    answering = true;
    write(DATA, ErrorRenderer.json(error), END);
  }

  @Override
  public synchronized void close() throws IOException {
    keepAlive.ifPresent(timer -> timer.cancel(false));
    answering = true;
    if (out != null) {
      out.close();
    }
  }

  private synchronized void alive() {
    if (answering || gone != null) {
      return;
    }
    try {
      if (out == null) {
        open(ResponseHeaders.unanswered(requestId, "text/event-stream; charset=utf-8"));
      }
      write(ALIVE);
    } catch (UncheckedIOException e) {
      gone = e.getCause(); // Told to the call's own thread when it next writes.
      callerGone.cancel();
    }
  }

  private void open(Headers headers) {
    try {
      out = sink.start(200, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[]... pieces) {
    try {
      requireCaller();
      for (byte[] piece : pieces) {
        out.write(piece);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireCaller() throws IOException {
    if (gone != null) {
      throw gone;
    }
  }

  private static byte[] ascii(String text) {
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
