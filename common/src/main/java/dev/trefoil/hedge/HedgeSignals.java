package dev.trefoil.hedge;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the legs of one race tell the thread that makes the call. An end waits for no room, so that
 * it is told however slowly the caller takes the answer.
 */
final class HedgeSignals {
  /** How many events wait for the caller before the service has to. */
  static final int WAITING = 64;

  /** How many targets are asked in one race. */
  private static final int LEGS = 2;

  private final BlockingQueue<Signal> queue = new ArrayBlockingQueue<>(WAITING + LEGS);
  private final Semaphore room = new Semaphore(WAITING);

  /** What happened to a leg. */
  sealed interface Signal {
    HedgeLeg leg();
  }

  record Event(HedgeLeg leg, ChatEvent event) implements Signal {}

  record Done(HedgeLeg leg) implements Signal {}

  record Failed(HedgeLeg leg, ProviderException failure) implements Signal {}

  /**
   * Tells an event, once the caller has room for it.
   *
   * @throws CancellationException when the leg was ended meanwhile: the event is lost, so that the
   *     answer must not pass for a whole one
   */
  void tell(HedgeLeg leg, ChatEvent event) {
    try {
      while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        if (leg.cancellation.isCancelled()) {
          throw new CancellationException();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
    queue.add(new Event(leg, event));
  }

  /** Tells the end of a leg, once. */
  void end(Signal end) {
    queue.add(end);
  }

  /**
   * The next, waited for.
   *
   * @param patience how long; empty for as long as it takes
   * @return empty when there was none in this time
   */
  Optional<Signal> next(Optional<Duration> patience) throws InterruptedException {
    Signal next =
        patience.isPresent()
            ? queue.poll(patience.get().toNanos(), TimeUnit.NANOSECONDS)
            : queue.take();
    if (next instanceof Event) {
      room.release();
    }
    return Optional.ofNullable(next);
  }
}
