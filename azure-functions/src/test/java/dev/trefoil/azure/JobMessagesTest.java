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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        JobTriggerFunctions.class.getMethod("serviceBus", String.class, String.class, String.class);

    assertThat(function.getParameters()[0].getAnnotation(ServiceBusQueueTrigger.class).queueName())
        .isEqualTo("%TREFOIL_JOBS_SERVICE_BUS_QUEUE%");
    assertThat(function.getParameters()[1].getAnnotation(BindingName.class).value())
        .isEqualTo("MessageId");
    assertThat(function.getParameters()[2].getAnnotation(BindingName.class).value())
        .isEqualTo("SequenceNumber");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"request\":{\"id\":\"within\"}}",
        "{\"id\":null,\"request\":{}}",
        "{\"id\":[\"a\"],\"request\":{}}",
        "no json",
        "[{\"id\":\"in a list\"}]",
        "\"id\"",
        "",
      })
  void theHostsIdIsTheMessagesWhereTheBodyHasNone(String body) {
    assertThat(JobMessages.of(body, "Id", "7c2f", "now")).isEqualTo(new QueueMessage("7c2f", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"chosen\",\"request\":{}}",
        " {\"ID\":\"chosen\",\"request\":{}} ",
        "{\"\\u0069d\":\"chosen\"}",
        "{\"Id\":7}",
        "{\"id\":{\"a\":1}}",
        "{'id':'chosen'}",
      })
  void anIdThatTheBodyHasPutInItsPlaceIsNotBelieved(String body) {
    QueueMessage message = JobMessages.of(body, "Id", "chosen", "2026-11-30T05:54:31Z");

    assertThat(message.id()).matches("body-[0-9a-f]{64}");
    assertThat(message.body()).isEqualTo(body);
    assertThat(JobMessages.of(body, "Id", "chosen", "2026-11-30T05:54:31Z")).isEqualTo(message);
    assertThat(JobMessages.of(body, "Id", "chosen", "2026-11-30T05:54:32Z").id())
        .isNotEqualTo(message.id());
    assertThat(JobMessages.of(body + " ", "Id", "chosen", "2026-11-30T05:54:31Z").id())
        .isNotEqualTo(message.id());
  }

  @Test
  void onServiceBusItIsAnotherMemberThatTakesItsPlace() {
    assertThat(JobMessages.of("{\"id\":\"a\"}", "MessageId", "7c2f", "1").id()).isEqualTo("7c2f");
    assertThat(JobMessages.of("{\"messageID\":\"a\"}", "MessageId", "a", "1").id())
        .startsWith("body-");
  }
}
