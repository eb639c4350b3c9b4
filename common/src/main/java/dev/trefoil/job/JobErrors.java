package dev.trefoil.job;

import dev.trefoil.door.Problem;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The errors of jobs and keys, as callers get them. */
public final class JobErrors {
  private static final System.Logger LOG = System.getLogger(JobErrors.class.getName());

  private JobErrors() {}

  /** 501: there is no store for jobs and keys. */
  public static Problem notConfigured() {
    return Problem.of(
        501,
        "jobs_not_configured",
        "Jobs and Idempotency-Key need a store, and 'jobs' of trefoil.yaml names none for this"
            + " cloud.");
  }

  static Problem requestLost(NoBlob e) {
    LOG.log(Level.WARNING, e.getMessage());
    return Problem.of(
        500, "job_request_lost", "The job's request is not in the blob store any more.");
  }

  static Problem requestUnreadable(StoreException e) {
    LOG.log(Level.WARNING, e.getMessage());
    return Problem.of(
        500, "job_request_unreadable", "The job's request is not in the store as it was written.");
  }

  static Problem keyReused() {
    return invalid(
        422,
        "idempotency_key_reused",
        "The Idempotency-Key belongs to another request. Send each request under a key of its"
            + " own.");
  }

  static Problem keyInUse() {
    return invalid(
            409,
            "idempotency_key_in_use",
            "A call with this Idempotency-Key is under way; its answer can be had once it is"
                + " there.")
        .withRetryAfter(Duration.ofSeconds(1));
  }

  static Problem noJob(String id) {
    return invalid(404, "job_not_found", "There is no job " + id + ", or none any more.");
  }

  static Problem tooLate(String status) {
    return invalid(
        409, "job_not_cancellable", "The job is " + status + ": only a queued one is cancelled.");
  }

  static Problem invalid(int status, String code, String message) {
    return Problem.of(status, code, message);
  }
}
