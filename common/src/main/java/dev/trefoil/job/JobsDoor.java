package dev.trefoil.job;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Calls for later: {@code /v1/jobs}. */
public final class JobsDoor implements Door {
  private final Optional<JobService> jobs;
  private final Door problems;

  /**
   * @param jobs empty where none are configured; then every call is answered 501
   * @param problems the door whose form of problems this one shares
   */
  public JobsDoor(Optional<JobService> jobs, Door problems) {
    this.jobs = jobs;
    this.problems = problems;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "POST",
            "jobs",
            Access.CALLERS,
            (call, sink) ->
                endpoint()
                    .submit(
                        call.body(),
                        IdempotencyKey.of(call.headers()),
                        call.headers().first(JobsEndpoint.CALLBACK),
                        call.headers().first(JobsEndpoint.CALLBACK_TOKEN),
                        call.info(),
                        sink)),
        Endpoint.get(
            "jobs/{id}", (call, sink) -> endpoint().get(call.parameter("id"), call.info(), sink)),
        new Endpoint(
            "DELETE",
            "jobs/{id}",
            Access.CALLERS,
            (call, sink) -> endpoint().cancel(call.parameter("id"), call.info(), sink)));
  }

  private JobsEndpoint endpoint() throws Problem {
    return jobs.orElseThrow(JobErrors::notConfigured).endpoint();
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }
}
