package dev.trefoil.gateway;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingRequest;
import java.util.List;
import java.util.Optional;

/**
 * What is held for a call that its budget has sent to another route.
 *
 * @param plan by that route
 * @param held for it
 */
record CheaperRoute(Plan plan, Admission.Reservation held) implements Admission.Reservation {

  /**
   * Plans and admits a call by the route that a refusal names.
   *
   * @throws AdmissionException the refusal itself where that route cannot take the call; a new one
   *     where it may not be paid for there either
   */
  static CheaperRoute admit(
      AdmissionException refusal,
      Router router,
      Admission admission,
      Call call,
      Requirements needs,
      RoutingPreferences preferences)
      throws AdmissionException {
    Plan plan;
    try {
      plan =
          router.plan(
              new RoutingRequest(
                  refusal.instead().orElseThrow(),
                  RoutingPreferences.within(preferences.residency()),
                  needs,
                  call.caller().tenant()));
    } catch (RoutingException e) {
      throw refusal;
    }
    return new CheaperRoute(plan, admission.admit(call, plan, needs));
  }

  @Override
  public void settle(Trail trail) {
    held.settle(trail);
  }

  @Override
  public void settleUnknown() {
    held.settleUnknown();
  }

  @Override
  public Plan within(Plan planned) {
    return held.within(plan);
  }

  @Override
  public Optional<Allowance> allowance() {
    return held.allowance();
  }

  @Override
  public List<String> warnings() {
    return held.warnings();
  }
}
