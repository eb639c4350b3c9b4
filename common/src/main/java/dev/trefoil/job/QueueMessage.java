package dev.trefoil.job;

import java.util.Optional;

/**
 * One message of a queue, as a platform delivered it.
 *
 * @param id the platform's own id of the message, the same on every redelivery
 * @param body as sent, or whatever can be shown of it
 * @param flaw what is wrong with it already as the platform's message, in words for its dead letter
 */
public record QueueMessage(String id, String body, Optional<String> flaw) {
  /** A message whose body is text. */
  public QueueMessage(String id, String body) {
    this(id, body, Optional.empty());
  }
}
