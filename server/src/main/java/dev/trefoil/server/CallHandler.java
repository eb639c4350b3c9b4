// From Jetty's request to the core's call, and back.
package dev.trefoil.server;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Disconnection;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Principal;
import dev.trefoil.http.Query;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers each request on the virtual thread that Jetty calls it on. */
final class CallHandler extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(CallHandler.class.getName());

  /** What is kept back of a call's time, so that the platform never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  /** More header fields than any client or proxy sends; each costs more than its bytes. */
  private static final int MOST_FIELDS = 256;

  private final HttpHandler core;
  private final Duration time;
  private final Function<Headers, Optional<Principal>> principal;
  private final OpenCalls calls;
  private final RequestCounts counts;

  /**
   * @param time what a call may take
   * @param principal whom the platform has verified, by a call's headers
   */
  CallHandler(
      HttpHandler core,
      Duration time,
      Function<Headers, Optional<Principal>> principal,
      OpenCalls calls,
      RequestCounts counts) {
    this.core = core;
    this.time = time;
    this.principal = principal;
    this.calls = calls;
    this.counts = counts;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (request.getHeaders().size() > MOST_FIELDS) {
      counts.answered(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
      Response.writeError(
          request, response, callback, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
      return true;
    }
    calls.begin();
    try {
      answer(request, response, callback);
    } finally {
      calls.end();
    }
    return true;
  }

  private void answer(Request request, Response response, Callback callback) {
    // A model may think for minutes; what waits for the caller has failed by itself when this asks.
    request.addIdleTimeoutListener(silent -> false);
    WatchedEndPoint connection = WatchedEndPoint.of(request);
    AnswerBody body =
        new AnswerBody(
            response, request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1);
    Optional<Throwable> failure = Optional.empty();
    try {
      core.handle(
          call(request, disconnection(request, connection)),
          (status, headers) -> {
            response.setStatus(status);
            headers.forEach(response.getHeaders()::add);
            return body;
          });
      connection.unwatch(); // Whoever leaves with its whole answer has not left early.
      body.end();
    } catch (IOException e) {
      LOG.log(Level.INFO, "a caller has left before its answer was whole: " + e);
      failure = Optional.of(e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "an answer broke off", e);
      failure = Optional.of(e);
    } finally {
      connection.unwatch();
    }
    counts.answered(status(response, failure));
    if (failure.isEmpty()) {
      callback.succeeded();
    } else if (response.isCommitted() || failure.get() instanceof IOException) {
      callback.failed(failure.get()); // Jetty cuts the connection: it is no whole answer.
    } else {
      response.reset();
      Response.writeError(
          request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, null, failure.get());
    }
  }

  /** What the caller was told; of one who has left before it was told any, that it did. */
  private static int status(Response response, Optional<Throwable> failure) {
    if (failure.isEmpty() || response.isCommitted()) {
      return response.getStatus();
    }
    return failure.get() instanceof IOException
        ? RequestCounts.LEFT
        : HttpStatus.INTERNAL_SERVER_ERROR_500;
  }

  private HttpCall call(Request request, Disconnection disconnection) {
    Headers headers = new Headers();
    for (HttpField field : request.getHeaders()) {
      headers.add(field.getName(), Objects.requireNonNullElse(field.getValue(), ""));
    }
    return new HttpCall(
        request.getMethod(),
        Objects.requireNonNullElse(request.getHttpURI().getPath(), "/"),
        new Query(Objects.requireNonNullElse(request.getHttpURI().getQuery(), "")),
        headers,
        Request.asInputStream(request),
        Deadline.after(time.minus(MARGIN)),
        principal.apply(headers),
        FrontDoor.NONE,
        disconnection);
  }

  /** The connection is watched once the body has been read: until then it is read from. */
  private static Disconnection disconnection(Request request, WatchedEndPoint connection) {
    Cancellation left = new Cancellation();
    return action -> {
      left.onCancel(action);
      if (request.consumeAvailable()) {
        connection.watch(left::cancel);
      }
    };
  }
}
