package dev.trefoil.log;

import java.util.Optional;

/** Which call or job the running thread works on, so that what is logged meanwhile names it. */
public final class LogContext {
  private static final ThreadLocal<String> REQUEST = new ThreadLocal<>();

  private LogContext() {}

  /**
   * From now on this thread works on the request.
   *
   * @return what it worked on before, to be given to {@link #leave} in the end
   */
  public static Optional<String> enter(String requestId) {
    Optional<String> before = requestId();
    REQUEST.set(requestId);
    return before;
  }

  /** Ends what the last {@link #enter} has begun. */
  public static void leave(Optional<String> before) {
    before.ifPresentOrElse(REQUEST::set, REQUEST::remove);
  }

  static Optional<String> requestId() {
    return Optional.ofNullable(REQUEST.get());
  }
}
