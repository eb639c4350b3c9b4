package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;

/** Admits every call. */
final class Unlimited implements Admission {
  @Override
  public Reservation admit(Call call, Plan plan, Requirements needs) {
    return Reservation.NONE;
  }
}
