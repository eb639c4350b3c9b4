package dev.trefoil.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long something has taken the last hundred times. Of one thread at a time. */
final class RecentTimes {
  private static final int REMEMBERED = 100;

  private final long[] nanos = new long[REMEMBERED];
  private long added;

  void add(Duration time) {
    nanos[(int) (added % REMEMBERED)] = time.toNanos();
    added++;
  }

  /** Forgets all of them. */
  void clear() {
    added = 0;
  }

  boolean isEmpty() {
    return added == 0;
  }

  /** Within which time such a share of them was; empty while too few are known. */
  Optional<Duration> within(double share) {
    if (added < TargetHealth.ENOUGH) {
      return Optional.empty();
    }
    long[] known = Arrays.copyOf(nanos, known());
    Arrays.sort(known);
    return Optional.of(Duration.ofNanos(known[(int) Math.ceil(known.length * share) - 1]));
  }

  /** The longest of them; empty while too few are known. */
  Optional<Duration> longest() {
    if (added < TargetHealth.ENOUGH) {
      return Optional.empty();
    }
    long longest = 0;
    for (int i = 0; i < known(); i++) {
      longest = Math.max(longest, nanos[i]);
    }
    return Optional.of(Duration.ofNanos(longest));
  }

  private int known() {
    return (int) Math.min(added, REMEMBERED);
  }
}
