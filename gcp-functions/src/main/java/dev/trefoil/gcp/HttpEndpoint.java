package dev.trefoil.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.runtime.TrefoilRuntime;
import dev.trefoil.target.Cloud;
import java.io.IOException;
import java.time.Duration;

/**
 * The HTTP function. The framework makes one object before its server listens, and calls it from
 * many threads at once; the answer streams, since {@code flush()} reaches the caller.
 */
public final class HttpEndpoint implements HttpFunction {
  /**
   * How many seconds the function was deployed to run at most: Cloud Run tells a process nothing of
   * it. 60 unless said, which is the default of {@code gcloud functions deploy}.
   */
  private static final Duration TIME =
      Duration.ofSeconds(
          Long.parseLong(System.getenv().getOrDefault("TREFOIL_TIMEOUT_SECONDS", "60")));

  /** What is kept back of it, so that the platform never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final InvokerIam iam = InvokerIam.of(System.getenv());
  private final TrefoilRuntime runtime =
      TrefoilRuntime.start(Cloud.GCP, System.getenv(), GcpJobs.in(System.getenv()));

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    Headers headers = new Headers();
    request.getHeaders().forEach(headers::addAll);
    runtime
        .http()
        .handle(
            new HttpCall(
                request.getMethod(),
                request.getPath(),
                headers,
                request.getInputStream(),
                Deadline.after(TIME.minus(MARGIN)),
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
}
