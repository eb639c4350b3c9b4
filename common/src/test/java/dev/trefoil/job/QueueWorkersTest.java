package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.health.MovedClock;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that a process takes from a queue itself. */
@Timeout(60)
class QueueWorkersTest {
  private static final String QUEUE = "jobs";
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final MovedClock clock = new MovedClock(Instant.ofEpochSecond(1_700_000_000));
  private final MemoryStore store = new MemoryStore(clock);
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore done = new Semaphore(0);

  @Test
  void whatIsAcknowledgedOrRejectedIsGoneAndWhatIsToBeRetriedComesBackThen() throws Exception {
    send("ok", "bad", "busy");
    run(
        message ->
            switch (message.body()) {
              case "ok" -> new Ack();
              case "bad" -> new Reject("no");
              default -> new Retry(Duration.ofSeconds(17));
            },
        3);

    clock.advance(Duration.ofSeconds(16));
    assertThat(waiting()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(waiting()).containsExactly("busy");
  }

  @Test
  void aMessageWhoseHandlerFailsIsNotDeleted() throws Exception {
    send("poison");
    run(
        message -> {
          throw new IllegalStateException("a bug");
        },
        1);

    clock.advance(Duration.ofSeconds(31));
    assertThat(waiting()).containsExactly("poison");
  }

  @Test
  void noMoreAreWorkedOnAtOnceThanWanted() throws Exception {
    send("1", "2", "3", "4", "5", "6", "7");
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    run(
        message -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.yield();
          now.decrementAndGet();
          return new Ack();
        },
        7);

    assertThat(handled).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7");
    assertThat(most).hasValueBetween(1, 2);
  }

  @Test
  void theEndWaitsForWhatIsBeingWorkedOnAndTakesNothingMore() throws Exception {
    send("first");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    QueueWorkers workers =
        workers(
            store,
            message -> {
              begun.countDown();
              await(go);
              return new Ack();
            });
    workers.start();
    begun.await();

    assertThat(workers.end(Duration.ofMillis(10))).as("it is still under way").isFalse();
    go.countDown();
    assertThat(workers.end(GRACE)).isTrue();
    send("second");

    clock.advance(Duration.ofDays(1));
    assertThat(waiting()).containsExactly("second");
  }

  @Test
  void aQueueThatCannotBeReachedIsAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Queues flaky =
        new ForwardingQueues(store) {
          @Override
          public List<Received> receive(
              String queue, int most, Duration hidden, Duration wait, Deadline deadline)
              throws StoreException {
            if (asked.incrementAndGet() == 1) {
              throw new Unreachable("memory is down");
            }
            return super.receive(queue, most, hidden, wait, deadline);
          }
        };
    send("ok");
    QueueWorkers workers = workers(flaky, message -> new Ack());
    workers.start();
    done.acquire();

    assertThat(workers.end(GRACE)).isTrue();
    assertThat(handled).containsExactly("ok");
  }

  @Test
  void whileAMessageIsWorkedOnItStaysHiddenUnderItsNewestReceipt() throws Exception {
    send("long");
    Received received = store.receive(QUEUE, 1, GRACE, Duration.ZERO, soon()).getFirst();
    CountDownLatch thrice = new CountDownLatch(3);
    AtomicInteger receipts = new AtomicInteger();
    Queues counting =
        new ForwardingQueues(store) {
          @Override
          public Received extend(Received message, Duration hidden, Deadline deadline) {
            thrice.countDown();
            return new Received(
                QUEUE,
                message.id(),
                message.body(),
                Optional.empty(),
                "receipt " + receipts.incrementAndGet());
          }
        };

    try (HiddenMessage hidden = new HiddenMessage(counting, received, Duration.ofMillis(30))) {
      thrice.await();
      String last = hidden.release().receipt();
      assertThat(last).isEqualTo("receipt " + receipts.get());
    }
  }

  private void send(String... bodies) throws StoreException {
    for (String body : bodies) {
      store.send(QUEUE, body, Duration.ZERO, soon());
    }
  }

  /** Handles so many messages, and ends. */
  private void run(Handler handler, int messages) throws InterruptedException {
    QueueWorkers workers = workers(store, handler);
    workers.start();
    done.acquire(messages);
    assertThat(workers.end(GRACE)).isTrue();
  }

  /** Two at once. */
  private QueueWorkers workers(Queues queues, Handler handler) {
    return new QueueWorkers(
        queues,
        QUEUE,
        (message, deadline) -> {
          handled.add(message.body());
          try {
            return handler.handle(message);
          } finally {
            done.release();
          }
        },
        2,
        GRACE);
  }

  private interface Handler {
    Outcome handle(QueueMessage message);
  }

  private List<String> waiting() throws StoreException {
    return store.receive(QUEUE, 10, GRACE, Duration.ZERO, soon()).stream()
        .map(Received::body)
        .toList();
  }

  private static Deadline soon() {
    return Deadline.after(GRACE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
