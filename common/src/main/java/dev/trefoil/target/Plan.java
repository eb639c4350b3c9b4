package dev.trefoil.target;

import java.util.List;

/**
 * Which targets to try for one call.
 *
 * @param targets in order, at least one
 */
public record Plan(List<Target> targets) {
  public Plan {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a plan without a target");
    }
  }
}
