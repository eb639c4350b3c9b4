package dev.trefoil.job;

import dev.trefoil.store.StorePlaces;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How jobs are handled on one cloud. Queues, table and container are named as the cloud's adapter
 * understands them.
 *
 * @param queue where jobs are put
 * @param deadLetters where messages go that will never succeed
 * @param places of records, and of what is too large for them
 * @param callbacks whom a caller may name for the word that its job has ended, by name
 * @param lease how long a worker has for a job before another may take it over
 * @param keep how long a job and its result are kept
 * @param attempts how many times a job is begun before it fails
 * @param links when a result is told by a link
 * @param workers of a container
 */
public record JobSettings(
    String queue,
    String deadLetters,
    StorePlaces places,
    Map<String, CallbackSettings> callbacks,
    Duration lease,
    Duration keep,
    int attempts,
    ResultLinks links,
    Workers workers) {
  /** As long as most functions run, with a little over. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(90);

  public JobSettings {
    callbacks = Map.copyOf(callbacks);
  }

  /** The queue that is a callback of this name; empty where that is none, or something else. */
  public Optional<String> callbackQueue(String name) {
    return callbacks.get(name) instanceof CallbackSettings.Queue(String of)
        ? Optional.of(of)
        : Optional.empty();
  }
}
