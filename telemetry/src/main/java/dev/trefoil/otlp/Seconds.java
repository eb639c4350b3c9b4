package dev.trefoil.otlp;

import java.time.Duration;

/** The conventions' unit of time. */
final class Seconds {
  private Seconds() {}

  static double of(Duration time) {
    return time.toNanos() / 1e9;
  }
}
