package dev.trefoil.provider.http;

import com.fasterxml.jackson.core.JacksonException;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.Grace;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;

/**
 * One HTTP request and its response, read on the calling thread: what the service sends faster
 * waits in the connection. Closing it, or cancelling the attempt at any time, ends the request.
 *
 * <p>Memory is bounded: an event of a stream may have 1 MiB, a whole answer 16 MiB, also as an
 * event, an error's body 64 KiB.
 */
public final class Exchange implements AutoCloseable {
  private static final int MOST_IN_EVENT = 1 << 20;
  private static final int MOST_IN_ANSWER = 16 << 20;
  private static final int MOST_IN_ERROR = 1 << 16;
  private static final int MOST_LEFT_OVER = 1 << 16;

  private final ClassicHttpResponse head;
  private final BodyStream body;

  private Exchange(ClassicHttpResponse head, BodyStream body) {
    this.head = head;
    this.body = body;
  }

  /**
   * Sends a request and waits for the response's head.
   *
   * @throws ProviderException UNREACHABLE when there was none
   */
  static Exchange begin(
      Connections connections, URI uri, ClassicHttpRequest request, Cancellation cancellation)
      throws ProviderException {
    Abort abort = new Abort();
    cancellation.onCancel(abort);
    try {
      Connection connection = connections.take(uri, abort);
      try {
        ClassicHttpResponse head = connection.exchange(request);
        return new Exchange(head, body(request, head, connection, connections, abort));
      } catch (IOException | RuntimeException e) {
        connections.drop(connection);
        throw e;
      }
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw Failures.interrupted(e);
      }
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : new ProviderException(
              Kind.UNREACHABLE,
              uri.getHost() + ": " + Failures.words(e.getMessage(), e.toString()),
              e);
    }
  }

  private static BodyStream body(
      ClassicHttpRequest request,
      ClassicHttpResponse head,
      Connection connection,
      Connections connections,
      Abort abort)
      throws IOException {
    InputStream in =
        head.getEntity() == null ? InputStream.nullInputStream() : head.getEntity().getContent();
    boolean reusable =
        connection.isConsistent()
            && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, head, null);
    return new BodyStream(in, connection, connections, abort, reusable);
  }

  public int status() {
    return head.getCode();
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(head.getFirstHeader(name)).map(Header::getValue);
  }

  /** When the service asks to be left alone until. */
  public Optional<Duration> retryAfter() {
    return RetryAfter.in(this::header, Instant.now());
  }

  /**
   * The failure that an answer of this status stands for, with what the service says of retries.
   */
  public ProviderException advised(ProviderException failure) {
    // A header of OpenAI's and Anthropic's SDKs, which keep to it before they look at the status.
    return switch (header("x-should-retry").orElse("")) {
      case "true" -> failure.withShouldRetry(true);
      case "false" -> failure.withShouldRetry(false);
      default -> failure;
    };
  }

  /**
   * Tells a listener whenever bytes of the body have come, and before more of them are waited for,
   * on the thread that reads it.
   */
  public void tell(ChatListener listener) {
    body.tell(listener);
  }

  /**
   * Whether the body is a JSON object or array, and so no stream of events, whatever its type says.
   * Waits for its first byte.
   */
  public boolean isJson() throws IOException {
    int first = body.peek();
    return first == '{' || first == '[';
  }

  /** The body as it comes. */
  public InputStream body() {
    return body;
  }

  /** The body as a stream of events. */
  public SseReader events() {
    return new SseReader(body, MOST_IN_EVENT);
  }

  /** The same where the last event holds the whole answer again, and may have as much as one. */
  public SseReader eventsWithWhole() {
    return new SseReader(body, MOST_IN_ANSWER);
  }

  /**
   * The body of a whole answer.
   *
   * @throws TooLongException if it is longer than we keep in memory
   */
  public byte[] whole() throws IOException {
    byte[] answer = body.readNBytes(MOST_IN_ANSWER + 1);
    if (answer.length > MOST_IN_ANSWER) {
      throw new TooLongException("the answer", MOST_IN_ANSWER);
    }
    return answer;
  }

  /**
   * The beginning of an error's body; nothing of one that cannot be read: the status says enough.
   * Proxies compress errors of their own, whatever they were asked for.
   */
  public byte[] error() {
    body.limit(MOST_IN_ERROR, Grace.AFTER_FINISH);
    boolean compressed = header("content-encoding").filter("gzip"::equalsIgnoreCase).isPresent();
    try {
      InputStream text = compressed ? new GZIPInputStream(body) : body;
      return text.readNBytes(MOST_IN_ERROR);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /**
   * To be told when the answer is complete while its end mark is still awaited: what is read from
   * here on ends soon, also where the connection does not.
   */
  public void finished() {
    body.limit(MOST_LEFT_OVER, Grace.AFTER_FINISH);
  }

  /**
   * Reads what little may follow the end mark, so that the connection can be used again; one that
   * is still open after that is closed.
   */
  public void drain() {
    body.limit(MOST_LEFT_OVER, Grace.AFTER_END);
    try {
      body.readNBytes(MOST_LEFT_OVER);
    } catch (IOException e) {
      // The answer is complete; only the connection is lost.
    }
  }

  @Override
  public void close() {
    body.close();
  }

  /**
   * Why an answer could not be read to its end. What is beyond bounds is too large, and what came
   * broken has lost text; a connection that ended has cut the answer if there was any of it yet.
   *
   * @param begun whether any of the answer has been given
   */
  public static ProviderException brokenOff(
      IOException e, boolean begun, Cancellation cancellation) {
    if (e instanceof InterruptedIOException) {
      return Failures.interrupted(e);
    }
    if (cancellation.isCancelled()) {
      return Failures.cancelled();
    }
    if (e instanceof TooLongException) {
      return new ProviderException(Kind.RESPONSE_TOO_LARGE, e.getMessage(), e);
    }
    boolean unreadable = e instanceof JacksonException;
    return new ProviderException(
        unreadable || begun ? Kind.TRUNCATED : Kind.UNREACHABLE,
        "the answer broke off: "
            + (e instanceof JacksonException broken ? broken.getOriginalMessage() : e.getMessage()),
        e);
  }
}
