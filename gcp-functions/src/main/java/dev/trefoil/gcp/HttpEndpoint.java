package dev.trefoil.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.time.Duration;

/**
 * The HTTP function. The framework makes one object before its server listens, and calls it from
 * many threads at once; the answer streams, since {@code flush()} reaches the caller.
 */
public final class HttpEndpoint implements HttpFunction {
  /** What is kept back of a call's time, so that the platform never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final InvokerIam iam = InvokerIam.of(System.getenv());
  private final Surroundings surroundings = WarmRuntime.surroundings();
  private final TrefoilRuntime runtime = WarmRuntime.start(surroundings.host());

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    Headers headers = new Headers();
    request.getHeaders().forEach(headers::addAll);
    runtime
        .http()
        .handle(
            new HttpCall(
                request.getMethod(),
                path(request),
                headers,
                request.getInputStream(),
                Deadline.after(surroundings.time().minus(MARGIN)),
                iam.principal(headers)),
            (status, answerHeaders) -> {
              response.setStatusCode(status);
              answerHeaders.first("content-type").ifPresent(response::setContentType);
              answerHeaders.forEach(
                  (name, value) -> {
                    if (!name.equalsIgnoreCase("content-type")) {
                      response.appendHeader(name, value);
                    }
                  });
              return response.getOutputStream();
            });
  }

  /** Not {@code getPath()}, which has some of what is encoded decoded. */
  private static String path(HttpRequest request) {
    String uri = request.getUri().replaceFirst("\\?.*", "");
    int start = uri.startsWith("/") ? 0 : uri.indexOf('/', uri.indexOf("//") + 2);
    return start < 0 ? "/" : uri.substring(start);
  }
}
