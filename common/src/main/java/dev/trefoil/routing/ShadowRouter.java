package dev.trefoil.routing;

import dev.trefoil.health.Observations;
import dev.trefoil.provider.RequestChange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which standbys may have a copy of a call: only those that the call itself might go to, that take
 * the whole of it, and whose price is known. Used by many threads at once.
 */
final class ShadowRouter {
  /** The prompt may be longer than it is estimated to be. */
  private static final double CAUTION = 1.5;

  private final Candidates candidates;
  private final Observations observations;

  ShadowRouter(Candidates candidates, Observations observations) {
    this.candidates = candidates;
    this.observations = observations;
  }

  /**
   * @param route one that has standbys
   * @param name the route's as asked
   * @param places where the call may go; empty for anywhere that the route permits
   */
  ShadowPlan plan(Route route, String name, Collection<String> places, Requirements needs) {
    Shadow shadow = route.shadow().orElseThrow();
    List<ShadowPlan.Copy> copies =
        able(candidates.of(route.standbys(), name, needs, 0), needs).stream()
            .filter(Candidate::keepsToItsRoute)
            .filter(standby -> places.isEmpty() || standby.residency().keepsTo(places))
            .filter(standby -> !standby.mayBeTooLong() && standby.cost().isPresent())
            .flatMap(standby -> copy(standby, route, needs).stream())
            .toList();
    return new ShadowPlan(route.name(), copies, shadow.monthlyUsd(), route.policy().once());
  }

  private static List<Candidate> able(List<Candidate> standbys, Requirements needs) {
    try {
      return new CandidateFilter(standbys).abilities(needs).left();
    } catch (RoutingException e) {
      return List.of(); // None takes what the call has.
    }
  }

  private Optional<ShadowPlan.Copy> copy(Candidate standby, Route route, Requirements needs) {
    Step step = TargetRequest.decided(needs, standby.step(), route.policy(), observations);
    return RequestChange.refuse(step.changes())
        ? Optional.empty()
        : Optional.of(new ShadowPlan.Copy(step, standby.cost().getAsDouble() * CAUTION));
  }
}
