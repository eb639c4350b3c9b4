package dev.trefoil.policy;

import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the calls of a route are carried out, whatever their targets.
 *
 * @param retry when the same target is asked again
 * @param recovery what becomes of a stream that is cut
 * @param hedging when the next target is asked as well
 * @param onDisconnect what becomes of an answer whose caller has left
 * @param streamInside whether plain answers are asked for piece by piece
 * @param gate what an answer must be like to be accepted; present for cascades only
 * @param returned kinds of failure that are returned although another target may not have them
 * @param timeout the longest that a call may take; the platform and the caller may want it sooner
 * @param defaults settings for requests that say none
 * @param instructions what every target is told in addition to the request's own
 * @param promptCaching who says which beginning of a prompt services are to keep
 * @param strict whether a target refuses what it would otherwise be sent without, or less of
 * @param maxResponseBytes how many bytes the texts of one answer may have together; one that is
 *     longer is given up
 * @param responseCache which answers are kept to be given again; empty for none
 * @param compaction whether threads that have outgrown the window of who must answer are summarised
 * @param guarding which guardrails calls pass; empty for none
 */
public record Policy(
    RetryPolicy retry,
    Recovery recovery,
    Hedging hedging,
    OnDisconnect onDisconnect,
    StreamInside streamInside,
    Optional<QualityGate> gate,
    Set<Kind> returned,
    Optional<Duration> timeout,
    Defaults defaults,
    Optional<String> instructions,
    PromptCaching promptCaching,
    boolean strict,
    long maxResponseBytes,
    Optional<ResponseCaching> responseCache,
    boolean compaction,
    Optional<Guarding> guarding) {
  /** As much as is kept in memory of any answer. */
  public static final long LARGEST_RESPONSE = 16L << 20;

  public static final Policy DEFAULTS =
      new Policy(
          RetryPolicy.DEFAULTS,
          Recovery.CONTINUE,
          new Hedging.Off(),
          OnDisconnect.CANCEL,
          StreamInside.AUTO,
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Defaults.NONE,
          Optional.empty(),
          PromptCaching.CALLERS,
          false,
          LARGEST_RESPONSE);

  public Policy {
    returned = Set.copyOf(returned);
  }

  /** Of which no answer is kept, and no thread is summarised, without guardrails. */
  public Policy(
      RetryPolicy retry,
      Recovery recovery,
      Hedging hedging,
      OnDisconnect onDisconnect,
      StreamInside streamInside,
      Optional<QualityGate> gate,
      Set<Kind> returned,
      Optional<Duration> timeout,
      Defaults defaults,
      Optional<String> instructions,
      PromptCaching promptCaching,
      boolean strict,
      long maxResponseBytes) {
    this(
        retry,
        recovery,
        hedging,
        onDisconnect,
        streamInside,
        gate,
        returned,
        timeout,
        defaults,
        instructions,
        promptCaching,
        strict,
        maxResponseBytes,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /**
   * Whether a target may be asked for a whole answer where a stream would do as well. Nobody looks
   * at when the answer begins, as hedging does; and if it takes longer than any before, the target
   * may be asked for a stream after all.
   */
  public boolean mayAskWhole() {
    return streamInside == StreamInside.AUTO
        && hedging instanceof Hedging.Off
        && retry.retries() > 0
        && !returned.contains(Kind.TIMEOUT);
  }

  /** The same with plain answers asked for in another way. */
  public Policy withStreamInside(StreamInside other) {
    return with(retry, other, gate, guarding);
  }

  /** The same with other guardrails. */
  public Policy withGuarding(Optional<Guarding> other) {
    return with(retry, streamInside, gate, other);
  }

  /** The same with other retries. */
  public Policy withRetry(RetryPolicy other) {
    return with(other, streamInside, gate, guarding);
  }

  /** The same for one attempt of which nobody waits for the answer. */
  public Policy once() {
    return new Policy(
        new RetryPolicy(0, Duration.ZERO, Duration.ZERO),
        Recovery.ERROR,
        new Hedging.Off(),
        OnDisconnect.CANCEL,
        streamInside,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        defaults,
        instructions,
        promptCaching,
        strict,
        maxResponseBytes);
  }

  /** The same for a cascade, whose answers must pass a gate. */
  public Policy withGate(QualityGate accepted) {
    return with(retry, streamInside, Optional.of(accepted), guarding);
  }

  /** The same with other values of these components. */
  private Policy with(
      RetryPolicy retry,
      StreamInside streamInside,
      Optional<QualityGate> gate,
      Optional<Guarding> guarding) {
    return new Policy(
        retry,
        recovery,
        hedging,
        onDisconnect,
        streamInside,
        gate,
        returned,
        timeout,
        defaults,
        instructions,
        promptCaching,
        strict,
        maxResponseBytes,
        responseCache,
        compaction,
        guarding);
  }
}
