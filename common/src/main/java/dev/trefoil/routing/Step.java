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
 * @param promptKey by which its service is to know the prompt again; empty where it takes no such
 *     name, or nobody expects that the prompt comes again
 * @param changes what is done to the plan's request so that it can take it
 * @param reserved what was bought of it beforehand, and what the call takes of that
 * @param overflow whether it is asked in the place of one of which that is used up
 */
public record Step(
    Target target,
    Capabilities model,
    RequestRules rules,
    AttemptLimits limits,
    Optional<String> instructions,
    Optional<Price> price,
    String residency,
    Optional<String> promptKey,
    List<RequestChange> changes,
    Optional<Reserved> reserved,
    boolean overflow) {
  public Step {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(residency, "residency");
    Objects.requireNonNull(promptKey, "promptKey");
    Objects.requireNonNull(reserved, "reserved");
    changes = List.copyOf(changes);
  }

  /** A target of which nothing was bought beforehand, asked in its turn. */
  public Step(
      Target target,
      Capabilities model,
      RequestRules rules,
      AttemptLimits limits,
      Optional<String> instructions,
      Optional<Price> price,
      String residency,
      List<RequestChange> changes) {
    this(
        target,
        model,
        rules,
        limits,
        instructions,
        price,
        residency,
        Optional.empty(),
        changes,
        Optional.empty(),
        false);
  }

  /** The same target, told a name for the prompt where it takes one. */
  Step withPromptKey(Optional<String> key) {
    return key.isEmpty() || !rules.takesCacheKey(target.model(), model)
        ? this
        : new Step(
            target,
            model,
            rules,
            limits,
            instructions,
            price,
            residency,
            key,
            changes,
            reserved,
            overflow);
  }

  /** The same target for another request. */
  public Step withChanges(List<RequestChange> other) {
    return other.equals(changes)
        ? this
        : new Step(
            target,
            model,
            rules,
            limits,
            instructions,
            price,
            residency,
            promptKey,
            other,
            reserved,
            overflow);
  }

  /** The same target, told nothing in addition. */
  public Step withoutInstructions() {
    return new Step(
        target,
        model,
        rules,
        limits,
        Optional.empty(),
        price,
        residency,
        promptKey,
        changes,
        reserved,
        overflow);
  }

  /** The same target, in the place of one whose capacity is used up. */
  Step asOverflow() {
    return new Step(
        target,
        model,
        rules,
        limits,
        instructions,
        price,
        residency,
        promptKey,
        changes,
        reserved,
        true);
  }
}
