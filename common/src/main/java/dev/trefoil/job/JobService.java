package dev.trefoil.job;

import dev.trefoil.door.chat.EitherEndpoint;
import dev.trefoil.store.Store;
import java.time.Clock;

/**
 * Jobs, put together.
 *
 * @param messages what handles queue messages
 * @param delaying the same for platforms that cannot wait before they deliver again: it is never
 *     Retry but where the queue cannot be reached
 * @param endpoint what answers {@code /v1/jobs}
 * @param idempotency what answers calls with an Idempotency-Key
 */
public record JobService(
    MessageHandler messages,
    MessageHandler delaying,
    JobsEndpoint endpoint,
    Idempotency idempotency) {

  /**
   * Opens no connection yet.
   *
   * @param answers what the jobs are answered by
   */
  public static JobService of(
      JobSettings settings, Store store, EitherEndpoint answers, Clock clock) {
    Jobs jobs = new Jobs(store.records(), store.blobs(), settings.keep(), clock);
    Callbacks callbacks = new Callbacks(jobs, store.queues(), settings.callbacks());
    DeadLetters deadLetters =
        new DeadLetters(store.queues(), store.blobs(), settings.deadLetters());
    MessageHandler runner = new JobRunner(jobs, answers, callbacks, deadLetters, settings);
    return new JobService(
        runner,
        new OwnDelay(runner, jobs, store.queues(), settings.queue()),
        new JobsEndpoint(
            jobs,
            answers,
            callbacks,
            store.queues(),
            settings.queue(),
            new JobView(jobs, settings.links())),
        new Idempotency(jobs));
  }
}
