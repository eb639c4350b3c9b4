package dev.trefoil.endpoints;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.chat.EitherEndpoint;
import dev.trefoil.endpoints.PathTable.Answer;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.JobService;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What holds for calls that cost: a bounded body, a deadline, and one payment for each key. */
final class PaidCalls {
  /** What is kept back of the front door's time, so that it never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final RequestBodies bodies;
  private final Optional<Duration> frontDoor;
  private final Optional<JobService> jobs;

  PaidCalls(RequestBodies bodies, Optional<Duration> frontDoor, Optional<JobService> jobs) {
    this.bodies = bodies;
    this.frontDoor = frontDoor;
    this.jobs = jobs;
  }

  /** Answers a call that costs. */
  @FunctionalInterface
  interface Paid {
    void answer(byte[] body, CallInfo facts, ResponseSink sink) throws Problem, IOException;
  }

  /** With an Idempotency-Key the call is made once, whatever its sender has to repeat. */
  Answer once(Paid paid) {
    return (request, sink) -> {
      byte[] body = body(request);
      CallInfo facts = facts(request);
      Optional<String> key = IdempotencyKey.of(request.call());
      if (key.isEmpty()) {
        paid.answer(body, facts, sink);
        return;
      }
      EitherEndpoint.requireWhole(body);
      jobs()
          .idempotency()
          .answer(
              key.get(),
              request.path().unversioned().toString(),
              body,
              facts,
              sink,
              kept -> paid.answer(body, facts, kept));
    };
  }

  /** Puts a call on the queue. */
  void submit(Request request, ResponseSink sink) throws Problem, IOException {
    jobs()
        .endpoint()
        .submit(
            body(request),
            IdempotencyKey.of(request.call()),
            request.call().headers().first("x-trefoil-callback"),
            facts(request),
            sink);
  }

  void job(Request request, ResponseSink sink) throws Problem, IOException {
    jobs().endpoint().get(request.path().last(), request.caller(), request.id(), sink);
  }

  void cancel(Request request, ResponseSink sink) throws Problem, IOException {
    jobs().endpoint().cancel(request.path().last(), request.caller(), request.id(), sink);
  }

  private byte[] body(Request request) throws Problem {
    return bodies.read(request.call(), request.lease());
  }

  private CallInfo facts(Request request) throws Problem {
    HttpCall call = request.call();
    Deadline wanted = CallerTimeout.of(call);
    return new CallInfo(
        request.id(),
        request.caller(),
        call.frontDoor()
            .left(frontDoor)
            .map(time -> wanted.within(time.minus(MARGIN)))
            .orElse(wanted),
        PreferenceHeaders.of(call.headers()));
  }

  private JobService jobs() throws Problem {
    return jobs.orElseThrow(
        () ->
            Problem.of(
                501,
                "invalid_request_error",
                "jobs_not_configured",
                "Jobs and Idempotency-Key need a store, and 'jobs' of trefoil.yaml names none for"
                    + " this cloud."));
  }
}
