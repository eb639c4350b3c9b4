package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.store.Digest;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.Queues;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException.Contended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a job when table, blobs or queue fail at some step of it. */
@Timeout(60)
class StoreFailuresTest extends JobFixture {
  private static final Retry SOON = new Retry(Duration.ofSeconds(5));
  private static final String LONG = HI.replace("hi", "a".repeat(100_000));

  @Test
  void aRequestThatCannotBeReadCostsNoAttemptAndNoLease() throws IOException {
    String message = submit(LONG);
    for (int i = 0; i < 5; i++) {
      memory.refuseBlobs(1);
      assertThat(deliver("m1", message)).isEqualTo(SOON);
      assertThat(get("/jobs/" + id(message)).body())
          .contains("\"status\":\"queued\",\"attempts\":0");
    }

    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(get("/jobs/" + id(message)).body()).contains("\"attempts\":1");
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aRequestThatIsNotThereAnyMoreFailsItsJob() throws IOException {
    String message = submit(LONG);
    memory.loseBlobs();

    assertThat(deliver("m1", message))
        .isEqualTo(
            new Reject(
                "job "
                    + id(message)
                    + ": 500 The job's request is not in the blob store any more."));

    assertThat(get("/jobs/" + id(message)).body()).contains("job_request_lost");
  }

  @Test
  void anAnswerThatTheBlobsRefuseLiesInTheRecord() throws IOException {
    String message = submit(HI);
    String text = "ä".repeat(50_000);
    model =
        ScriptedModel.answeringAfter(
            () -> memory.refuseBlobs(Integer.MAX_VALUE), new TextDelta(text), STOP, END);

    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(get("/jobs/" + id(message)).body()).contains(text);
    assertThat(model.calls()).hasSize(1);
    assertThat(memory.blobs()).isEmpty();
  }

  @Test
  void anAnswerThatTheRecordHasNoRoomForIsOfferedToTheBlobsAgain() throws IOException {
    String message = submit(HI);
    String text = "b".repeat(RecordStore.MAX_TEXT);
    model =
        ScriptedModel.answeringAfter(() -> memory.refuseBlobs(1), new TextDelta(text), STOP, END);

    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(get("/jobs/" + id(message)).body()).contains(text);
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aWorkerThatIsToEndDoesNotGoOnOfferingItsAnswer() throws IOException {
    String message = submit(HI);
    model =
        ScriptedModel.answeringAfter(
            () -> {
              memory.refuseWrites(Integer.MAX_VALUE);
              Thread.currentThread().interrupt();
            },
            new TextDelta("lost"),
            STOP,
            END);

    assertThat(deliver("m1", message)).isEqualTo(SOON);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aJobIsGivenBackAlthoughTheTableRefusesItOnce() throws IOException {
    String message = submit(LONG);
    memory.refuseBlobs(1);
    memory.whenRefused(() -> memory.refuseWrites(1));

    assertThat(deliver("m1", message)).isEqualTo(SOON);

    memory.whenRefused(() -> {});
    assertThat(get("/jobs/" + id(message)).body()).contains("\"status\":\"queued\"");
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
  }

  @Test
  void aKeyWhoseAnswerCannotBeStoredIsNotInUse() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    ScriptedModel answering = model;
    model =
        ScriptedModel.answeringAfter(
            () -> {
              memory.refuseBlobs(Integer.MAX_VALUE);
              memory.whenRefused(() -> clock.advance(Duration.ofSeconds(1)));
            },
            new TextDelta("b".repeat(RecordStore.MAX_TEXT)),
            STOP,
            END);
    assertThat(post("/v1/chat/completions", HI, key).status()).isEqualTo(200);

    model = answering;
    RecordedResponse again = post("/v1/chat/completions", HI, key);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).contains("Good däy");
  }

  @Test
  void aStoreThatNeitherHasNorTakesARecordIsNotAskedForEver() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    RecordStore strange =
        new ForwardingRecords(memory) {
          @Override
          public Optional<Stored> get(RecordKey key, Deadline deadline) {
            asked.incrementAndGet();
            return Optional.empty();
          }

          @Override
          public Optional<String> create(
              RecordKey key, String text, Instant expires, Deadline deadline) {
            return Optional.empty();
          }
        };
    Jobs jobs = new Jobs(strange, memory, Duration.ofHours(1), clock);

    assertThatExceptionOfType(Contended.class)
        .isThrownBy(
            () ->
                jobs.submit(
                    "order-7",
                    Terms.OF_THE_QUEUE,
                    Submission.of(HI.getBytes(StandardCharsets.UTF_8)),
                    Optional.empty(),
                    deadline()))
        .withMessageContaining("order-7");
    assertThat(asked).hasValue(Jobs.TRIES);
  }

  @Test
  void aRecordThatCannotBeChangedIsNotClaimedNorCancelledForEver() throws IOException {
    String message = submit(HI);
    memory.overtake(Integer.MAX_VALUE);

    assertThat(deliver("m1", message)).isEqualTo(SOON);
    assertThat(call("DELETE", "/jobs/" + id(message), "", Map.of()).status()).isEqualTo(503);
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void whatIsPutBackIsItsIdAloneOnceTheStoreHasTheJob() throws IOException {
    model = ScriptedModel.failing(new ProviderException(Kind.THROTTLED, "slow down"));
    String request = HI.replace("hi", "a".repeat(Queues.MAX_BODY + 5000));

    assertThat(delay("m1", "{\"id\":\"order-7\",\"request\":" + request + "}"))
        .isEqualTo(new Ack());
    assertThat(delay("m2", "{\"request\":" + request + "}")).isEqualTo(new Ack());

    assertThat(memory.sent())
        .extracting(MemoryBackend.Sent::body)
        .containsExactly("{\"id\":\"order-7\"}", "{\"id\":\"message-" + Digest.of("m2") + "\"}");
  }

  @Test
  void whatTheStoreDoesNotHaveIsPutBackWhole() {
    memory.recordsDown(true);

    assertThat(delay("m1", "{\"request\":" + HI + ",\"callback\":\"done\"}")).isEqualTo(new Ack());

    assertThat(memory.sent())
        .extracting(MemoryBackend.Sent::body)
        .containsExactly(
            "{\"id\":\"message-"
                + Digest.of("m1")
                + "\",\"request\":"
                + HI
                + ",\"callback\":\"done\"}");
  }

  @Test
  void whatTheQueueDoesNotTakeComesBackByThePlatform() {
    memory.recordsDown(true);
    String request = HI.replace("hi", "a".repeat(Queues.MAX_BODY + 5000));

    assertThat(delay("m1", "{\"request\":" + request + "}")).isEqualTo(SOON);
    assertThat(memory.sent()).isEmpty();
  }

  private Outcome delay(String messageId, String body) {
    return service(model).delaying().handle(new QueueMessage(messageId, body), deadline());
  }
}
