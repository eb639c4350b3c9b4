package dev.trefoil.log;

import dev.trefoil.chat.Traceparent;
import java.util.Optional;

/** Which call or job the running thread works on, so that what is logged meanwhile names it. */
public final class LogContext {
  private static final ThreadLocal<Work> WORK = new ThreadLocal<>();

  /**
   * What a thread works on.
   *
   * @param requestId of the call or job; empty for none
   * @param trace the trace that it belongs to
   */
  public record Work(String requestId, Optional<Traceparent> trace) {
    static final Work NONE = new Work("", Optional.empty());
  }

  private LogContext() {}

  /**
   * From now on this thread works on the request.
   *
   * @param trace the trace that it belongs to
   * @return what it worked on before, to be given to {@link #leave} in the end
   */
  public static Work enter(String requestId, Optional<Traceparent> trace) {
    Work before = work();
    WORK.set(new Work(requestId, trace));
    return before;
  }

  /** Ends what the last {@link #enter} has begun. */
  public static void leave(Work before) {
    if (before.equals(Work.NONE)) {
      WORK.remove();
    } else {
      WORK.set(before);
    }
  }

  static Work work() {
    Work work = WORK.get();
    return work == null ? Work.NONE : work;
  }
}
