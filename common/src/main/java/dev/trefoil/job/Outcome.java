package dev.trefoil.job;

import java.time.Duration;

/** What becomes of a queue message. */
public sealed interface Outcome {
  /** Its result is safe: it is not delivered again. */
  record Ack() implements Outcome {}

  /**
   * It is delivered again, no sooner than {@code after} where the platform can wait.
   *
   * @param after at least one second
   */
  record Retry(Duration after) implements Outcome {
    public Retry {
      after = after.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : after;
    }
  }

  /**
   * It will never succeed, and lies with its reason in the dead-letter queue already: it is not
   * delivered again.
   */
  record Reject(String reason) implements Outcome {}
}
