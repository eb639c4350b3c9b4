package dev.trefoil.gateway;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CallSpan;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened to a call, as an immutable record that is published while it happens. It
 * holds words of services that may quote a request ({@link Attempt#message}), and neither prompts
 * nor answers unless a consumer reads them ({@link CallEnded#contents}).
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
   * @param operation what is asked for
   * @param span its own; empty where none is written of it
   */
  record Subject(
      String requestId,
      Caller caller,
      Optional<Traceparent> trace,
      String route,
      boolean streamed,
      Instant began,
      Operation operation,
      Optional<CallSpan> span) {
    /** Of a chat that no span is written of. */
    public Subject(
        String requestId,
        Caller caller,
        Optional<Traceparent> trace,
        String route,
        boolean streamed,
        Instant began) {
      this(requestId, caller, trace, route, streamed, began, Operation.CHAT, Optional.empty());
    }
  }

  /** What a call asks for. */
  enum Operation {
    CHAT,
    EMBEDDINGS;

    /** As telemetry says it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When an attempt was made.
   *
   * @param number from 1 in the order in which the call's attempts began
   * @param began since the call began
   * @param ended since the call began
   */
  record AttemptTimes(int number, Attempt attempt, Duration began, Duration ended) {}

  /** It is planned and admitted, and nothing was tried yet. */
  record CallBegun(Subject call) implements CallEvent {}

  /**
   * A budget of the call's is spent beyond its soft limit. Told once by each process, whether its
   * consumers read more than the end of calls or not.
   *
   * @param budget which, and how much of it is spent
   */
  record BudgetWarning(Subject call, String budget) implements CallEvent {}

  /**
   * A guardrail has found something in the call. Told as it is found, whether consumers read more
   * than the end of calls or not.
   */
  record GuardrailFound(Subject call, GuardrailFinding finding) implements CallEvent {}

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
   * @param left the prompt that another target had kept, where it was one
   * @param times when its attempts were made, in the order in which they ended
   * @param contents what was said in it; empty unless a consumer reads that
   */
  record CallEnded(
      Subject call,
      Outcome outcome,
      Trail trail,
      Duration took,
      Optional<LeftPrompt> left,
      List<AttemptTimes> times,
      Optional<CallContents> contents)
      implements CallEvent {

    public CallEnded {
      times = List.copyOf(times);
    }

    /** Without what was said in it. */
    public CallEnded(
        Subject call,
        Outcome outcome,
        Trail trail,
        Duration took,
        Optional<LeftPrompt> left,
        List<AttemptTimes> times) {
      this(call, outcome, trail, took, left, times, Optional.empty());
    }

    /** When the answer that the caller got has begun, since the call did; empty where none has. */
    public Optional<Duration> firstContent() {
      return times.stream()
          .filter(one -> one.attempt().isOk())
          .flatMap(one -> one.attempt().firstContent().map(one.began()::plus).stream())
          .min(Comparator.naturalOrder());
    }

    /** Of a prompt that nobody else had kept, without times. */
    public CallEnded(Subject call, Outcome outcome, Trail trail, Duration took) {
      this(call, outcome, trail, took, Optional.empty(), List.of());
    }
  }

  /**
   * A copy of a call was sent to a standby. It is none of the call's attempts, and costs beside it.
   *
   * @param call whose copy it is; its caller has no part in it
   * @param trail one attempt
   * @param took since the copy was sent
   */
  record ShadowEnded(Subject call, Trail trail, Duration took) implements CallEvent {}

  /**
   * What was done for a call beside its attempts: before it, in it and after it, as far as it was
   * noted. Told to what writes traces alone, after the call's end, once the request that it was
   * made for is answered.
   */
  record WorkNoted(Subject call, List<SideWork> work) implements CallEvent {
    public WorkNoted {
      work = List.copyOf(work);
    }
  }

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
