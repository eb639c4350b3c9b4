package dev.trefoil.job;

import dev.trefoil.chat.Deadline;

/** Handles queue messages. Used by many threads at once. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * Handles one message. Blocks until what it asks for is safe, or is known not to be had.
   *
   * @param deadline when the platform ends the worker
   * @return what the platform is to do with the message; the adapter says it in its words
   */
  Outcome handle(QueueMessage message, Deadline deadline);
}
