package dev.trefoil.policy;

import java.time.Duration;

/** When the next target is asked as well, because the first is slow to begin. */
public sealed interface Hedging {

  /** Never. */
  record Off() implements Hedging {}

  /** After a fixed time without content. */
  record After(Duration time) implements Hedging {}

  /**
   * After the time within which the target has lately begun 95 of 100 answers; not before enough of
   * them are known.
   */
  record AfterUsual() implements Hedging {}
}
