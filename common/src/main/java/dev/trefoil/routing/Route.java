package dev.trefoil.routing;

import dev.trefoil.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A public name for targets.
 *
 * @param name what a caller puts into {@code model}; with a {@code *} in it a pattern, where each
 *     star stands for any text
 * @param model the family of which its targets of rank 0 are, where the route is for one model
 * @param entries its targets, in the order of the configuration
 * @param interchangeable whether vectors of all targets may stand for one another
 * @param strategy in which order the targets are tried
 * @param exploration the share of calls that begin with a target that is not known to be the
 *     fastest, or worth the most, 0 to 1
 * @param overrides whether callers may choose a provider and fallbacks of their own
 * @param residency the places that calls must stay in; empty for anywhere
 * @param policy how calls are carried out
 * @param shadow which of them are sent to standbys as well
 */
public record Route(
    String name,
    Optional<String> model,
    List<RouteTarget> entries,
    boolean interchangeable,
    Strategy strategy,
    double exploration,
    boolean overrides,
    Set<String> residency,
    Policy policy,
    Optional<Shadow> shadow) {
  /** What stands for the model as asked. */
  public static final String MODEL = "{model}";

  /** Of exploration, where nothing is said. */
  public static final double EXPLORATION = 0.05;

  public Route {
    entries = List.copyOf(entries);
    residency = Set.copyOf(residency);
  }

  /** A route without standbys. */
  public Route(
      String name,
      Optional<String> model,
      List<RouteTarget> entries,
      boolean interchangeable,
      Strategy strategy,
      double exploration,
      boolean overrides,
      Set<String> residency,
      Policy policy) {
    this(
        name,
        model,
        entries,
        interchangeable,
        strategy,
        exploration,
        overrides,
        residency,
        policy,
        Optional.empty());
  }

  /** A route of which nothing more is said. */
  public Route(String name, List<String> targets, boolean interchangeable) {
    this(
        name,
        Optional.empty(),
        targets.stream().map(RouteTarget::new).toList(),
        interchangeable,
        Strategy.NATIVE_FIRST,
        EXPLORATION,
        true,
        Set.of(),
        Policy.DEFAULTS);
  }

  /** A route of targets whose vectors do not mix. */
  public Route(String name, List<String> targets) {
    this(name, targets, false);
  }

  public boolean isPattern() {
    return name.indexOf('*') >= 0;
  }

  /** What this pattern is to a call that asks for the model. */
  Route as(String asked) {
    return new Route(
        asked,
        model,
        entries.stream().map(entry -> entry.as(asked)).toList(),
        interchangeable,
        strategy,
        exploration,
        overrides,
        residency,
        policy,
        shadow.map(one -> one.as(asked)));
  }

  /** The same for the standbys in the place of the targets. */
  Route standbys() {
    return new Route(
        name,
        model,
        shadow.map(Shadow::targets).orElse(List.of()),
        interchangeable,
        Strategy.ORDERED,
        exploration,
        overrides,
        residency,
        policy);
  }

  /** The targets as the configuration names them, in its order. */
  public List<String> targets() {
    return entries.stream().map(RouteTarget::name).toList();
  }
}
