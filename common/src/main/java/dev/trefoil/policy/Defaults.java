// What a route says of settings of which its callers say nothing.
package dev.trefoil.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings for requests that say none, the same for every target of a route that takes them.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param maxTokens at least 1
 * @param reasoningEffort one of {@link #EFFORTS}
 */
public record Defaults(
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens,
    Optional<String> reasoningEffort) {

  /** How hard a model may be told to think, as chat completions say it. */
  public static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  /** Everything is left to the services. */
  public static final Defaults NONE =
      new Defaults(
          OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), Optional.empty());
}
