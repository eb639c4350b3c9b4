package dev.trefoil.gateway;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened to a call, as an immutable record that is published while it happens. It
 * holds neither prompts nor answers, but words of services that may quote a request: see {@link
 * Attempt#message}.
 */
public sealed interface CallEvent {
  /** Whose call it is; the same for all events of one. */
  Subject call();

  /**
   * What is known of a call from its beginning on.
   *
   * @param requestId the caller's own, or one of ours
   * @param trace the trace that it belongs to
   * @param route the name of the route, or of the target that was named outright
   * @param streamed whether its answer is a stream
   * @param began by the wall clock; all else is measured from there by one that is monotonic
   */
  record Subject(
      String requestId,
      Caller caller,
      Optional<Traceparent> trace,
      String route,
      boolean streamed,
      Instant began) {}

  /** It is planned and admitted, and nothing was tried yet. */
  record CallBegun(Subject call) implements CallEvent {}

  /**
   * A target is about to be asked.
   *
   * @param number from 1 in the order in which the call's attempts begin; two may be under way at a
   *     time
   * @param after since the call began
   */
  record AttemptBegun(Subject call, int number, Target target, Duration after)
      implements CallEvent {}

  /**
   * An attempt has ended. One that was given up by a fault of ours has no such event: it ends with
   * its call.
   *
   * @param number as when it began
   * @param after since the call began
   */
  record AttemptEnded(Subject call, int number, Attempt attempt, Duration after)
      implements CallEvent {}

  /**
   * A call has ended, before its caller is told the answer's end.
   *
   * @param trail all attempts that have ended
   * @param took since the call began
   */
  record CallEnded(Subject call, Outcome outcome, Trail trail, Duration took)
      implements CallEvent {}

  /** How a call ends. */
  enum Outcome {
    /** A target gave the whole answer. */
    ANSWERED,
    /** None did. */
    FAILED,
    /** The caller left. */
    ABANDONED;

    /** As the log says it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
