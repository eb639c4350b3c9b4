package dev.trefoil.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.trefoil.auth.InvokerIam;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Query;
import dev.trefoil.runtime.Surroundings;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The HTTP function. The framework makes one object before its server listens, and calls it from
 * many threads at once; the answer streams, since {@code flush()} reaches the caller.
 */
public final class HttpEndpoint implements HttpFunction {
  private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());

  /** What is kept back of a call's time, so that the platform never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final InvokerIam iam = InvokerIam.of(System.getenv());
  private final Duration time;
  private final HttpHandler handler;
  private final Optional<BooleanSupplier> flush;

  /** Made by the framework before its server listens. */
  public HttpEndpoint() {
    this(WarmRuntime.surroundings());
  }

  private HttpEndpoint(Surroundings surroundings) {
    this(surroundings.time(), WarmRuntime.start(surroundings.host()));
  }

  private HttpEndpoint(Duration time, TrefoilRuntime runtime) {
    this(
        time,
        runtime.http(),
        runtime.sendsTelemetry() ? Optional.of(runtime::flush) : Optional.empty());
  }

  /**
   * One that sends no telemetry.
   *
   * @param time what the platform gives a call
   */
  HttpEndpoint(Duration time, HttpHandler handler) {
    this(time, handler, Optional.empty());
  }

  /**
   * @param time what the platform gives a call
   * @param flush sends telemetry when a call has been answered; empty where none is sent
   */
  HttpEndpoint(Duration time, HttpHandler handler, Optional<BooleanSupplier> flush) {
    this.time = time;
    this.handler = handler;
    this.flush = flush;
    NoFaultException.keepOutOfTheLog();
  }

  /**
   * @throws IOException when the caller has left, so that the answer does not pass for a whole one
   */
  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    Headers headers = new Headers();
    request.getHeaders().forEach(headers::addAll);
    HttpCall call =
        new HttpCall(
            request.getMethod(),
            path(request),
            new Query(request.getQuery().orElse("")),
            headers,
            request.getInputStream(),
            Deadline.after(time.minus(MARGIN)),
            iam.principal(headers),
            FrontDoor.NONE);
    try {
      handler.handle(call, (status, answerHeaders) -> begun(response, status, answerHeaders));
      if (flush.isPresent()) {
        response.getOutputStream().close(); // The answer ends here, and the call a little later.
      }
    } catch (IOException e) {
      String left = "a caller has left before its answer was whole: " + e;
      LOG.log(Level.INFO, left);
      throw new NoFaultException(left);
    } finally {
      if (flush.isPresent()) {
        var unused = flush.get().getAsBoolean();
      }
    }
  }

  private static OutputStream begun(HttpResponse response, int status, Headers headers)
      throws IOException {
    response.setStatusCode(status);
    headers.first("content-type").ifPresent(response::setContentType);
    headers.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase("content-type")) {
            response.appendHeader(name, value);
          }
        });
    return response.getOutputStream();
  }

  /** Not {@code getPath()}, which has some of what is encoded decoded. */
  private static String path(HttpRequest request) {
    String uri = request.getUri().replaceFirst("\\?.*", "");
    int start = uri.startsWith("/") ? 0 : uri.indexOf('/', uri.indexOf("//") + 2);
    return start < 0 ? "/" : uri.substring(start);
  }
}
