package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cloud's queues, named as the configuration names them. Used by many threads at once. */
public interface Queues {
  /**
   * Bytes of UTF-8 that a message may have on every cloud: Storage Queues end at 64 KiB of base64.
   */
  int MAX_BODY = 48_000;

  /** The most messages that one call receives: SQS gives no more. */
  int MAX_BATCH = 10;

  /**
   * A message that was received, and that nobody else sees for a while.
   *
   * @param queue it was received from
   * @param id the service's own id of the message, the same on every delivery
   * @param body as sent, or whatever can be shown of it
   * @param flaw what is wrong with it already as the service's message
   * @param receipt by which the service knows this delivery
   */
  record Received(String queue, String id, String body, Optional<String> flaw, String receipt) {}

  /**
   * Sends a message; it is safe when this returns.
   *
   * @param delay how long nobody sees it; a service that cannot wait delivers it at once
   * @throws StoreException.TooLarge when the body is longer than {@link #MAX_BODY}
   */
  void send(String queue, String body, Duration delay, Deadline deadline) throws StoreException;

  /**
   * Receives messages, and waits for the first. A thread that waits may be interrupted.
   *
   * @param queue to receive from: of Pub/Sub a subscription
   * @param most 1 to {@link #MAX_BATCH}
   * @param hidden how long nobody else sees them, unless that is {@link #extend}ed
   * @param wait how long to wait where there are none, up to 20 s; zero to ask once. Pub/Sub waits
   *     for as long as it likes, up to the deadline
   */
  List<Received> receive(String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException;

  /**
   * Has a message that was received come back after a time from now, neither sooner nor later.
   *
   * @return the message with the receipt that it goes by from now on
   */
  Received extend(Received message, Duration hidden, Deadline deadline) throws StoreException;

  /** Deletes a message that was received: it does not come back. */
  void delete(Received message, Deadline deadline) throws StoreException;
}
