package dev.trefoil.attempt;

import dev.trefoil.chat.Usage;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.Sighting;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One call to one target.
 *
 * @param outcome one of the words below, or the failure's kind in small letters
 * @param failure why it failed, in words that a caller may read
 * @param message why it failed or was not accepted, for the log alone: a service that refuses who
 *     we are names accounts and roles; empty where it was accepted
 * @param took until the outcome was known, without the time that the caller took to read; for
 *     {@code started} until the first content
 * @param limit which time ran out, where one did
 * @param firstContent until the first content, where any came, and not all of it at once
 * @param usage what the service counted; {@link Usage#NONE} where it did not get to say
 * @param estimated whether {@code usage} is our own estimate, of an answer that was cut or not
 *     counted
 * @param costUsd what it cost, where that and the target's price are known
 * @param breaker the target's breaker after the attempt
 * @param residency where the target keeps what it is sent
 * @param overflow whether it was asked in the place of one whose provisioned capacity is used up
 */
public record Attempt(
    Target target,
    String outcome,
    Optional<ProviderException> failure,
    Optional<String> message,
    Duration took,
    Optional<Limit> limit,
    Optional<Duration> firstContent,
    Usage usage,
    boolean estimated,
    OptionalDouble costUsd,
    Breaker.State breaker,
    String residency,
    boolean overflow)
    implements Sighting {
  /** The target gave its whole answer. */
  public static final String OK = "ok";

  /** The answer is still being given. */
  public static final String STARTED = "started";

  /** The answer was whole, and not good enough. */
  public static final String REJECTED = "rejected";

  /** Another target that was asked as well began sooner. */
  public static final String OUTRUN = "outrun";

  /** No target was asked: an answer that one gave before was given again. */
  public static final String CACHED = "cached";

  /** The caller left. */
  public static final String ABANDONED = "abandoned";

  /** Of a target that was asked in its turn. */
  public Attempt(
      Target target,
      String outcome,
      Optional<ProviderException> failure,
      Optional<String> message,
      Duration took,
      Optional<Limit> limit,
      Optional<Duration> firstContent,
      Usage usage,
      boolean estimated,
      OptionalDouble costUsd,
      Breaker.State breaker,
      String residency) {
    this(
        target,
        outcome,
        failure,
        message,
        took,
        limit,
        firstContent,
        usage,
        estimated,
        costUsd,
        breaker,
        residency,
        false);
  }

  @Override
  public boolean answered() {
    return isOk() || outcome.equals(REJECTED);
  }

  /** Whether the target gave its whole answer, and it was good enough. */
  public boolean isOk() {
    return outcome.equals(OK);
  }
}
