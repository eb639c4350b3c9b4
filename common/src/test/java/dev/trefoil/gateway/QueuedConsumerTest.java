package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer that may be slow, stuck or broken, and those who publish to it. */
@Timeout(60)
class QueuedConsumerTest {
  private final RecordedCalls recorded = new RecordedCalls();

  @Test
  void eventsAreToldInOrderOnAThreadOfTheirOwn() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    QueuedConsumer queued =
        new QueuedConsumer(
            event -> {
              thread.set(Thread.currentThread());
              recorded.accept(event);
            },
            100);
    List<CallEvent> sent = List.of(event("1"), event("2"), event("3"));

    sent.forEach(queued::accept);

    assertThat(queued.flush(minute())).isTrue();
    assertThat(recorded.all()).isEqualTo(sent);
    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    assertThat(thread.get().isVirtual()).isTrue();
    assertThat(queued.dropped()).isZero();
  }

  @Test
  void whatAStuckConsumerHasNoRoomForIsDroppedAndCounted() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    QueuedConsumer queued =
        new QueuedConsumer(
            event -> {
              taken.countDown();
              await(go);
              recorded.accept(event);
            },
            2);
    queued.accept(event("1"));
    taken.await();

    for (String id : List.of("2", "3", "4", "5")) {
      queued.accept(event(id));
    }

    assertThat(queued.dropped()).isEqualTo(2);
    assertThat(queued.flush(Deadline.after(Duration.ZERO))).as("in no time").isFalse();
    go.countDown();
    assertThat(queued.flush(minute())).isTrue();
    assertThat(recorded.all())
        .extracting(event -> event.call().requestId())
        .containsExactly("1", "2", "3");
  }

  @Test
  void aConsumerThatFailsIsToldTheNextOne() {
    QueuedConsumer queued =
        new QueuedConsumer(
            event -> {
              recorded.accept(event);
              if (recorded.all().size() == 1) {
                throw new IllegalStateException("no");
              }
              if (recorded.all().size() == 2) {
                throw new NoClassDefFoundError("no/such/Name");
              }
            },
            10);

    List.of("1", "2", "3").forEach(id -> queued.accept(event(id)));

    assertThat(queued.flush(minute())).isTrue();
    assertThat(recorded.all()).hasSize(3);
    assertThat(queued.failed()).isEqualTo(2);
  }

  @Test
  void ofWhatManyPublishNothingIsLostUncounted() throws Exception {
    QueuedConsumer queued = new QueuedConsumer(recorded, 16);
    int publishers = 32;
    int each = 200;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < publishers; i++) {
        threads.execute(
            () -> {
              for (int n = 0; n < each; n++) {
                queued.accept(event("x"));
              }
            });
      }
    }

    assertThat(queued.flush(minute())).isTrue();
    assertThat(recorded.all().size() + queued.dropped()).isEqualTo(publishers * each);
  }

  @Test
  void aFlushReachesTheConsumerItself() {
    AtomicReference<Deadline> flushed = new AtomicReference<>();
    CallEvents events =
        new CallEvents(
            List.of(
                recorded,
                new QueuedConsumer(
                    new CallEventConsumer() {
                      @Override
                      public void accept(CallEvent event) {
                        recorded.accept(event);
                      }

                      @Override
                      public boolean flush(Deadline deadline) {
                        flushed.set(deadline);
                        return false;
                      }
                    },
                    1)));
    Deadline deadline = minute();
    events.publish(event("1"));

    assertThat(events.flush(deadline)).as("as the consumer says").isFalse();
    assertThat(flushed.get()).isSameAs(deadline);
    assertThat(recorded.all()).hasSize(2);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() {
    CountDownLatch go = new CountDownLatch(1);
    QueuedConsumer queued = new QueuedConsumer(event -> await(go), 1);
    queued.accept(event("1"));

    Thread.currentThread().interrupt();
    assertThat(queued.flush(minute())).isFalse();

    assertThat(Thread.interrupted()).isTrue();
    go.countDown();
  }

  @Test
  void aQueueHasRoom() {
    assertThatIllegalArgumentException().isThrownBy(() -> new QueuedConsumer(recorded, 0));
  }

  private static CallEvent event(String id) {
    return new CallEnded(
        new Subject(id, new Caller("x"), Optional.empty(), "chat", false, Instant.EPOCH),
        Outcome.ANSWERED,
        Trail.NONE,
        Duration.ZERO);
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
