package dev.trefoil.attempt;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Usage;
import java.time.Duration;
import java.util.Optional;

/** What is known of one attempt while it runs. */
public final class AttemptProgress {
  private final Timer timer;
  private final AttemptTimeout timeout;
  private final int number;
  private final long start;
  private final Optional<CapacityHold> hold;
  private Optional<Duration> firstContent = Optional.empty();
  private Usage usage = Usage.NONE;
  private boolean estimated;
  private double spentUsd;

  /**
   * @param hold what it takes of its target's provisioned capacity
   */
  AttemptProgress(Timer timer, AttemptTimeout timeout, int number, Optional<CapacityHold> hold) {
    this.timer = timer;
    this.timeout = timeout;
    this.number = number;
    this.hold = hold;
    this.start = timer.nanos();
  }

  /** A piece of an answer came. */
  public void content(ChatEvent piece) {
    if (firstContent.isEmpty() && !timeout.isWhole()) {
      firstContent = Optional.of(took());
    }
    timeout.content(piece instanceof ToolCallStarted);
  }

  /** The service has shown that it is at work. May be called on any thread. */
  public void alive() {
    timeout.alive();
  }

  /** The caller's side is given something: until the end of it the time is not the target's. */
  public void beginDelivery() {
    timeout.beginDelivery();
  }

  public void endDelivery() {
    timeout.endDelivery();
  }

  /** The service said what it counted. */
  public void counted(Usage counted) {
    usage = counted;
  }

  /** The service did not say, or could not; this is our own count of what came. */
  public void estimated(Usage estimate) {
    usage = estimate;
    estimated = true;
  }

  /** Something beside the answer itself was paid for. */
  public void spent(double usd) {
    spentUsd += usd;
  }

  /** Which of its call's attempts it is. */
  public int number() {
    return number;
  }

  Optional<CapacityHold> hold() {
    return hold;
  }

  double spentUsd() {
    return spentUsd;
  }

  /** Since the attempt began, without what the caller's side took. */
  public Duration took() {
    return Duration.ofNanos(timer.nanos() - start).minus(timeout.delivered());
  }

  /** Until the first content; empty before that, and of an answer that was asked for whole. */
  Optional<Duration> firstContent() {
    return firstContent;
  }

  public Usage usage() {
    return usage;
  }

  public boolean isEstimated() {
    return estimated;
  }
}
