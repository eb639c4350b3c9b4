package dev.trefoil.routing;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One target of a plan, with what holds for it.
 *
 * @param model what is known of its model
 * @param rules what its service's protocol takes
 * @param limits how long it may be silent
 * @param instructions what its model is told in addition to the request's own instructions
 * @param price what it costs, where that is known
 * @param residency where it keeps what it is sent, as the log says it: {@code eu}, {@code unknown}
 * @param changes what is done to the plan's request so that it can take it
 */
public record Step(
    Target target,
    Capabilities model,
    RequestRules rules,
    AttemptLimits limits,
    Optional<String> instructions,
    Optional<Price> price,
    String residency,
    List<RequestChange> changes) {
  public Step {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(residency, "residency");
    changes = List.copyOf(changes);
  }

  /** The same target for another request. */
  public Step withChanges(List<RequestChange> other) {
    return other.equals(changes)
        ? this
        : new Step(target, model, rules, limits, instructions, price, residency, other);
  }

  /** The same target, told nothing in addition. */
  public Step withoutInstructions() {
    return new Step(target, model, rules, limits, Optional.empty(), price, residency, changes);
  }
}
