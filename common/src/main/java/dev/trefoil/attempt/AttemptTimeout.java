package dev.trefoil.attempt;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Watches one attempt and cancels it when it is silent for too long: longer than its target may be,
 * or than leaves the later targets a fair part of the call's time. It costs one timer an attempt,
 * which is moved when it fires, and before that only if it would fire too late.
 *
 * <p>Once an answer has begun, a sign of life that is no content holds the target's own limit, but
 * not the others' part of the call's time. The input of a tool may take as long as thoughts:
 * services keep it back until it is whole.
 *
 * <p>Time in which the caller's side takes what came is not the target's silence: then only the
 * call's deadline counts.
 */
public final class AttemptTimeout implements AutoCloseable {
  private final Timer timer;
  private final Cancellation cancellation;
  private final Deadline deadline;
  private final int targetsLeft;
  private final Duration stall;
  private final Duration composing;
  private final boolean whole;
  private Duration silence;
  private Future<?> alarm;
  private long alarmNanos;

  /** When content came last, later by what the caller's side has taken since. */
  private long lastContent;

  /** When anything came last, likewise. */
  private long lastSign;

  private boolean delivering;
  private long deliveringSince;
  private long deliveringNanos;
  private boolean parked;
  private boolean content;
  private boolean closed;
  private Optional<Limit> expired = Optional.empty();
  private Duration waited = Duration.ZERO;

  /**
   * @param silence how long the target may take to its first content
   * @param composing how long it may take over the input of a tool
   * @param targetsLeft among how many targets, this one included, the time left is shared
   * @param whole whether the target is asked for the whole answer in place of a stream
   */
  AttemptTimeout(
      Timer timer,
      Cancellation cancellation,
      Deadline deadline,
      Duration silence,
      Duration stall,
      Duration composing,
      int targetsLeft,
      boolean whole) {
    this.timer = timer;
    this.cancellation = cancellation;
    this.deadline = deadline;
    this.silence = silence;
    this.stall = stall;
    this.composing = composing;
    this.targetsLeft = targetsLeft;
    this.whole = whole;
    synchronized (this) {
      lastContent = timer.nanos();
      lastSign = lastContent;
      schedule(left());
    }
  }

  /**
   * Content came.
   *
   * @param toolBegins whether the input of a tool is next
   */
  synchronized void content(boolean toolBegins) {
    lastContent = timer.nanos();
    lastSign = lastContent;
    Duration next = toolBegins && composing.compareTo(stall) > 0 ? composing : stall;
    if (closed || content && next.equals(silence)) {
      return;
    }
    content = true;
    silence = next;
    Duration left = left();
    if (lastSign + left.toNanos() - alarmNanos < 0) {
      alarm.cancel(false);
      schedule(left);
    }
  }

  /** Something came that is no content. */
  synchronized void alive() {
    if (content && !delivering) {
      lastSign = timer.nanos();
    }
  }

  /** The caller's side is given something, for which it may take its time. */
  synchronized void beginDelivery() {
    delivering = true;
    deliveringSince = timer.nanos();
  }

  /** It has taken it. */
  synchronized void endDelivery() {
    delivering = false;
    long taken = timer.nanos() - deliveringSince;
    deliveringNanos += taken;
    lastContent += taken;
    lastSign += taken;
    if (parked && !closed) {
      parked = false;
      alarm.cancel(false);
      schedule(left());
    }
  }

  /** How long the caller's side has been waited for. */
  synchronized Duration delivered() {
    return Duration.ofNanos(deliveringNanos);
  }

  /** Whether the target is asked for the whole answer in place of a stream. */
  boolean isWhole() {
    return whole;
  }

  /** Which limit ended the attempt, where this watch did. */
  synchronized Optional<Limit> expired() {
    return expired;
  }

  /** The failure that the limit stands for. */
  synchronized ProviderException failure(Limit limit) {
    String reason =
        limit == Limit.DEADLINE
            ? "the call's deadline passed"
            : missing() + " within " + waited.toMillis() + " ms";
    return new ProviderException(Kind.TIMEOUT, reason);
  }

  private String missing() {
    String first = whole ? "no whole answer" : "no content";
    return content ? "no further content" : first;
  }

  /**
   * Whether the target had at least half the time that it may take, so that its silence says
   * something of it and not only of a caller in a hurry.
   */
  synchronized boolean wasPatient() {
    return waited.multipliedBy(2).compareTo(silence) >= 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    alarm.cancel(false);
  }

  /** How much more silence is borne: by the target's own limit, or by its share. */
  private Duration left() {
    Duration own = silence.minus(since(lastSign));
    Duration silent = since(lastContent);
    Duration shared = deadline.remaining().plus(silent).dividedBy(targetsLeft).minus(silent);
    return shared.compareTo(own) < 0 ? shared : own;
  }

  private Duration since(long moment) {
    return Duration.ofNanos((delivering ? deliveringSince : timer.nanos()) - moment);
  }

  private void schedule(Duration delay) {
    alarmNanos = timer.nanos() + delay.toNanos();
    alarm = timer.after(delay, this::fire);
  }

  private void fire() {
    synchronized (this) {
      if (closed || expired.isPresent()) {
        return;
      }
      if (!deadline.isExpired()) {
        Duration left = delivering ? deadline.remaining() : left();
        if (left.isPositive()) {
          parked = delivering;
          schedule(left);
          return;
        }
      }
      parked = false;
      waited = since(lastContent);
      expired = Optional.of(limit());
    }
    cancellation.cancel();
  }

  private Limit limit() {
    if (deadline.isExpired()) {
      return Limit.DEADLINE;
    }
    if (whole && !content) {
      return Limit.WHOLE;
    }
    if (since(lastSign).compareTo(silence) < 0) {
      return Limit.SHARE;
    }
    return content ? Limit.STALL : Limit.FIRST_TOKEN;
  }
}
