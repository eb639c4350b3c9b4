package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;

/** Admits every call and holds nothing for it: one class, since every process loads it. */
final class Unlimited implements Admission, Admission.Reservation {
  static final Unlimited INSTANCE = new Unlimited();

  private Unlimited() {}

  @Override
  public Reservation admit(Call call, Plan plan, Requirements needs) {
    return this;
  }

  @Override
  public void settle(Trail trail) {}
}
