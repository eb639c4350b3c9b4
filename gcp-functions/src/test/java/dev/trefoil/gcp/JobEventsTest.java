package dev.trefoil.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CloudEvent that Eventarc makes of a message of Pub/Sub. */
class JobEventsTest {
  /** Source: "google.events.cloud.pubsub.v1.MessagePublishedData"; the data is {@code grüße}. */
  private static final CloudEvent EVENT =
      CloudEventBuilder.v1()
          .withId("1215011316659232")
          .withType("google.cloud.pubsub.topic.v1.messagePublished")
          .withSource(URI.create("//pubsub.googleapis.com/projects/my-project/topics/jobs"))
          .withData(
              "application/json",
              """
              {"message": {"attributes": {}, "data": "Z3LDvMOfZQ==",
                           "messageId": "1215011316659232",
                           "publishTime": "2020-05-18T12:13:19.209Z"},
               "subscription": "projects/my-project/subscriptions/jobs"}\
              """
                  .getBytes(StandardCharsets.UTF_8))
          .build();

  private static final Duration TIME = Duration.ofSeconds(120);

  @Test
  void theMessageIsTakenOutOfTheEvent() throws IOException {
    List<QueueMessage> handled = new ArrayList<>();
    new JobEvents(
            TIME,
            (message, deadline) -> {
              handled.add(message);
              return new Ack();
            })
        .accept(EVENT);

    assertThat(handled).containsExactly(new QueueMessage("1215011316659232", "grüße"));
  }

  @Test
  void aMessageHasTheTimeOfTheFunctionLessWhatStoringItsResultTakes() throws IOException {
    List<Duration> left = new ArrayList<>();
    new JobEvents(
            Duration.ofMinutes(30),
            (message, deadline) -> {
              left.add(deadline.remaining());
              return new Ack();
            })
        .accept(EVENT);

    assertThat(left)
        .singleElement()
        .satisfies(
            time ->
                assertThat(time)
                    .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(30).minusSeconds(2)));
  }

  @Test
  void whatIsDeadLetteredIsAcknowledged() throws IOException {
    new JobEvents(TIME, (message, deadline) -> new Reject("no")).accept(EVENT);
  }

  @Test
  void whatIsToComeBackThrows() {
    JobEvents function =
        new JobEvents(TIME, (message, deadline) -> new Retry(Duration.ofSeconds(17)));

    assertThatThrownBy(() -> function.accept(EVENT))
        .isInstanceOf(IOException.class)
        .hasMessage("message 1215011316659232 is to come back, best in 17 s");
  }

  /** As BackgroundFunctionExecutor of the invoker logs whatever a function throws. */
  @Test
  void aWaitIsLoggedOnceAsInformationAndAFailureAsTheInvokerDoes() {
    JobEvents function =
        new JobEvents(TIME, (message, deadline) -> new Retry(Duration.ofSeconds(17)));
    Logger invoker = Logger.getLogger("com.google.cloud.functions.invoker");
    List<LogRecord> lines = new ArrayList<>();
    Handler kept = kept(lines);
    Logger root = Logger.getLogger("");
    root.addHandler(kept);
    try {
      Throwable thrown = catchThrowable(() -> function.accept(EVENT));
      invoker.log(Level.SEVERE, "Failed to execute", thrown);
      invoker.log(Level.SEVERE, "Failed to execute", new IOException("broken"));
    } finally {
      root.removeHandler(kept);
    }
    assertThat(lines)
        .extracting(line -> line.getLevel() + " " + line.getMessage())
        .containsExactly(
            "INFO message 1215011316659232 is to come back, best in 17 s",
            "SEVERE Failed to execute");
    assertThat(lines.getLast().getThrown()).hasMessage("broken");
  }

  private static Handler kept(List<LogRecord> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"message\": {\"messageId\": \"7\", \"data\": \"{not base64}\"}} | 'message.data' of the event is not base64",
        "{\"message\": {\"messageId\": \"7\", \"data\": \"/w==\"}} | the message is not UTF-8",
        "not json | the event's data is not a JSON object",
      })
  void anEventThatIsNoneOfPubSubIsHandledWithWhatIsWrong(String data, String flaw)
      throws IOException {
    List<QueueMessage> handled = new ArrayList<>();
    new JobEvents(
            TIME,
            (message, deadline) -> {
              handled.add(message);
              return new Reject(message.flaw().orElseThrow());
            })
        .accept(
            CloudEventBuilder.v1(EVENT)
                .withId("7")
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
                .build());

    assertThat(handled).containsExactly(new QueueMessage("7", data, Optional.of(flaw)));
  }

  @Test
  void anEventWithoutDataIsAnEmptyMessage() throws IOException {
    List<QueueMessage> handled = new ArrayList<>();
    new JobEvents(
            TIME,
            (message, deadline) -> {
              handled.add(message);
              return new Reject("empty");
            })
        .accept(
            CloudEventBuilder.v1().withId("7").withType("t").withSource(URI.create("//s")).build());

    assertThat(handled).containsExactly(new QueueMessage("7", ""));
  }
}
