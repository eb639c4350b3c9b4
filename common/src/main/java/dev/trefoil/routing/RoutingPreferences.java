package dev.trefoil.routing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a caller says of the way that its call is to go, within what the configuration permits.
 *
 * @param task a kind of work, which picks a route
 * @param provider the one service that is to answer, or the one target
 * @param fallbacks routes or targets to try in this order in place of the route's later ones
 * @param disableFallbacks whether only the first target is tried
 * @param residency where the call may go, of the route's places; empty for all of them
 * @param maxCostUsd what the call may cost at most
 */
public record RoutingPreferences(
    Optional<String> task,
    Optional<String> provider,
    List<String> fallbacks,
    boolean disableFallbacks,
    List<String> residency,
    OptionalDouble maxCostUsd) {
  public static final RoutingPreferences NONE =
      new RoutingPreferences(
          Optional.empty(), Optional.empty(), List.of(), false, List.of(), OptionalDouble.empty());

  /** Nothing but that the call stays in some places; empty for no wish. */
  public static RoutingPreferences within(List<String> places) {
    return new RoutingPreferences(
        Optional.empty(), Optional.empty(), List.of(), false, places, OptionalDouble.empty());
  }

  public RoutingPreferences {
    fallbacks = List.copyOf(fallbacks);
    residency = List.copyOf(residency);
  }
}
