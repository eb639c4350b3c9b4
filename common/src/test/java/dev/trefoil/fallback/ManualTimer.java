package dev.trefoil.fallback;

import dev.trefoil.attempt.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A time that stands still until the test moves it. */
final class ManualTimer implements Timer {
  private record Alarm(long at, Runnable action, CompletableFuture<Void> future) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long now;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Future<?> after(Duration time, Runnable action) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    alarms.add(new Alarm(now + Math.max(0, time.toNanos()), action, future));
    return future;
  }

  /** Lets time pass, and with it what is due. */
  void advance(Duration time) {
    long end = nanos() + time.toNanos();
    for (Optional<Alarm> due = next(end); due.isPresent(); due = next(end)) {
      due.get().action().run();
    }
  }

  private synchronized Optional<Alarm> next(long end) {
    alarms.removeIf(alarm -> alarm.future().isCancelled());
    Optional<Alarm> due =
        alarms.stream().filter(alarm -> alarm.at() <= end).min(Comparator.comparing(Alarm::at));
    now = due.map(alarm -> Math.max(now, alarm.at())).orElse(end);
    due.ifPresent(alarms::remove);
    return due;
  }
}
