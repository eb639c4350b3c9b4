package dev.trefoil.door;

import dev.trefoil.attempt.Trail;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A call that is answered with an error, in OpenAI's terms. */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final transient Optional<String> code;
  private final transient Optional<String> param;
  private final transient Trail trail;
  private final transient Optional<Duration> retryAfter;

  private Problem(
      int status,
      String type,
      Optional<String> code,
      Optional<String> param,
      String message,
      Trail trail,
      Optional<Duration> retryAfter) {
    super(Objects.requireNonNull(message, "message"));
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.trail = trail;
    this.retryAfter = retryAfter;
  }

  /** An error of {@code status}; nothing was tried. */
  public static Problem of(int status, String type, String code, String message) {
    return new Problem(
        status, type, Optional.of(code), Optional.empty(), message, Trail.NONE, Optional.empty());
  }

  /** 400: the request is malformed, as a whole. */
  public static Problem invalid(String message) {
    return of(400, "invalid_request_error", "invalid_request", message);
  }

  /** 400: {@code param} of the request is malformed. */
  public static Problem invalid(String param, String message) {
    return invalid(message).withParam(param);
  }

  /** 400: {@code param} asks for something that cannot be done. */
  public static Problem unsupported(String param, String message) {
    return of(400, "invalid_request_error", "unsupported_parameter", message).withParam(param);
  }

  public Problem withParam(String field) {
    return new Problem(status, type, code, Optional.of(field), getMessage(), trail, retryAfter);
  }

  public Problem withTrail(Trail attempts, Optional<Duration> hint) {
    return new Problem(status, type, code, param, getMessage(), attempts, hint);
  }

  /** The same error, with a hint of when to come back. */
  public Problem withRetryAfter(Duration hint) {
    return new Problem(status, type, code, param, getMessage(), trail, Optional.of(hint));
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  public Optional<String> code() {
    return code;
  }

  public Optional<String> param() {
    return param;
  }

  public Trail trail() {
    return trail;
  }

  /** When to come back, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
