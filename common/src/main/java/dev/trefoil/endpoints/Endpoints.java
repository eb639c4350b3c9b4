package dev.trefoil.endpoints;

import dev.trefoil.auth.AuthException;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Caller;
import dev.trefoil.door.Problem;
import dev.trefoil.door.admin.TargetsEndpoint;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.chat.EmbeddingsEndpoint;
import dev.trefoil.door.chat.ErrorRenderer;
import dev.trefoil.door.chat.ModelsEndpoint;
import dev.trefoil.endpoints.PathTable.Answer;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.JobService;
import dev.trefoil.log.LogContext;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what answers a call by its path and method, and turns every failure into an answer. */
public final class Endpoints implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());

  /** What anybody may ask: it tells nothing. */
  private static final Set<RequestPath> OPEN =
      Set.of(new RequestPath(List.of()), new RequestPath(List.of("health")));

  private final PathTable table = new PathTable();
  private final Authenticator authenticator;
  private final RequestBodies bodies;

  /**
   * @param authenticator who is asked about every call but those for the function's health
   * @param jobs empty where none are configured
   */
  public Endpoints(
      ChatEndpoint chat,
      EmbeddingsEndpoint embeddings,
      ModelsEndpoint models,
      TargetsEndpoint targets,
      Authenticator authenticator,
      HttpSettings settings,
      Optional<JobService> jobs) {
    this.authenticator = authenticator;
    this.bodies = new RequestBodies(settings.maxRequestBytes(), settings.maxRequestBytesInFlight());
    PaidCalls paid = new PaidCalls(bodies, settings.frontDoor(), jobs);
    table.put("chat/completions", "POST", paid.once(chat::completions));
    table.put("chat", "POST", paid.once(chat::prompt));
    table.put("embeddings", "POST", paid.once(embeddings::embed));
    table.put("jobs", "POST", paid::submit);
    table.put("jobs/{id}", "GET", paid::job);
    table.put("jobs/{id}", "DELETE", paid::cancel);
    table.put("models", "GET", (call, sink) -> models.list(call.caller(), call.id(), sink));
    table.put("targets", "GET", (call, sink) -> targets.list(call.caller(), call.id(), sink));
    table.put("health", "GET", StatusAnswers::health);
    table.put("", "GET", StatusAnswers::root);
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    String requestId = RequestId.of(call);
    Optional<String> outer = LogContext.enter(requestId);
    try {
      answered(call, requestId, sink);
    } finally {
      LogContext.leave(outer);
    }
  }

  /** Turns every failure into an answer. */
  private void answered(HttpCall call, String requestId, ResponseSink sink) throws IOException {
    Started started = new Started(call.method().equals("HEAD") ? StatusAnswers.head(sink) : sink);
    try (BytesInFlight.Lease lease = bodies.inFlight().lease()) {
      answer(call, requestId, lease, started);
    } catch (AuthException e) {
      LOG.log(Level.INFO, () -> "call " + requestId + " is refused: " + e.reason());
      ErrorRenderer.send(AuthProblems.of(e), requestId, AuthProblems.headers(e), started);
    } catch (Problem e) {
      Headers extra = new Headers();
      if (e.status() == 415) {
        extra.set("accept-encoding", RequestBodies.ENCODINGS); // RFC 7694, 3
      }
      ErrorRenderer.send(e, requestId, extra, started);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "call " + requestId + " failed unexpectedly", e);
      if (started.started) {
        throw e;
      }
      ErrorRenderer.send(
          Problem.of(500, "api_error", "internal_error", "Trefoil failed; its log says why."),
          requestId,
          new Headers(),
          started);
    }
  }

  private void answer(HttpCall call, String requestId, BytesInFlight.Lease lease, ResponseSink sink)
      throws Problem, AuthException, IOException {
    RequestPath path = RequestPath.of(call.path());
    Map<String, Answer> byMethod = table.at(path);
    if (call.method().equals("OPTIONS") && !byMethod.isEmpty()) {
      StatusAnswers.options(PathTable.allowed(byMethod), requestId, sink);
      return;
    }
    Caller caller =
        OPEN.contains(path.unversioned()) ? Caller.ANONYMOUS : authenticator.authenticate(call);
    if (byMethod.isEmpty()) {
      throw Problem.of(
          404, "invalid_request_error", "not_found", "There is nothing at " + path + ".");
    }
    Answer answer = byMethod.get(call.method().equals("HEAD") ? "GET" : call.method());
    if (answer == null) {
      Headers allow = new Headers().set("allow", PathTable.allowed(byMethod));
      ErrorRenderer.send(wrongMethod(call.method(), path, byMethod), requestId, allow, sink);
      return;
    }
    answer.to(new Request(call, path, requestId, caller, lease), sink);
  }

  private static Problem wrongMethod(
      String method, RequestPath path, Map<String, Answer> byMethod) {
    return Problem.of(
        405,
        "invalid_request_error",
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
