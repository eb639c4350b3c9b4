package dev.trefoil.job;

import java.time.Duration;

/** Puts messages on queues. Used by many threads at once. */
public interface QueueSender {
  /**
   * Bytes of UTF-8 that a message may have on every cloud: Storage Queues end at 64 KiB of base64.
   */
  int MAX_BODY = 48_000;

  /**
   * Sends a message; it is safe when this returns.
   *
   * @param queue as the configuration names it
   * @param delay how long nobody sees it; a platform that cannot wait delivers it at once
   */
  void send(String queue, String body, Duration delay) throws StoreException;
}
