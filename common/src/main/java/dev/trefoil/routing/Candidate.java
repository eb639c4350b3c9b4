package dev.trefoil.routing;

import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.residency.Residency;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * A target that may become a step of a plan, with what its choice depends on.
 *
 * @param group 0 for targets of the route itself, then one for each fallback that the caller names
 * @param rank of the route's entry that it is
 * @param permitted where the route that it is of lets calls go; empty for anywhere
 * @param promptTokens how many the prompt is likely to have
 * @param cost in US dollars, what the call is likely to cost; empty where the price is not known
 * @param isNative whether its service is of the cloud that we run on
 * @param isFull whether what was bought of it beforehand is used up
 */
record Candidate(
    int group,
    Step step,
    double weight,
    int rank,
    Residency residency,
    Collection<String> permitted,
    long promptTokens,
    OptionalDouble cost,
    boolean isNative,
    boolean isFull) {

  /** Until an estimate exceeds a window by this, it may be the estimate that is wrong. */
  private static final double CLEARLY = 1.25;

  Target target() {
    return step.target();
  }

  Capabilities model() {
    return step.model();
  }

  /**
   * Where it comes whatever the strategy, the lower the sooner: by its rank, and in that what was
   * bought beforehand, then what was not, then what is used up.
   */
  int place() {
    int turn = step.reserved().isEmpty() ? 1 : isFull ? 2 : 0;
    return 3 * rank + turn;
  }

  String family() {
    return step.model().family();
  }

  /** What the call costs if the service has kept all of the prompt; infinite where not known. */
  double costWhenKept() {
    return costWith(new Usage(promptTokens, 0, promptTokens, 0, 0));
  }

  /** What it costs if the service has kept none of it and keeps all; infinite where not known. */
  double costWhenCold() {
    return costWith(new Usage(promptTokens, 0, 0, promptTokens, 0));
  }

  private double costWith(Usage prompt) {
    return cost.isPresent() && step.price().isPresent()
        ? cost.getAsDouble()
            - step.price().get().of(new Usage(promptTokens, 0))
            + step.price().get().of(prompt)
        : Double.POSITIVE_INFINITY;
  }

  /** Whether it stays where its own route says. */
  boolean keepsToItsRoute() {
    return permitted.isEmpty() || residency.keepsTo(permitted);
  }

  /** Whether the prompt is likely to be longer than the context window. */
  boolean mayBeTooLong() {
    return exceeds(1);
  }

  /** Whether it certainly is. */
  boolean isTooLong() {
    return exceeds(CLEARLY);
  }

  private boolean exceeds(double factor) {
    return model().contextWindow().isPresent()
        && promptTokens > model().contextWindow().getAsLong() * factor;
  }
}
