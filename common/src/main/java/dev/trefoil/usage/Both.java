package dev.trefoil.usage;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import java.util.List;
import java.util.Optional;

/**
 * Holds calls to limits first, of which no store is asked, and then to budgets.
 *
 * @param limits of this process
 * @param budgets of all processes
 */
public record Both(Limits limits, Budgets budgets) implements Admission {
  @Override
  public Reservation admit(Call call, Plan plan, Requirements needs) throws AdmissionException {
    Reservation limited = limits.admit(call, plan, needs);
    try {
      return new Held(limited, budgets.admit(call, limited.within(plan), needs));
    } catch (AdmissionException | RuntimeException | Error e) {
      Limits.cancel(limited);
      throw e;
    }
  }

  /** What both hold. */
  private record Held(Reservation limited, Reservation budgeted) implements Reservation {
    @Override
    public void settle(Trail trail) {
      limited.settle(trail);
      budgeted.settle(trail);
    }

    @Override
    public void settleUnknown() {
      limited.settleUnknown();
      budgeted.settleUnknown();
    }

    @Override
    public Plan within(Plan planned) {
      return budgeted.within(limited.within(planned));
    }

    @Override
    public Optional<Allowance> allowance() {
      return limited.allowance().isPresent() && budgeted.allowance().isPresent()
          ? Optional.of(limited.allowance().get().plus(budgeted.allowance().get()))
          : limited.allowance().or(budgeted::allowance);
    }

    @Override
    public List<String> warnings() {
      return budgeted.warnings();
    }
  }
}
