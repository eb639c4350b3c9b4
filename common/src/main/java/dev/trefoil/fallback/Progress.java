package dev.trefoil.fallback;

import dev.trefoil.chat.Usage;
import java.time.Duration;
import java.util.Optional;

/** What is known of one attempt while it runs. */
final class Progress {
  private final long start = System.nanoTime();
  private final Watch watch;
  private Optional<Duration> firstContent = Optional.empty();
  private Usage usage = Usage.NONE;
  private boolean estimated;
  private double spentUsd;

  Progress(Watch watch) {
    this.watch = watch;
  }

  /** A piece of an answer came. */
  void content() {
    if (firstContent.isEmpty()) {
      firstContent = Optional.of(took());
    }
    watch.sign();
  }

  /** The service said what it counted. */
  void counted(Usage counted) {
    usage = counted;
  }

  /** The answer was cut before the service could say; this is our own count of what came. */
  void estimated(Usage estimate) {
    usage = estimate;
    estimated = true;
  }

  /** Something beside the answer itself was paid for. */
  void spent(double usd) {
    spentUsd += usd;
  }

  double spentUsd() {
    return spentUsd;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  Optional<Duration> firstContent() {
    return firstContent;
  }

  Usage usage() {
    return usage;
  }

  boolean isEstimated() {
    return estimated;
  }
}
