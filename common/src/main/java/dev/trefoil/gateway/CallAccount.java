package dev.trefoil.gateway;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.CallEvent.AttemptBegun;
import dev.trefoil.gateway.CallEvent.AttemptEnded;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallBegun;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.GuardrailFound;
import dev.trefoil.gateway.CallEvent.Operation;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes what happens to one call, and settles what is held for it in the end. */
final class CallAccount implements AttemptListener {
  private static final System.Logger LOG = System.getLogger(CallAccount.class.getName());

  private final CallEvents events;
  private final Reservation reservation;
  private final Subject subject;
  private final Plan plan;
  private final long start = System.nanoTime();
  private final Map<Integer, Duration> begun = new HashMap<>(4);
  private final List<AttemptTimes> times = new ArrayList<>(2);
  private Optional<ContentsRecording> recording = Optional.empty();
  private Optional<Guard> guard = Optional.empty();

  private CallAccount(CallEvents events, Reservation reservation, Subject subject, Plan plan) {
    this.events = events;
    this.reservation = reservation;
    this.subject = subject;
    this.plan = plan;
  }

  /** A chat begins. */
  static CallAccount begin(
      CallEvents events, Reservation reservation, Call call, Plan plan, boolean streamed) {
    return begin(events, reservation, call, plan, Operation.CHAT, streamed);
  }

  /** A call begins. */
  static CallAccount begin(
      CallEvents events,
      Reservation reservation,
      Call call,
      Plan plan,
      Operation operation,
      boolean streamed) {
    Subject subject =
        new Subject(
            call.requestId(),
            call.caller(),
            call.trace(),
            plan.route(),
            streamed,
            Instant.now(),
            operation,
            call.span());
    CallAccount account = new CallAccount(events, reservation, subject, plan);
    if (!events.areOnlyEnds()) {
      events.publish(new CallBegun(subject));
    }
    for (String warning : reservation.warnings()) {
      events.publish(new BudgetWarning(subject, warning));
    }
    return account;
  }

  /** The listener, or where somebody reads what is said one that remembers it besides. */
  AnswerListener heard(ChatRequest request, AnswerListener listener) {
    if (!events.readContents()) {
      return listener;
    }
    ContentsRecording heard = new ContentsRecording(request, listener);
    recording = Optional.of(heard);
    return heard;
  }

  /** The call is checked; what that takes is told with its end. */
  void guardedBy(Guard checking) {
    guard = Optional.of(checking);
  }

  /** A guardrail has found something. */
  void found(GuardrailFinding finding) {
    events.publish(new GuardrailFound(subject, finding));
  }

  @Override
  public void begun(int number, Target target) {
    Duration after = since();
    begun.put(number, after);
    if (!events.areOnlyEnds()) {
      events.publish(new AttemptBegun(subject, number, target, after));
    }
  }

  @Override
  public void ended(int number, Attempt attempt) {
    Duration after = since();
    times.add(new AttemptTimes(number, attempt, begun.getOrDefault(number, after), after));
    if (!events.areOnlyEnds()) {
      events.publish(new AttemptEnded(subject, number, attempt, after));
    }
  }

  /** The call has ended: attempts were paid for, however it did. */
  void ended(Outcome outcome, Trail attempts) {
    Trail trail = checked(attempts);
    ended(outcome, trail, () -> reservation.settle(trail));
  }

  private Trail checked(Trail attempts) {
    return guard.isPresent() ? attempts.withChecks(guard.get().runs()) : attempts;
  }

  /** The call has ended by a fault of ours: nobody knows what was tried. */
  void broken() {
    ended(Outcome.FAILED, checked(Trail.NONE), reservation::settleUnknown);
  }

  private void ended(Outcome outcome, Trail trail, Runnable settlement) {
    events.publish(
        new CallEnded(
            subject,
            outcome,
            trail,
            since(),
            LeftPrompt.of(plan, trail),
            times,
            // A method reference would load the class where nobody reads it.
            recording.isPresent() ? Optional.of(recording.get().contents()) : Optional.empty()));
    try {
      settlement.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the reservation of call " + subject.requestId() + " is not settled", e);
    }
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
