package dev.trefoil.fallback;

import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.target.Target;

/** What a call wants done by one of its targets. */
interface Job {
  /** Asks one target; {@code signs} is told whenever something of an answer came. */
  void attempt(Target target, Trail before, CallContext context, Runnable signs)
      throws ProviderException;

  /** Whether a part of the answer has been passed on, so that no other target may be asked. */
  boolean begun();

  /** Whether the caller threw, which is then no failure of the target's. */
  default boolean refused() {
    return false;
  }
}
