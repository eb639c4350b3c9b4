package dev.trefoil.policy;

import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How the calls of a route are carried out, whatever their targets.
 *
 * @param retry when the same target is asked again
 * @param recovery what becomes of a stream that is cut
 * @param hedging when the next target is asked as well
 * @param onDisconnect what becomes of an answer whose caller has left
 * @param streamInside whether plain answers are asked for piece by piece, so that a model that is
 *     silent can be told from one that writes
 * @param gate what an answer must be like to be accepted; present for cascades only
 * @param returned kinds of failure that are returned although another target may not have them
 * @param timeout the longest that a call may take; the platform and the caller may want it sooner
 * @param temperature for requests that say none
 * @param maxTokens for requests that say none
 * @param promptCaching who says which beginning of a prompt services are to keep
 * @param strict whether a target refuses what it would otherwise be sent without, or less of
 * @param maxResponseBytes how many bytes the texts of one answer may have together; one that is
 *     longer is given up
 */
public record Policy(
    RetryPolicy retry,
    Recovery recovery,
    Hedging hedging,
    OnDisconnect onDisconnect,
    boolean streamInside,
    Optional<QualityGate> gate,
    Set<Kind> returned,
    Optional<Duration> timeout,
    OptionalDouble temperature,
    OptionalInt maxTokens,
    PromptCaching promptCaching,
    boolean strict,
    long maxResponseBytes) {
  /** As much as is kept in memory of any answer. */
  public static final long LARGEST_RESPONSE = 16L << 20;

  public static final Policy DEFAULTS =
      new Policy(
          RetryPolicy.DEFAULTS,
          Recovery.CONTINUE,
          new Hedging.Off(),
          OnDisconnect.CANCEL,
          true,
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          PromptCaching.CALLERS,
          false,
          LARGEST_RESPONSE);

  public Policy {
    returned = Set.copyOf(returned);
  }

  /** The same with other retries. */
  public Policy withRetry(RetryPolicy other) {
    return new Policy(
        other,
        recovery,
        hedging,
        onDisconnect,
        streamInside,
        gate,
        returned,
        timeout,
        temperature,
        maxTokens,
        promptCaching,
        strict,
        maxResponseBytes);
  }

  /** The same for a cascade, whose answers must pass a gate. */
  public Policy withGate(QualityGate accepted) {
    return new Policy(
        retry,
        recovery,
        hedging,
        onDisconnect,
        streamInside,
        Optional.of(accepted),
        returned,
        timeout,
        temperature,
        maxTokens,
        promptCaching,
        strict,
        maxResponseBytes);
  }
}
