package dev.trefoil.endpoints;

import dev.trefoil.auth.AuthException;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.Problem;
import dev.trefoil.endpoints.PathTable.Found;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.JobService;
import dev.trefoil.log.LogContext;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the door of a call by its path and method, and turns every failure into an answer. */
public final class Endpoints implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());

  private final List<Door> doors;
  private final PathTable table;
  private final Authenticator authenticator;
  private final RequestBodies bodies;
  private final Optional<Duration> frontDoor;
  private final PaidCalls paid;

  /**
   * @param doors all wire formats; what belongs to none is refused in the form of the first
   * @param authenticator who is asked about every call but those that are open
   * @param jobs what keeps Idempotency-Keys; empty where none are configured
   */
  public Endpoints(
      List<Door> doors,
      Authenticator authenticator,
      HttpSettings settings,
      Optional<JobService> jobs) {
    this.doors = List.copyOf(doors);
    this.table = new PathTable(doors);
    this.authenticator = authenticator;
    this.bodies = new RequestBodies(settings.maxRequestBytes(), settings.maxRequestBytesInFlight());
    this.frontDoor = settings.frontDoor();
    this.paid = new PaidCalls(jobs);
  }

  /** The door whose form a call's problems take. */
  Door doorOf(HttpCall call) {
    try {
      return door(table.at(RequestPath.of(call.path())));
    } catch (Problem e) {
      return doors.getFirst();
    }
  }

  private Door door(Map<String, Found> byMethod) {
    return byMethod.values().stream().findFirst().map(Found::door).orElse(doors.getFirst());
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    String requestId = RequestId.of(call);
    Optional<Traceparent> trace = trace(call);
    LogContext.Work outer = LogContext.enter(requestId, trace);
    try {
      answered(call, requestId, trace, sink);
    } finally {
      LogContext.leave(outer);
    }
  }

  /** Where it came once: of two, one may have been slipped in. */
  private static Optional<Traceparent> trace(HttpCall call) {
    List<String> values = call.headers().all(Traceparent.NAME);
    return values.size() == 1 ? Traceparent.parse(values.getFirst().strip()) : Optional.empty();
  }

  /** Turns every failure into an answer. */
  private void answered(
      HttpCall call, String requestId, Optional<Traceparent> trace, ResponseSink sink)
      throws IOException {
    Started started = new Started(call.method().equals("HEAD") ? StatusAnswers.head(sink) : sink);
    try (BytesInFlight.Lease lease = bodies.inFlight().lease()) {
      answer(call, requestId, trace, lease, started);
    } catch (AuthException e) {
      LOG.log(Level.INFO, () -> "call " + requestId + " is refused: " + e.reason());
      refuse(call, AuthProblems.of(e), requestId, AuthProblems.headers(e), started);
    } catch (Problem e) {
      Headers extra = new Headers();
      if (e.status() == 415) {
        extra.set("accept-encoding", RequestBodies.ENCODINGS); // RFC 7694, 3
      }
      refuse(call, e, requestId, extra, started);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "call " + requestId + " failed unexpectedly", e);
      if (started.started) {
        throw e;
      }
      refuse(
          call,
          Problem.of(500, "internal_error", "Trefoil failed; its log says why."),
          requestId,
          new Headers(),
          started);
    }
  }

  private void refuse(
      HttpCall call, Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    doorOf(call).refuse(problem, requestId, extra, sink);
  }

  private void answer(
      HttpCall call,
      String requestId,
      Optional<Traceparent> trace,
      BytesInFlight.Lease lease,
      ResponseSink sink)
      throws Problem, AuthException, IOException {
    RequestPath path = RequestPath.of(call.path());
    Map<String, Found> byMethod = table.at(path);
    if (call.method().equals("OPTIONS") && !byMethod.isEmpty()) {
      StatusAnswers.options(PathTable.allowed(byMethod), requestId, sink);
      return;
    }
    Caller caller = isOpen(byMethod) ? Caller.ANONYMOUS : authenticator.authenticate(call);
    if (byMethod.isEmpty()) {
      throw Problem.of(404, "not_found", "There is nothing at " + path + ".");
    }
    Found found = byMethod.get(call.method().equals("HEAD") ? "GET" : call.method());
    if (found == null) {
      Headers allow = new Headers().set("allow", PathTable.allowed(byMethod));
      refuse(call, wrongMethod(call.method(), path, byMethod), requestId, allow, sink);
      return;
    }
    Endpoint endpoint = found.endpoint();
    Request request =
        new Request(
            call, path.unversioned(), endpoint, requestId, caller, trace, bodies, lease, frontDoor);
    if (endpoint.access() == Access.PAID) {
      paid.answer(request, endpoint.handler(), sink);
    } else {
      endpoint.handler().answer(request, sink);
    }
  }

  private static boolean isOpen(Map<String, Found> byMethod) {
    return byMethod.values().stream()
        .map(Found::endpoint)
        .map(Endpoint::access)
        .anyMatch(Access.OPEN::equals);
  }

  private static Problem wrongMethod(String method, RequestPath path, Map<String, Found> byMethod) {
    return Problem.of(
        405,
        "method_not_allowed",
        path + " takes " + String.join(", ", byMethod.keySet()) + ", not " + method + ".");
  }

  /** Knows whether the response has begun. */
  private static final class Started implements ResponseSink {
    private final ResponseSink sink;
    private boolean started;

    Started(ResponseSink sink) {
      this.sink = sink;
    }

    @Override
    public OutputStream start(int status, Headers headers) throws IOException {
      started = true;
      return sink.start(status, headers);
    }
  }
}
