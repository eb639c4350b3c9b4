package dev.trefoil.health;

import dev.trefoil.policy.Target;

/** What one attempt has shown of its target. */
public interface Sighting {
  Target target();

  /** Whether the target gave a whole answer. */
  boolean answered();

  /** The target's breaker after the attempt. */
  Breaker.State breaker();
}
