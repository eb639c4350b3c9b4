package dev.trefoil.routing;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Target;
import java.util.Objects;
import java.util.Optional;

/**
 * One target of a route, with what the configuration says of it there.
 *
 * @param name {@code service/model}; {@code {model}} in it stands for the model as asked
 * @param weight how often it is tried first, against the others; 0 for never, as long as there is
 *     another
 * @param limits how long it may be silent
 * @param instructions what its model is told in addition
 * @param rank 0 for those of the model that the route is for, 1 for others, which come after them
 *     whatever the strategy
 * @param capacity what was bought of it beforehand
 */
public record RouteTarget(
    String name,
    double weight,
    AttemptLimits limits,
    Optional<String> instructions,
    int rank,
    Optional<Capacity> capacity) {
  public RouteTarget {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(instructions, "instructions");
    Objects.requireNonNull(capacity, "capacity");
  }

  /** A target of which nothing is said. */
  public RouteTarget(String name) {
    this(name, 1, AttemptLimits.DEFAULTS, Optional.empty());
  }

  /** A target of a route of no model in particular. */
  public RouteTarget(
      String name, double weight, AttemptLimits limits, Optional<String> instructions) {
    this(name, weight, limits, instructions, 0, Optional.empty());
  }

  /** The same, in another rank. */
  public RouteTarget ranked(int other) {
    return new RouteTarget(name, weight, limits, instructions, other, capacity);
  }

  /** The same, with the model that is asked for. */
  RouteTarget as(String model) {
    return new RouteTarget(
        name.replace(Route.MODEL, model), weight, limits, instructions, rank, capacity);
  }

  Target targetFor(String model) {
    return Target.parse(as(model).name()).orElseThrow();
  }
}
