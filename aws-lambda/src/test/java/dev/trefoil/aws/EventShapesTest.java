package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The events of AWS's documentation ("Using Lambda with Amazon SQS", "Amazon SQS message
 * attributes", "Invoke a Lambda function on a schedule") through the runtime interface client's own
 * serialisers.
 */
class EventShapesTest {
  @Test
  void theRuntimeKnowsTheTypesThatTheHandlersTake() {
    assertThat(List.of(SQSEvent.class, ScheduledEvent.class))
        .allMatch(type -> LambdaEventSerializers.isLambdaSupportedEvent(type.getName()));
  }

  @Test
  void aBatchOfAStandardQueue() {
    SQSEvent event = RuntimeJson.read(SQSEvent.class, RuntimeJson.file("sqs-standard.json"));

    assertThat(event.getRecords())
        .extracting(SQSMessage::getMessageId, SQSMessage::getBody)
        .containsExactly(
            tuple("059f36b4-87a3-44ab-83d2-661975830a7d", "{\"id\":\"grün\"}"),
            tuple("2e1424d4-f796-459a-8184-9c92662be6da", "another"));
    assertThat(event.getRecords().getFirst().getReceiptHandle()).startsWith("AQEBwJnK");
    assertThat(event.getRecords().getFirst().getEventSourceArn())
        .isEqualTo("arn:aws:sqs:us-east-2:123456789012:my-queue");
  }

  @Test
  void aMessageOfAFifoQueueHasItsGroup() {
    SQSEvent event = RuntimeJson.read(SQSEvent.class, RuntimeJson.file("sqs-fifo.json"));

    assertThat(event.getRecords().getFirst().getAttributes())
        .containsEntry("MessageGroupId", "1")
        .containsEntry("SequenceNumber", "18849496460467696128");
    assertThat(event.getRecords().getFirst().getEventSourceArn()).endsWith(":fifo.fifo");
  }

  @Test
  void attributesOfAllTypesAndFieldsOfLaterDaysDoNotHinder() {
    SQSMessage message =
        RuntimeJson.read(SQSEvent.class, RuntimeJson.file("sqs-attributes.json"))
            .getRecords()
            .getFirst();

    assertThat(message.getBody()).isEqualTo("with attributes");
    assertThat(message.getMessageAttributes().get("text").getStringValue()).isEqualTo("100");
    assertThat(message.getMessageAttributes().get("bytes").getBinaryValue())
        .isEqualTo(ByteBuffer.wrap(new byte[] {0, (byte) 0xff}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":1}", "{\"Records\":null}"})
  void whatIsNoBatchHasNoRecords(String event) {
    assertThat(RuntimeJson.read(SQSEvent.class, event).getRecords()).isNull();
  }

  @Test
  void theAnswerIsWhatTheEventSourceMappingReads() {
    assertThat(RuntimeJson.write(new SQSBatchResponse(List.of())))
        .isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(RuntimeJson.write(new SQSBatchResponse(List.of(new BatchItemFailure("a")))))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "schedule-template.json, aws.scheduler, 2026-11-30T11:08:13.000Z",
    "schedule-rule.json, aws.events, 2015-10-08T16:53:06.000Z"
  })
  void anEventOfASchedule(String file, String source, String time) {
    ScheduledEvent event = RuntimeJson.read(ScheduledEvent.class, RuntimeJson.file(file));

    assertThat(event.getSource()).isEqualTo(source);
    assertThat(event.getDetailType()).isEqualTo("Scheduled Event");
    assertThat(event.getTime()).hasToString(time);
    assertThat(event.getDetail()).isEmpty();
  }

  @Test
  void aTestEventWithoutFieldsIsAScheduleToo() {
    assertThat(RuntimeJson.read(ScheduledEvent.class, "{}").getSource()).isNull();
  }

  /** Why template.yaml names the schedule's input: aws-lambda-java-libs, issue 479. */
  @Test
  void theEventThatSchedulerMakesUpIsNotReadByTheLibrary() {
    String event = RuntimeJson.file("schedule-default.json");

    assertThatThrownBy(() -> RuntimeJson.read(ScheduledEvent.class, event))
        .rootCause()
        .hasMessageContaining("ScheduledEvent[\"detail\"]");
  }

  @Test
  void whatAProbeHasFoundIsAnObject() {
    assertThat(RuntimeJson.write(Map.of("bedrock/model", "ok")))
        .isEqualTo("{\"bedrock/model\":\"ok\"}");
  }
}
