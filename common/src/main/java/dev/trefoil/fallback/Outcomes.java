package dev.trefoil.fallback;

import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.target.Breaker;
import dev.trefoil.target.HealthBook;
import dev.trefoil.target.Step;
import dev.trefoil.target.TargetHealth;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes down how attempts end, for the trail and for what is known of their targets. */
final class Outcomes {
  private final HealthBook health;

  Outcomes(HealthBook health) {
    this.health = health;
  }

  /** The answer begins. Says nothing yet of the target. */
  static Attempt started(Step step, Progress progress) {
    return attempt(
        step,
        progress,
        Attempt.STARTED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Breaker.State.CLOSED);
  }

  Attempt ok(Step step, Progress progress) {
    health(step, progress).succeeded();
    return ended(step, progress, Attempt.OK, Optional.empty());
  }

  /** Whole, but not good enough: the target is as healthy as can be. */
  Attempt rejected(Step step, Progress progress, String objection) {
    health(step, progress).succeeded();
    return ended(step, progress, Attempt.REJECTED, Optional.of(objection));
  }

  /** Given up before it could be seen how it ends. */
  Attempt undecided(Step step, Progress progress, String outcome) {
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
      Progress progress,
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
    return attempt(
        step,
        progress,
        failure.kind().name().toLowerCase(Locale.ROOT),
        Optional.of(failure),
        Optional.ofNullable(words),
        limit,
        target.breaker().state());
  }

  private TargetHealth health(Step step, Progress progress) {
    TargetHealth target = health.of(step.target());
    progress.firstContent().ifPresent(target::began);
    return target;
  }

  private Attempt ended(Step step, Progress progress, String outcome, Optional<String> message) {
    return attempt(
        step,
        progress,
        outcome,
        Optional.empty(),
        message,
        Optional.empty(),
        health.of(step.target()).breaker().state());
  }

  private static Attempt attempt(
      Step step,
      Progress progress,
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
        step.residency());
  }
}
