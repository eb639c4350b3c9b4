package dev.trefoil.routing;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import java.util.Objects;
import java.util.Optional;

/**
 * One target of a plan, with what holds for it.
 *
 * @param model what is known of its model
 * @param limits how long it may be silent
 * @param instructions what its model is told in addition to the request's own instructions
 * @param price what it costs, where that is known
 * @param residency where it keeps what it is sent, as the log says it: {@code eu}, {@code unknown}
 */
public record Step(
    Target target,
    Capabilities model,
    AttemptLimits limits,
    Optional<String> instructions,
    Optional<Price> price,
    String residency) {
  public Step {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(residency, "residency");
  }

  /** A target of which nothing is known. */
  public static Step of(Target target) {
    return new Step(
        target,
        Capabilities.unknown(target.model()),
        AttemptLimits.DEFAULTS,
        Optional.empty(),
        Optional.empty(),
        "unknown");
  }
}
