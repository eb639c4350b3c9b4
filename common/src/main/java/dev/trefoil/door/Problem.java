package dev.trefoil.door;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Trail;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a call is answered with an error: our one error, which each door writes in its own form.
 *
 * <p>A status of HTTP; a code for programs, in small letters with underscores; the field that is to
 * blame; a sentence for people; the attempts that were made; when to come back.
 */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  /** OpenAI's code for money that is spent. */
  public static final String QUOTA = "insufficient_quota";

  private final int status;
  private final transient Optional<String> code;
  private final transient Optional<String> param;
  private final transient Trail trail;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<Allowance> allowance;

  private Problem(
      int status,
      Optional<String> code,
      Optional<String> param,
      String message,
      Trail trail,
      Optional<Duration> retryAfter,
      Optional<Allowance> allowance) {
    super(Objects.requireNonNull(message, "message"));
    this.status = status;
    this.code = code;
    this.param = param;
    this.trail = trail;
    this.retryAfter = retryAfter;
    this.allowance = allowance;
  }

  /** An error of {@code status}; nothing was tried. */
  public static Problem of(int status, String code, String message) {
    return new Problem(
        status,
        Optional.of(code),
        Optional.empty(),
        message,
        Trail.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** 400: the request is malformed, as a whole. */
  public static Problem invalid(String message) {
    return of(400, "invalid_request", message);
  }

  /** 400: {@code param} of the request is malformed. */
  public static Problem invalid(String param, String message) {
    return invalid(message).withParam(param);
  }

  /** 400: {@code param} asks for something that cannot be done. */
  public static Problem unsupported(String param, String message) {
    return of(400, "unsupported_parameter", message).withParam(param);
  }

  /** The same error, with the field of the request that is to blame, by its path. */
  public Problem withParam(String field) {
    return new Problem(
        status, code, Optional.of(field), getMessage(), trail, retryAfter, allowance);
  }

  /** The same error, after these attempts; {@code hint} is when to come back, where one said so. */
  public Problem withTrail(Trail attempts, Optional<Duration> hint) {
    return new Problem(status, code, param, getMessage(), attempts, hint, allowance);
  }

  /** The same error, with a hint of when to come back. */
  public Problem withRetryAfter(Duration hint) {
    return new Problem(status, code, param, getMessage(), trail, Optional.of(hint), allowance);
  }

  /** The same error, with what is left of the caller's limits. */
  public Problem withAllowance(Allowance left) {
    return new Problem(status, code, param, getMessage(), trail, retryAfter, Optional.of(left));
  }

  /** A status of HTTP, 400 to 599. */
  public int status() {
    return status;
  }

  /** For programs: small letters with underscores. */
  public Optional<String> code() {
    return code;
  }

  /** The field of the request that is to blame. */
  public Optional<String> param() {
    return param;
  }

  /** The attempts that were made; none where nothing was tried. */
  public Trail trail() {
    return trail;
  }

  /** When to come back, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What is left of the caller's limits; empty where it has none, or they are not to blame. */
  public Optional<Allowance> allowance() {
    return allowance;
  }

  /** Whether the same call would be answered alike for hours: its money is spent. */
  public boolean isOutOfQuota() {
    return code.equals(Optional.of(QUOTA));
  }
}
