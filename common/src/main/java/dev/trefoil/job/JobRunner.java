package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.Problem;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.log.LogContext;
import dev.trefoil.store.Digest;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.NoBlob;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Does the jobs that messages name: claims, calls, stores, and only then lets the message go. A
 * delivered duplicate finds the result or the claim of another, and pays for nothing.
 */
final class JobRunner implements MessageHandler {
  private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

  /** When a message comes back whose job could not be begun or ended for the store's sake. */
  private static final Duration STORE_PAUSE = Duration.ofSeconds(5);

  /**
   * What each call of a store has by which a message is settled: it is made after the deadline too.
   */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  /** How long a worker tries to give a job back. */
  private static final Duration RELEASING = Duration.ofSeconds(2);

  /** The first pause before a failed call is made again; it doubles up to the longest. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** What of the lease is kept back to store the result in. */
  private static final int STORING_SHARE = 5;

  private final Jobs jobs;
  private final KeptCalls calls;
  private final Callbacks callbacks;
  private final DeadLetters deadLetters;
  private final JobSettings settings;
  private final OtherMessages others;

  JobRunner(
      Jobs jobs,
      KeptCalls calls,
      Callbacks callbacks,
      DeadLetters deadLetters,
      JobSettings settings,
      OtherMessages others) {
    this.jobs = jobs;
    this.calls = calls;
    this.callbacks = callbacks;
    this.deadLetters = deadLetters;
    this.settings = settings;
    this.others = others;
  }

  @Override
  public Outcome handle(QueueMessage message, Deadline deadline) {
    LogContext.Work outer = LogContext.enter(message.id(), Optional.empty());
    try {
      return told(message, deadline);
    } finally {
      LogContext.leave(outer);
    }
  }

  private Outcome told(QueueMessage message, Deadline deadline) {
    try {
      return switch (run(message, deadline)) {
        case Reject reject -> {
          deadLetters.send(message, reject.reason(), Deadline.after(SETTLING));
          yield reject;
        }
        case Ack ack -> ack;
        case Retry retry -> retry;
      };
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "message " + message.id() + " comes back: " + e.getMessage());
      return new Retry(STORE_PAUSE);
    }
  }

  private Outcome run(QueueMessage message, Deadline deadline) throws StoreException {
    if (message.flaw().isPresent()) {
      return new Reject(message.flaw().get());
    }
    if (others.take(message.body(), deadline)) {
      return new Ack();
    }
    Envelope envelope;
    try {
      envelope = Envelope.read(message.body());
    } catch (IOException e) {
      return new Reject(e.getMessage());
    }
    Optional<String> wrong = callbacks.wrong(envelope.callback(), "'callback'", "'callbackToken'");
    if (wrong.isPresent()) {
      return new Reject(wrong.get());
    }
    String id = envelope.jobId(message);
    LogContext.enter(id, envelope.trace());
    Optional<Held> found = jobs.find(id, deadline);
    if (envelope.body().isPresent()) {
      byte[] request = envelope.body().get().getBytes(StandardCharsets.UTF_8);
      if (found.isEmpty()) {
        found =
            Optional.of(
                jobs.submit(
                    id,
                    Terms.OF_THE_QUEUE.within(envelope.trace()),
                    submission(request, deadline),
                    envelope.callback(),
                    deadline));
      }
      if (!found.get().job().digest().equals(Digest.of(request))) {
        return new Reject("the id " + id + " belongs to another request");
      }
      found = Optional.of(telling(found.get(), envelope.callback(), deadline));
    }
    return found.isPresent()
        ? take(found.get(), deadline)
        : new Reject("there is no job " + id + ", or none any more");
  }

  /**
   * A job that is sent anew may name another who waits for it: the one before waits no more. While
   * a worker has it, its record is that worker's; the message comes back.
   */
  private Held telling(Held held, Optional<Callback> callback, Deadline deadline)
      throws StoreException {
    Job job = held.job();
    if (callback.isEmpty()
        || job.callback().equals(callback)
        || !job.hasEnded() && !job.isFree(jobs.now())) {
      return held;
    }
    return jobs.change(held, job.telling(callback.get()), deadline)
        .orElseThrow(() -> new Contended("another changed the job " + job.id() + " meanwhile"));
  }

  /** What no door can read fails when it is worked on, so that its record says why. */
  private Submission submission(byte[] body, Deadline deadline) {
    try {
      return Submission.of(calls.read(body, info("", Terms.OF_THE_QUEUE, deadline)), body);
    } catch (Problem e) {
      return Submission.of(body);
    }
  }

  private static CallInfo info(String id, Terms terms, Deadline deadline) {
    return new CallInfo(id, terms.caller(), deadline, terms.preferences(), terms.trace());
  }

  private Outcome take(Held found, Deadline deadline) throws StoreException {
    Held held = found;
    for (int tries = 1; !held.job().hasEnded(); tries++) {
      if (deadline.isExpired()) {
        return new Retry(STORE_PAUSE);
      }
      if (held.job().claims() >= settings.attempts() && held.job().isFree(jobs.now())) {
        return giveUp(held);
      }
      Optional<Held> claimed = jobs.claim(held, settings.lease(), deadline);
      if (claimed.isPresent()) {
        return work(claimed.get(), deadline);
      }
      if (!held.job().isFree(jobs.now())) {
        return new Retry(Duration.between(jobs.now(), held.job().leaseUntil()));
      }
      if (tries == Jobs.TRIES) {
        throw Jobs.overtaken(held.job().id());
      }
      Optional<Held> again = jobs.find(held.job().id(), deadline);
      if (again.isEmpty()) {
        return new Reject("the job " + held.job().id() + " has expired");
      }
      held = again.get();
    }
    Outcome told = callbacks.tell(held, Deadline.after(SETTLING));
    // Its message may have come back because the dead-letter queue could not be reached.
    return held.job().state() == Job.State.FAILED
        ? new Reject("job " + held.job().id() + " has failed; its record says why")
        : told;
  }

  /** Its workers died, every one. */
  private Outcome giveUp(Held held) throws StoreException {
    Problem error =
        Problem.of(
            500,
            "attempts_exhausted",
            "The job was begun " + held.job().claims() + " times and never ended.");
    return fail(held, Optional.empty(), error);
  }

  private Outcome work(Held held, Deadline deadline) throws StoreException {
    Job job = held.job();
    LogContext.enter(job.id(), job.terms().trace());
    byte[] request;
    try {
      request = jobs.load(job.request(), deadline);
    } catch (NoBlob e) {
      return fail(held, Optional.empty(), JobErrors.requestLost(e));
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "job " + job.id() + " cannot be begun: " + e.getMessage());
      return giveBack(held, job.unclaimed(), STORE_PAUSE);
    }
    Duration lease = settings.lease();
    RecordedAnswer answer = new RecordedAnswer();
    Optional<KeptCall> call = Optional.empty();
    try {
      CallInfo info =
          info(job.id(), job.terms(), deadline.within(lease.minus(lease.dividedBy(STORING_SHARE))));
      call = Optional.of(call(job, request, info));
      calls.answer(call.get(), info, answer);
    } catch (Problem e) {
      boolean passing = e.status() == 429 || e.status() >= 500;
      return passing && job.claims() < settings.attempts()
          ? release(held, e.retryAfter().orElse(pause(job.claims())))
          : fail(held, call, e);
    } catch (NewerFormat e) {
      LOG.log(Level.WARNING, "job " + job.id() + " is left to a newer version: " + e.getMessage());
      return giveBack(held, job.unclaimed(), STORE_PAUSE);
    } catch (StoreException e) {
      return fail(held, Optional.empty(), JobErrors.requestUnreadable(e));
    } catch (IOException e) {
      throw new IllegalStateException("an answer in memory cannot be gone", e);
    } catch (RuntimeException | Error e) {
      // An Error too: a claim that is kept is waited for until its lease ends.
      LOG.log(Level.ERROR, "job " + job.id() + " failed unexpectedly", e);
      return release(held, pause(job.claims()));
    }
    return end(held, Job.State.SUCCEEDED, answer);
  }

  private KeptCall call(Job job, byte[] request, CallInfo info) throws Problem, StoreException {
    return switch (job.form()) {
      case BODY -> calls.read(request, info);
      case CALL -> CallText.read(new String(request, StandardCharsets.UTF_8));
    };
  }

  private Outcome release(Held held, Duration pause) throws StoreException {
    return giveBack(held, held.job().released(), pause);
  }

  /** So that whoever gets the message next need not wait for the lease. */
  private Outcome giveBack(Held held, Job free, Duration pause) throws StoreException {
    Optional<Held> given =
        Patience.until(jobs.now().plus(RELEASING), jobs, by -> jobs.change(held, free, by));
    if (given.isEmpty()) {
      LOG.log(Level.WARNING, "job " + held.job().id() + " was taken over before it was given back");
    }
    return new Retry(pause);
  }

  private Outcome fail(Held held, Optional<KeptCall> call, Problem error) throws StoreException {
    RecordedAnswer answer = new RecordedAnswer();
    try {
      calls.refuse(call, error, held.job().id(), answer);
    } catch (IOException e) {
      throw new IllegalStateException("an answer in memory cannot be gone", e);
    }
    Outcome outcome = end(held, Job.State.FAILED, answer);
    return outcome instanceof Ack
        ? new Reject("job " + held.job().id() + ": " + error.status() + " " + error.getMessage())
        : outcome;
  }

  /** Stores what has been paid for, again and again while the claim lasts. */
  private Outcome end(Held held, Job.State state, RecordedAnswer answer) throws StoreException {
    Optional<Held> ended =
        Patience.until(held.job().leaseUntil(), jobs, by -> jobs.end(held, state, answer, by));
    if (ended.isEmpty()) {
      LOG.log(Level.WARNING, "job " + held.job().id() + " was taken over; this answer is dropped");
      return new Retry(STORE_PAUSE);
    }
    return callbacks.tell(ended.get(), Deadline.after(SETTLING));
  }

  private static Duration pause(int claims) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(claims - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
