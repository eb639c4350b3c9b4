package dev.trefoil.target;

import java.util.List;

/**
 * Which targets to try for one call.
 *
 * @param targets in order, at least one
 * @param interchangeable whether vectors of all of them may stand for one another
 */
public record Plan(List<Target> targets, boolean interchangeable) {
  public Plan {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a plan without a target");
    }
  }

  /** A plan of targets whose vectors do not mix. */
  public Plan(List<Target> targets) {
    this(targets, false);
  }
}
