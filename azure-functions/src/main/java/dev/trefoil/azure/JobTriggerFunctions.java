package dev.trefoil.azure;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The job functions, one a kind of queue. Neither kind lets a Java function say when a message is
 * to come back, so that one to be tried again is put on the Storage Queue of {@code
 * jobs.azure.queue} for that time; only where that cannot be reached does the platform deliver it
 * again.
 */
public final class JobTriggerFunctions {
  private static final System.Logger LOG = System.getLogger(JobTriggerFunctions.class.getName());

  /** Less than host.json's functionTimeout, to store a result in. */
  private static final Duration TIME = Duration.ofSeconds(290);

  /** Takes the messages of a Storage Queue. */
  @FunctionName("jobs")
  public void storageQueue(
      @QueueTrigger(
              name = "message",
              queueName = "%TREFOIL_JOBS_QUEUE%",
              connection = "TREFOIL_JOBS")
          String message,
      @BindingName("Id") String id) {
    handle(WarmRuntime.RUNTIME.requireJobs().delaying(), new QueueMessage(id, message));
  }

  /**
   * Takes the messages of a Service Bus queue. Its name has no hyphen: the setting that disables a
   * function has its name in it, and settings on Linux have letters, digits, dots and underscores
   * only ("How to disable functions in Azure Functions").
   */
  @FunctionName("jobs_service_bus")
  public void serviceBus(
      @ServiceBusQueueTrigger(
              name = "message",
              queueName = "%TREFOIL_JOBS_SERVICE_BUS_QUEUE%",
              connection = "TREFOIL_JOBS_SERVICE_BUS")
          String message,
      @BindingName("MessageId") String id) {
    handle(WarmRuntime.RUNTIME.requireJobs().delaying(), new QueueMessage(id, message));
  }

  /** Returning acknowledges the message, throwing brings it back. */
  static void handle(MessageHandler handler, QueueMessage message) {
    switch (handler.handle(message, Deadline.after(TIME))) {
      case Ack ack -> {}
      case Reject(String reason) ->
          LOG.log(Level.WARNING, "message " + message.id() + " rejected: " + reason);
      case Retry retry ->
          throw new IllegalStateException("message " + message.id() + " is to come back");
    }
  }
}
