package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.util.Map;
import java.util.Optional;

/** Tells whom a job names that it has ended: at least once. */
final class Callbacks {
  /**
   * Bytes of a result that is told to others than queues; a longer one is told by a link. Step
   * Functions takes 262,144 bytes of output, Google Workflows holds 512 kB of variables.
   */
  static final int MOST_TOLD = 100_000;

  private final Jobs jobs;
  private final Queues queues;
  private final Map<String, CallbackSettings> byName;
  private final CallbackServices services;
  private final JobView view;

  /**
   * @param links of the jobs' own view, of which the callbacks' differs in the length alone
   */
  Callbacks(
      Jobs jobs,
      Queues queues,
      Map<String, CallbackSettings> byName,
      CallbackServices services,
      ResultLinks links) {
    this.jobs = jobs;
    this.queues = queues;
    this.byName = byName;
    this.services = services;
    this.view =
        new JobView(jobs, new ResultLinks(Math.min(links.above(), MOST_TOLD), links.validFor()));
  }

  /**
   * What is wrong with a callback, in the words of who named it.
   *
   * @param nameIs how the name is called there
   * @param tokenIs how the token is
   */
  Optional<String> wrong(Optional<Callback> callback, String nameIs, String tokenIs) {
    if (callback.isEmpty()) {
      return Optional.empty();
    }
    CallbackSettings settings = byName.get(callback.get().name());
    return settings == null
        ? Optional.of(nameIs + " names none of jobs.callbacks")
        : target(settings).wrong(callback.get().token()).map(flaw -> tokenIs + " " + flaw);
  }

  /** Tells it unless that has been done, and lets the message go. */
  Outcome tell(Held ended, Deadline deadline) throws StoreException {
    Job job = ended.job();
    Optional<CallbackSettings> settings =
        job.callback().map(callback -> byName.get(callback.name()));
    if (settings.isPresent() && !job.told()) {
      target(settings.get()).tell(job, job.callback().get().token(), deadline);
      // Whoever was quicker has told it as well.
      var unused = jobs.change(ended, job.afterTelling(), deadline);
    }
    return new Ack();
  }

  private CallbackTarget target(CallbackSettings settings) {
    return switch (settings) {
      case CallbackSettings.Queue(String queue) -> new QueueCallback(queues, queue);
      case CallbackSettings.StepFunctions(String region) ->
          new StepFunctionsCallback(services.stepFunctions(region), services.aws(region), view);
      case CallbackSettings.Webhook webhook ->
          new WebhookCallback(
              webhook,
              services.http(),
              webhook.google() ? Optional.of(services.google()) : Optional.empty(),
              view);
    };
  }
}
