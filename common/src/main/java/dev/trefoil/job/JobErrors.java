package dev.trefoil.job;

import dev.trefoil.openai.ApiException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The errors of jobs and keys, as callers get them. */
final class JobErrors {
  private static final System.Logger LOG = System.getLogger(JobErrors.class.getName());

  private JobErrors() {}

  static ApiException storeDown(StoreException e) {
    LOG.log(Level.WARNING, e.getMessage());
    return ApiException.of(
            503,
            "api_error",
            "job_store_unavailable",
            "The store of jobs and keys cannot be reached; the log says why.")
        .withRetryAfter(Duration.ofSeconds(5));
  }

  static ApiException requestLost(NoSuchBlobException e) {
    LOG.log(Level.WARNING, e.getMessage());
    return ApiException.of(
        500,
        "api_error",
        "job_request_lost",
        "The job's request is not in the blob store any more.");
  }

  static ApiException keyReused() {
    return invalid(
        422,
        "idempotency_key_reused",
        "The Idempotency-Key belongs to another request. Send each request under a key of its"
            + " own.");
  }

  static ApiException keyInUse() {
    return invalid(
            409,
            "idempotency_key_in_use",
            "A call with this Idempotency-Key is under way; its answer can be had once it is"
                + " there.")
        .withRetryAfter(Duration.ofSeconds(1));
  }

  static ApiException noJob(String id) {
    return invalid(404, "job_not_found", "There is no job " + id + ", or none any more.");
  }

  static ApiException tooLate(String status) {
    return invalid(
        409, "job_not_cancellable", "The job is " + status + ": only a queued one is cancelled.");
  }

  static ApiException invalid(int status, String code, String message) {
    return ApiException.of(status, "invalid_request_error", code, message);
  }
}
