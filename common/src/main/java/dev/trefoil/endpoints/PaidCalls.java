package dev.trefoil.endpoints;

import dev.trefoil.door.Endpoint.Handler;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestJson;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.IdempotencyKey;
import dev.trefoil.job.JobErrors;
import dev.trefoil.job.JobService;
import java.io.IOException;
import java.util.Optional;

/** Makes a call that costs once for each Idempotency-Key, whatever its sender has to repeat. */
final class PaidCalls {
  private final Optional<JobService> jobs;

  /**
   * @param jobs empty where there is no store for keys
   */
  PaidCalls(Optional<JobService> jobs) {
    this.jobs = jobs;
  }

  void answer(Request request, Handler handler, ResponseSink sink) throws Problem, IOException {
    Optional<String> key = IdempotencyKey.of(request.headers());
    if (key.isEmpty()) {
      handler.answer(request, sink);
      return;
    }
    KeptCall.requireWhole(RequestJson.read(request.body()));
    jobs.orElseThrow(JobErrors::notConfigured)
        .idempotency()
        .answer(
            key.get(),
            request.path().toString(),
            request.body(),
            request.info(),
            sink,
            (claim, kept) -> {
              request.claim(claim);
              handler.answer(request, kept);
            });
  }
}
