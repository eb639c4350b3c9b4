package dev.trefoil.gateway;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import java.util.List;
import java.util.Optional;

/** Decides whether a call may be paid for. Used by many threads at once. */
@FunctionalInterface
public interface Admission {
  /** Every call may, and nothing is held for it. */
  Admission ALL = new Unlimited();

  /**
   * Asked once a call is planned, before its first attempt. May wait for a store, no longer than
   * the call's deadline.
   *
   * @param plan where the call may go, and what that costs
   * @param needs how long the prompt is, and the answer may be
   * @return what is held for the call; it is settled once
   * @throws AdmissionException when the call may not be paid for; nothing is held then
   */
  Reservation admit(Call call, Plan plan, Requirements needs) throws AdmissionException;

  /** What is held for a call until it is known what it has cost. */
  @FunctionalInterface
  interface Reservation {
    /** Nothing. */
    Reservation NONE = new NothingHeld();

    /**
     * The call has ended, however it did: called once, before the caller is told the answer's end.
     * What it throws is logged, and costs no caller its answer.
     *
     * @param trail all attempts that have ended, with what each has used and cost as far as that is
     *     known; one that failed may have been paid for all the same
     */
    void settle(Trail trail);

    /**
     * The call has ended by a fault of ours, so that nobody knows what was tried: called in the
     * place of {@link #settle}.
     */
    default void settleUnknown() {
      settle(Trail.NONE);
    }

    /**
     * The way that the call may go: the planned one, without the targets that it may not be paid
     * for at.
     */
    default Plan within(Plan planned) {
      return planned;
    }

    /** What is left of the caller's limits; empty where it has none. */
    default Optional<Allowance> allowance() {
      return Optional.empty();
    }

    /** Budgets whose soft limit this process finds passed for the first time. */
    default List<String> warnings() {
      return List.of();
    }
  }
}
