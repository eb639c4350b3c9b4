package dev.trefoil.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time limit only ends a test that hangs. */
@Timeout(60)
class WatchTimerTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final WatchTimer timer = new WatchTimer();

  @Test
  void alarmsThatAreTakenBackWakeNobody() throws InterruptedException {
    Future<?> first = timer.after(LONG, () -> {});
    run(); // From here on the thread waits for the first alarm.
    long before = timer.wakes();

    for (int i = 0; i < 10_000; i++) {
      timer.after(LONG, () -> {}).cancel(false);
    }
    first.cancel(false);
    for (int i = 0; i < 10_000; i++) {
      timer.after(LONG, () -> {}).cancel(false);
    }

    assertThat(timer.wakes() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void anAlarmThatIsDueBeforeTheOthersIsRunBeforeThem() throws InterruptedException {
    List<String> run = Collections.synchronizedList(new ArrayList<>());
    timer.after(LONG, () -> run.add("late"));
    timer.after(Duration.ZERO, () -> run.add("at once"));
    timer.after(Duration.ofMillis(-5), () -> run.add("before now"));
    run();

    assertThat(run).containsExactly("at once", "before now");
  }

  @Test
  void oneThatIsTakenBackIsNotRun() throws InterruptedException {
    List<String> run = Collections.synchronizedList(new ArrayList<>());
    Future<?> taken = timer.after(Duration.ofMillis(20), () -> run.add("taken back"));
    boolean cancelled = taken.cancel(false);
    CountDownLatch after = new CountDownLatch(1);
    timer.after(Duration.ofMillis(40), after::countDown);
    after.await();

    assertThat(run).hasSize(cancelled ? 0 : 1);
    assertThat(taken.isDone()).isTrue();
  }

  @Test
  void anActionThatThrowsEndsNoOther() throws InterruptedException {
    timer.after(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("for the test");
        });
    List<String> run = Collections.synchronizedList(new ArrayList<>());
    timer.after(Duration.ZERO, () -> run.add("the next"));
    run();

    assertThat(run).containsExactly("the next");
  }

  /** Lets everything run that is due. */
  private void run() throws InterruptedException {
    CountDownLatch due = new CountDownLatch(1);
    timer.after(Duration.ZERO, due::countDown);
    due.await();
  }
}
