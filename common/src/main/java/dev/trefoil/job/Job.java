package dev.trefoil.job;

import dev.trefoil.store.Content;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store knows of a job.
 *
 * @param claims how many times a worker has begun it: the fencing number, by which the writes of
 *     one that was given up for dead are told from those of its successor. A worker that has
 *     written nothing gives its number back
 * @param leaseUntil when the worker's claim ends, whatever has become of it; {@link Instant#EPOCH}
 *     where nobody has one
 * @param terms what is said of it beside its body
 * @param digest of the request, to tell another one under the same id
 * @param form in which {@code request} is kept
 * @param callback who is told when it has ended
 * @param told whether that has been done
 * @param expires when job and result are forgotten
 */
record Job(
    String id,
    State state,
    int claims,
    Instant leaseUntil,
    Terms terms,
    String digest,
    Content request,
    RequestForm form,
    Optional<Answer> answer,
    Optional<Callback> callback,
    boolean told,
    Instant created,
    Instant expires) {

  /** Where a job stands. */
  enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  boolean hasEnded() {
    return switch (state) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED -> true;
    };
  }

  /** Whether a worker may begin it now. */
  boolean isFree(Instant now) {
    return !hasEnded() && !leaseUntil.isAfter(now);
  }

  Job claimed(Instant until) {
    return with(State.RUNNING, claims + 1, until, answer, told);
  }

  /** Given back by a worker that could not finish it. */
  Job released() {
    return with(State.QUEUED, claims, Instant.EPOCH, answer, told);
  }

  /** Given back by a worker that could not even begin it: it counts for no attempt. */
  Job unclaimed() {
    return with(State.QUEUED, claims - 1, Instant.EPOCH, answer, told);
  }

  Job ended(State end, Answer result) {
    return with(end, claims, Instant.EPOCH, Optional.of(result), told);
  }

  Job cancelled() {
    return with(State.CANCELLED, claims, Instant.EPOCH, answer, told);
  }

  Job afterTelling() {
    return with(state, claims, leaseUntil, answer, true);
  }

  /** With another who is to be told. */
  Job telling(Callback other) {
    return new Job(
        id,
        state,
        claims,
        leaseUntil,
        terms,
        digest,
        request,
        form,
        answer,
        Optional.of(other),
        false,
        created,
        expires);
  }

  /** With nothing of what was asked and answered. */
  Job emptied(Instant now) {
    return new Job(
        id,
        state,
        claims,
        leaseUntil,
        terms,
        digest,
        new Content.Inline(""),
        form,
        Optional.empty(),
        callback,
        told,
        created,
        now);
  }

  private Job with(State next, int count, Instant until, Optional<Answer> result, boolean wasTold) {
    return new Job(
        id, next, count, until, terms, digest, request, form, result, callback, wasTold, created,
        expires);
  }
}
