package dev.trefoil.azure;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;

/**
 * The job functions, one a kind of queue. Neither kind lets a Java function say when a message is
 * to come back, so that one to be tried again is put on the Storage Queue of {@code
 * jobs.azure.queue} for that time; only where that cannot be reached does the platform deliver it
 * again. Compiled for Java 11, see {@link WarmRuntime}.
 */
public final class JobTriggerFunctions {
  /**
   * Takes the messages of a Storage Queue.
   *
   * @param id of the message, or the message's own member of that name
   * @param inserted when it was put on the queue, the same on every delivery
   */
  @FunctionName("jobs")
  public void storageQueue(
      @QueueTrigger(
              name = "message",
              queueName = "%TREFOIL_JOBS_QUEUE%",
              connection = "TREFOIL_JOBS")
          String message,
      @BindingName("Id") String id,
      @BindingName("InsertionTime") String inserted) {
    JobMessages.handle(message, "Id", id, inserted);
  }

  /**
   * Takes the messages of a Service Bus queue. Its name has no hyphen: the setting that disables a
   * function has its name in it, and settings on Linux have letters, digits, dots and underscores
   * only ("How to disable functions in Azure Functions").
   *
   * @param id of the message, or the message's own member of that name
   * @param number which the broker gave it, the same on every delivery
   */
  @FunctionName("jobs_service_bus")
  public void serviceBus(
      @ServiceBusQueueTrigger(
              name = "message",
              queueName = "%TREFOIL_JOBS_SERVICE_BUS_QUEUE%",
              connection = "TREFOIL_JOBS_SERVICE_BUS")
          String message,
      @BindingName("MessageId") String id,
      @BindingName("SequenceNumber") String number) {
    JobMessages.handle(message, "MessageId", id, number);
  }
}
