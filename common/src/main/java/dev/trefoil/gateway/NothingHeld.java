package dev.trefoil.gateway;

import dev.trefoil.attempt.Trail;

/**
 * Nothing is held for a call. Made by {@link Admission.Reservation} alone, which is initialized
 * with it: were it made elsewhere too, two threads that begin at once could wait for one another.
 */
final class NothingHeld implements Admission.Reservation {
  @Override
  public void settle(Trail trail) {}
}
