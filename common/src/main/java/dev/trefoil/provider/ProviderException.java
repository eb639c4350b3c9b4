package dev.trefoil.provider;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Why a service did not give the whole answer. The one error taxonomy, whatever the service. */
public final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the terms that decide what happens next. */
  public enum Kind {
    /** Too many requests or tokens for now. */
    THROTTLED,
    /** A quota that waiting a moment does not refill. */
    QUOTA,
    /** The service is at fault or overloaded. */
    OVERLOADED,
    /** No answer, or no next piece of it, in time. */
    TIMEOUT,
    /** No connection, or it was cut before an answer. */
    UNREACHABLE,
    /** The answer began and ended without the service's end mark. */
    TRUNCATED,
    /** The answer is longer than a call may take; what came of it is no use. */
    RESPONSE_TOO_LARGE,
    /** The service does not accept who we are, or no token could be had. */
    AUTH,
    /** The service does not have this model, or not for us. */
    MODEL_UNAVAILABLE,
    /** The conversation does not fit the model's context window. */
    CONTEXT_TOO_LONG,
    /** The service's content filter refused the prompt. */
    CONTENT_FILTERED,
    /** The request asks for something that this service cannot do; {@link #param()} names it. */
    UNSUPPORTED,
    /** The service refused the request as malformed. */
    INVALID;

    /** Whether the service is at fault, and not the request: another may not fail so. */
    public boolean isOfService() {
      return switch (this) {
        case THROTTLED,
            QUOTA,
            OVERLOADED,
            TIMEOUT,
            UNREACHABLE,
            TRUNCATED,
            RESPONSE_TOO_LARGE,
            AUTH,
            MODEL_UNAVAILABLE ->
            true;
        case CONTEXT_TOO_LONG, CONTENT_FILTERED, UNSUPPORTED, INVALID -> false;
      };
    }

    /**
     * Whether another target may answer: the service is at fault, or it is alone in what it does
     * not take.
     */
    public boolean maySucceedElsewhere() {
      return isOfService() || this == UNSUPPORTED;
    }
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<String> param;
  private final transient Optional<Boolean> shouldRetry;

  private ProviderException(
      Kind kind,
      String message,
      Optional<Duration> retryAfter,
      Optional<String> param,
      Optional<Boolean> shouldRetry,
      Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.retryAfter = retryAfter;
    this.param = param;
    this.shouldRetry = shouldRetry;
  }

  /**
   * @param message for the caller and the log: the service's own words where it gave any; never a
   *     credential, never the prompt
   */
  public ProviderException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** As above, with what the client threw. */
  public ProviderException(Kind kind, String message, Throwable cause) {
    this(kind, message, Optional.empty(), Optional.empty(), Optional.empty(), cause);
  }

  /** The same failure, with the service's own hint of when to come back. */
  public ProviderException withRetryAfter(Duration hint) {
    return new ProviderException(
        kind, getMessage(), Optional.of(hint), param, shouldRetry, getCause());
  }

  /** The same failure, with the request's field that is to blame, in OpenAI's spelling. */
  public ProviderException withParam(String field) {
    return new ProviderException(
        kind, getMessage(), retryAfter, Optional.of(field), shouldRetry, getCause());
  }

  /** The same failure, with the service's own word on whether it is to be asked again. */
  public ProviderException withShouldRetry(boolean word) {
    return new ProviderException(
        kind, getMessage(), retryAfter, param, Optional.of(word), getCause());
  }

  public Kind kind() {
    return kind;
  }

  /** The service's hint of when to come back, where it gave one. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * Whether the service says that the same request may succeed when it is sent again; empty where
   * it does not say.
   */
  public Optional<Boolean> shouldRetry() {
    return shouldRetry;
  }

  /** The request's field that is to blame, where one is known. */
  public Optional<String> param() {
    return param;
  }
}
