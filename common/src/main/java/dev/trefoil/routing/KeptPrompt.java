package dev.trefoil.routing;

import dev.trefoil.policy.Target;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A conversation whose prompt is expected to be kept, and where.
 *
 * @param prefix by which it is known again from turn to turn
 * @param usual the target that comes first for it where nobody keeps the prompt
 * @param holder the target that answered the turn before, and may have kept the prompt
 * @param lifetime how long it is kept if it is not asked for again
 */
public record KeptPrompt(String prefix, Target usual, Optional<Target> holder, Duration lifetime) {
  public KeptPrompt {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(usual, "usual");
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(lifetime, "lifetime");
  }

  /** Whether other processes would look for the prompt elsewhere than at who has answered now. */
  public boolean movesTo(Target answered) {
    return !answered.equals(usual) || holder.filter(held -> !held.equals(answered)).isPresent();
  }

  /** The target that had kept the prompt for nothing, where another one has answered. */
  public Optional<Target> leftBy(Target answered) {
    return holder.filter(held -> !held.equals(answered));
  }
}
