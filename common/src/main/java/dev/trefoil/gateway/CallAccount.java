package dev.trefoil.gateway;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.CallEvent.AttemptBegun;
import dev.trefoil.gateway.CallEvent.AttemptEnded;
import dev.trefoil.gateway.CallEvent.CallBegun;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/** Publishes what happens to one call, and settles what is held for it in the end. */
final class CallAccount implements AttemptListener {
  private static final System.Logger LOG = System.getLogger(CallAccount.class.getName());

  private final CallEvents events;
  private final Reservation reservation;
  private final Subject subject;
  private final long start = System.nanoTime();

  private CallAccount(CallEvents events, Reservation reservation, Subject subject) {
    this.events = events;
    this.reservation = reservation;
    this.subject = subject;
  }

  /** A call begins. */
  static CallAccount begin(
      CallEvents events, Reservation reservation, Call call, Plan plan, boolean streamed) {
    Subject subject =
        new Subject(
            call.requestId(), call.caller(), call.trace(), plan.route(), streamed, Instant.now());
    CallAccount account = new CallAccount(events, reservation, subject);
    if (!events.areOnlyEnds()) {
      events.publish(new CallBegun(subject));
    }
    return account;
  }

  @Override
  public void begun(int number, Target target) {
    if (!events.areOnlyEnds()) {
      events.publish(new AttemptBegun(subject, number, target, since()));
    }
  }

  @Override
  public void ended(int number, Attempt attempt) {
    if (!events.areOnlyEnds()) {
      events.publish(new AttemptEnded(subject, number, attempt, since()));
    }
  }

  /** The call has ended: attempts were paid for, however it did. */
  void ended(Outcome outcome, Trail trail) {
    events.publish(new CallEnded(subject, outcome, trail, since()));
    try {
      reservation.settle(trail);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the reservation of call " + subject.requestId() + " is not settled", e);
    }
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
