package dev.trefoil.openai;

import dev.trefoil.fallback.Trail;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A call that is answered with an error, in OpenAI's terms. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final transient Optional<String> code;
  private final transient Optional<String> param;
  private final transient Trail trail;
  private final transient Optional<Duration> retryAfter;

  private ApiException(
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
  public static ApiException of(int status, String type, String code, String message) {
    return new ApiException(
        status, type, Optional.of(code), Optional.empty(), message, Trail.NONE, Optional.empty());
  }

  /** 400: the request is malformed, as a whole. */
  static ApiException invalid(String message) {
    return of(400, "invalid_request_error", "invalid_request", message);
  }

  /** 400: {@code param} of the request is malformed. */
  static ApiException invalid(String param, String message) {
    return invalid(message).withParam(param);
  }

  /** 400: {@code param} asks for something that cannot be done. */
  static ApiException unsupported(String param, String message) {
    return of(400, "invalid_request_error", "unsupported_parameter", message).withParam(param);
  }

  ApiException withParam(String field) {
    return new ApiException(
        status, type, code, Optional.of(field), getMessage(), trail, retryAfter);
  }

  ApiException withTrail(Trail attempts, Optional<Duration> hint) {
    return new ApiException(status, type, code, param, getMessage(), attempts, hint);
  }

  /** The same error, with a hint of when to come back. */
  public ApiException withRetryAfter(Duration hint) {
    return new ApiException(status, type, code, param, getMessage(), trail, Optional.of(hint));
  }

  public int status() {
    return status;
  }

  String type() {
    return type;
  }

  Optional<String> code() {
    return code;
  }

  Optional<String> param() {
    return param;
  }

  Trail trail() {
    return trail;
  }

  /** When to come back, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
