package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a message. Service Bus has no emulator here: the platform takes a function that
 * returns for Complete, and one that throws for Abandon.
 */
class JobMessagesTest {
  /** As the Service Bus extension hands it over: the body as text, MessageId as metadata. */
  private static final QueueMessage RECORDED =
      new QueueMessage("6f2f3c5d9a4b4f0e8d5e", "{\"id\":\"order-7\"}");

  private static final Duration TIME = Duration.ofMinutes(1);

  @Test
  void whatIsSafeOrDeadLetteredIsCompleted() {
    List<QueueMessage> handled = new ArrayList<>();
    JobMessages.handle(
        (message, deadline) -> {
          handled.add(message);
          return new Ack();
        },
        RECORDED,
        TIME);

    assertThat(handled).containsExactly(RECORDED);
    assertThatCode(
            () -> JobMessages.handle((message, deadline) -> new Reject("no"), RECORDED, TIME))
        .doesNotThrowAnyException();
  }

  @Test
  void whatCannotBePutBackIsAbandoned() {
    assertThatThrownBy(
            () ->
                JobMessages.handle(
                    (message, deadline) -> new Retry(Duration.ofSeconds(5)), RECORDED, TIME))
        .hasMessage("message 6f2f3c5d9a4b4f0e8d5e is to come back");
  }

  @Test
  void theTriggerReadsBodyAndIdByTheExtensionsNames() throws Exception {
    Method function =
        JobTriggerFunctions.class.getMethod("serviceBus", String.class, String.class);

    assertThat(function.getParameters()[0].getAnnotation(ServiceBusQueueTrigger.class).queueName())
        .isEqualTo("%TREFOIL_JOBS_SERVICE_BUS_QUEUE%");
    assertThat(function.getParameters()[1].getAnnotation(BindingName.class).value())
        .isEqualTo("MessageId");
  }
}
