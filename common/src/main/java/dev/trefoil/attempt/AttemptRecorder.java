package dev.trefoil.attempt;

import dev.trefoil.chat.Usage;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.routing.Step;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes down how the attempts of one call begin and end, for the trail, for what is known of their
 * targets, and for whoever listens. For the thread that makes the call.
 */
public final class AttemptRecorder {
  private final HealthBook health;
  private final AttemptListener listener;
  private int begun;

  public AttemptRecorder(HealthBook health, AttemptListener listener) {
    this.health = health;
    this.listener = listener;
  }

  /** A target is about to be asked; gives the attempt's number. */
  int begun(Step step) {
    begun++;
    listener.begun(begun, step.target());
    return begun;
  }

  /** What the attempt takes of its target's provisioned capacity. */
  Optional<CapacityHold> hold(Step step) {
    return CapacityHold.of(step, health);
  }

  /** The answer begins. Says nothing yet of the target. */
  public static Attempt started(Step step, AttemptProgress progress) {
    return attempt(
        step,
        progress,
        Attempt.STARTED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Breaker.State.CLOSED);
  }

  public Attempt ok(Step step, AttemptProgress progress) {
    health(step, progress).succeeded();
    return ended(step, progress, Attempt.OK, Optional.empty());
  }

  /** Whole, but not good enough: the target is as healthy as can be. */
  public Attempt rejected(Step step, AttemptProgress progress, String objection) {
    health(step, progress).succeeded();
    return ended(step, progress, Attempt.REJECTED, Optional.of(objection));
  }

  /** Given up before it could be seen how it ends. */
  public Attempt undecided(Step step, AttemptProgress progress, String outcome) {
    health(step, progress).undecided();
    return ended(step, progress, outcome, Optional.empty());
  }

  /**
   * @param failure in words for the caller
   * @param words for the log
   * @param counts whether the failure says something of the target
   */
  Attempt failed(
      Step step,
      AttemptProgress progress,
      ProviderException failure,
      String words,
      Optional<Limit> limit,
      boolean counts) {
    TargetHealth target = health(step, progress);
    if (counts) {
      target.failed(failure);
    } else {
      target.undecided();
    }
    return told(
        progress,
        attempt(
            step,
            progress,
            failure.kind().name().toLowerCase(Locale.ROOT),
            Optional.of(failure),
            Optional.ofNullable(words),
            limit,
            target.breaker().state()));
  }

  private Attempt told(AttemptProgress progress, Attempt attempt) {
    if (progress.hold().isPresent()) {
      progress.hold().get().settle(attempt);
    }
    listener.ended(progress.number(), attempt);
    return attempt;
  }

  private TargetHealth health(Step step, AttemptProgress progress) {
    TargetHealth target = health.of(step.target());
    progress.firstContent().ifPresent(target::began);
    return target;
  }

  private Attempt ended(
      Step step, AttemptProgress progress, String outcome, Optional<String> message) {
    return told(
        progress,
        attempt(
            step,
            progress,
            outcome,
            Optional.empty(),
            message,
            Optional.empty(),
            health.of(step.target()).breaker().state()));
  }

  private static Attempt attempt(
      Step step,
      AttemptProgress progress,
      String outcome,
      Optional<ProviderException> failure,
      Optional<String> message,
      Optional<Limit> limit,
      Breaker.State breaker) {
    Usage usage = progress.usage();
    OptionalDouble cost =
        step.price().isEmpty() || usage.equals(Usage.NONE)
            ? OptionalDouble.empty()
            : OptionalDouble.of(step.price().get().of(usage) + progress.spentUsd());
    return new Attempt(
        step.target(),
        outcome,
        failure,
        message,
        progress.took(),
        limit,
        progress.firstContent(),
        usage,
        progress.isEstimated(),
        cost,
        breaker,
        step.residency(),
        step.overflow());
  }
}
