// How long what is issued works, unless a test wants it shorter.
package dev.trefoil.emulators.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One lifetime for everything that is issued from now on, or each vendor's usual one. */
public final class Lifetime {

  private final AtomicReference<Optional<Duration>> fixed = new AtomicReference<>(Optional.empty());

  /** Everything that is issued from now on works this long. */
  public void fix(Duration lifetime) {
    fixed.set(Optional.of(lifetime));
  }

  /** For the token services: the fixed one, or else this. */
  public Duration or(Duration usual) {
    return fixed.get().orElse(usual);
  }
}
