package dev.trefoil.routing;

import dev.trefoil.policy.Policy;
import dev.trefoil.policy.Target;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which targets to try for one call, and how.
 *
 * @param route the name of the route, or of the target that was named outright
 * @param steps in order, at least one
 * @param policy how they are tried
 * @param kept the conversation, where its prompt is expected to be kept
 * @param places to which the caller has narrowed the call; empty where it has not
 * @param shadowed the name by which the route's standbys are found, where they are to get a copy of
 *     the call; empty where they are not
 */
public record Plan(
    String route,
    List<Step> steps,
    Policy policy,
    Optional<KeptPrompt> kept,
    List<String> places,
    Optional<String> shadowed) {
  public Plan {
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(shadowed, "shadowed");
    steps = List.copyOf(steps);
    places = List.copyOf(places);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan without a target");
    }
  }

  /** Of a call that is no turn of a conversation. */
  public Plan(String route, List<Step> steps, Policy policy, List<String> places) {
    this(route, steps, policy, Optional.empty(), places, Optional.empty());
  }

  /** The same with some of its steps only, at least one. */
  public Plan withSteps(List<Step> some) {
    return new Plan(route, some, policy, kept, places, shadowed);
  }

  /** The same, tried otherwise. */
  public Plan withPolicy(Policy other) {
    return new Plan(route, steps, other, kept, places, shadowed);
  }

  /** The targets, in order. */
  public List<Target> targets() {
    return steps.stream().map(Step::target).toList();
  }
}
