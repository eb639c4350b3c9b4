package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.store.Queues;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes messages from a queue, in a process that no platform brings them to. A message is deleted
 * only when its handler says that its result is safe; while it is worked on nobody else sees it.
 */
public final class QueueWorkers {
  private static final System.Logger LOG = System.getLogger(QueueWorkers.class.getName());

  /** How long a message is hidden at a time: what a worker that dies delays its job by. */
  private static final Duration HIDDEN = Duration.ofSeconds(30);

  /** How long one call waits for a message, and how long the last one is waited for. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** What one call has: Pub/Sub waits for as long as it likes. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** What a call of the queue has, beyond what it waits. */
  private static final Duration CALL = Duration.ofSeconds(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Queues queues;
  private final String source;
  private final MessageHandler handler;
  private final int atOnce;
  private final Duration time;
  private final Semaphore free;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread receiver;

  /**
   * @param source what messages are received from
   * @param atOnce how many are worked on at once
   * @param time what a handler has for one
   */
  QueueWorkers(Queues queues, String source, MessageHandler handler, int atOnce, Duration time) {
    this.queues = queues;
    this.source = source;
    this.handler = handler;
    this.atOnce = atOnce;
    this.time = time;
    this.free = new Semaphore(atOnce);
    this.receiver = Thread.ofVirtual().name("trefoil-workers").unstarted(this::receive);
  }

  /** Begins to receive. */
  public void start() {
    receiver.start();
  }

  /**
   * Receives no more, and waits for the messages that are being worked on. One that has not ended
   * in time comes back to another worker once this process is gone.
   *
   * @param grace how long at most
   * @return whether all have ended
   */
  public boolean end(Duration grace) throws InterruptedException {
    Deadline deadline = Deadline.after(grace);
    ending.countDown();
    if (!receiver.join(deadline.within(WAIT.plusSeconds(1)).remaining())) {
      receiver.interrupt();
    }
    boolean ended = free.tryAcquire(atOnce, deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      LOG.log(
          Level.WARNING,
          (atOnce - free.availablePermits())
              + " jobs are left to other workers: they did not end within "
              + grace.toSeconds()
              + " s");
    }
    return ended;
  }

  private void receive() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isEnding()) {
        free.acquire();
        int slots = 1;
        while (slots < Queues.MAX_BATCH && free.tryAcquire()) {
          slots++;
        }
        int begun = 0;
        try {
          begun = begin(slots);
          pause = FIRST_PAUSE;
        } catch (StoreException e) {
          if (isEnding()) {
            return;
          }
          LOG.log(Level.WARNING, "no jobs are received for a while: " + e.getMessage());
          if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } finally {
          free.release(slots - begun);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "this process receives no jobs any more", e);
    }
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  /** Receives up to so many, and begins to work on each; gives how many there are. */
  private int begin(int slots) throws StoreException {
    List<Received> messages =
        queues.receive(source, slots, HIDDEN, WAIT, Deadline.after(LONGEST_WAIT));
    if (isEnding()) {
      messages.forEach(message -> hide(message, Duration.ZERO));
      return 0;
    }
    for (Received message : messages) {
      Thread.startVirtualThread(() -> work(message));
    }
    return messages.size();
  }

  private void work(Received received) {
    try (HiddenMessage hidden = new HiddenMessage(queues, received, HIDDEN)) {
      Outcome outcome =
          handler.handle(
              new QueueMessage(received.id(), received.body(), received.flaw()),
              Deadline.after(time));
      settle(hidden.release(), outcome);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "message " + received.id() + " failed unexpectedly", e);
    } finally {
      free.release();
    }
  }

  private void settle(Received message, Outcome outcome) {
    switch (outcome) {
      case Ack ack -> delete(message);
      case Reject(String reason) -> {
        LOG.log(Level.WARNING, "message " + message.id() + " rejected: " + reason);
        delete(message);
      }
      case Retry(Duration after) -> hide(message, after);
    }
  }

  /** Where it cannot be deleted it comes back, and finds its job ended. */
  private void delete(Received message) {
    try {
      queues.delete(message, Deadline.after(CALL));
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "message " + message.id() + " comes back: " + e.getMessage());
    }
  }

  private void hide(Received message, Duration after) {
    try {
      var unused = queues.extend(message, after, Deadline.after(CALL));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING, "message " + message.id() + " comes back in its time: " + e.getMessage());
    }
  }
}
