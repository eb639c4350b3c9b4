package dev.trefoil.job;

import dev.trefoil.door.LaterCalls;
import dev.trefoil.store.Store;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Jobs, put together.
 *
 * @param messages what handles queue messages
 * @param delaying the same for platforms that cannot wait before they deliver again: it is never
 *     Retry but where the queue cannot be reached
 * @param workers what takes messages from the queue where no platform brings them; not started, and
 *     empty where none are wanted
 * @param endpoint what answers {@code /v1/jobs}
 * @param idempotency what answers calls with an Idempotency-Key
 * @param later what takes calls that doors answer later
 */
public record JobService(
    MessageHandler messages,
    MessageHandler delaying,
    Optional<QueueWorkers> workers,
    JobsEndpoint endpoint,
    Idempotency idempotency,
    LaterCalls later) {

  /**
   * Opens no connection yet.
   *
   * @param answers what the jobs are answered by
   * @param others what comes by the same queue
   * @param services what callbacks are sent by that are not queues
   * @param around what handles messages, made of what handles jobs
   */
  public static JobService of(
      JobSettings settings,
      Store store,
      KeptCalls answers,
      OtherMessages others,
      CallbackServices services,
      UnaryOperator<MessageHandler> around,
      Clock clock) {
    Jobs jobs = new Jobs(store.records(), store.blobs(), settings.keep(), clock);
    Callbacks callbacks =
        new Callbacks(jobs, store.queues(), settings.callbacks(), services, settings.links());
    DeadLetters deadLetters =
        new DeadLetters(store.queues(), store.blobs(), settings.deadLetters());
    MessageHandler runner =
        around.apply(new JobRunner(jobs, answers, callbacks, deadLetters, settings, others));
    return new JobService(
        runner,
        new OwnDelay(runner, jobs, store.queues(), settings.queue()),
        workers(settings, store, runner),
        new JobsEndpoint(
            jobs,
            answers,
            callbacks,
            store.queues(),
            settings.queue(),
            new JobView(jobs, settings.links())),
        new Idempotency(jobs),
        new QueuedCalls(jobs, store.queues(), settings.queue()));
  }

  /** The same with nothing around what handles messages. */
  public static JobService of(
      JobSettings settings,
      Store store,
      KeptCalls answers,
      OtherMessages others,
      CallbackServices services,
      Clock clock) {
    return of(settings, store, answers, others, services, jobs -> jobs, clock);
  }

  private static Optional<QueueWorkers> workers(
      JobSettings settings, Store store, MessageHandler handler) {
    Workers workers = settings.workers();
    return workers
        .source()
        .filter(source -> workers.atOnce() > 0)
        .map(
            source ->
                new QueueWorkers(
                    store.queues(), source, handler, workers.atOnce(), settings.lease()));
  }
}
