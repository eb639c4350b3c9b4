package dev.trefoil.store.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreException.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is not there is named, and nothing but that is taken for it. The Firestore emulator has
 * every database that it is asked for, so that the service's own answers are played.
 */
class GoogleStoresTest {
  private static final String COLLECTION =
      "projects/my-project/databases/(default)/documents/trefoil-jobs";

  /** As Firestore answers BatchGetDocuments and Commit alike; a list where the method streams. */
  private static final String NO_DATABASE =
      "{\"error\":{\"code\":404,\"message\":\"The database (default) does not exist for project"
          + " my-project Please visit https://console.cloud.google.com/datastore/setup to add a"
          + " Cloud Datastore or Cloud Firestore database. \",\"status\":\"NOT_FOUND\"}}";

  private static final RecordKey KEY = RecordKey.of("job_1");
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));

  private int status;
  private String answer = "";
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer google =
      HttpServer.start(
          0,
          (request, exchange) -> {
            asked.add(request.path() + " " + new String(request.body(), StandardCharsets.UTF_8));
            exchange.send(status, new Headers(), answer.getBytes(StandardCharsets.UTF_8));
          });
  private final GoogleCalls calls =
      GoogleCalls.of(
          "google",
          "127.0.0.1:" + google.port(),
          GoogleCredentials.create(new AccessToken("t", new Date(Long.MAX_VALUE))));
  private final FirestoreRecords records = new FirestoreRecords(calls, COLLECTION);

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() throws StoreException {
    answers(404, "[" + NO_DATABASE + "]");
    assertNamed(() -> records.get(KEY, SOON));

    answers(404, NO_DATABASE);
    assertNamed(() -> records.create(KEY, "{}", Instant.EPOCH, SOON));
    assertNamed(() -> records.replace(KEY, "{}", Instant.EPOCH, "2026-11-30T00:00:00Z", SOON));
  }

  private static void assertNamed(ThrowingCallable call) {
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(call)
        .withMessageContaining("for the collection " + COLLECTION + ": ")
        .withMessageContaining("The database (default) does not exist for project my-project");
  }

  @Test
  void aDocumentIsReadAndOneThatIsNotThereIsNone() throws StoreException {
    String name = COLLECTION + "/job_1";
    answers(200, "[{\"missing\":\"" + name + "\",\"readTime\":\"2026-11-30T00:00:00Z\"}]");
    assertThat(records.get(KEY, SOON)).isEmpty();

    answers(
        200,
        "[{\"found\":{\"name\":\""
            + name
            + "\",\"fields\":{\"text\":{\"stringValue\":\"{}\"}},"
            + "\"updateTime\":\"2026-11-30T00:00:00.000001Z\"}}]");
    assertThat(records.get(KEY, SOON))
        .contains(new Stored("{}", Map.of(), Instant.MAX, "2026-11-30T00:00:00.000001Z"));
    assertThat(asked)
        .containsOnly(
            "/v1/projects/my-project/databases/(default)/documents:batchGet {\"documents\":[\""
                + name
                + "\"]}");
  }

  @Test
  void aConditionThatDoesNotHoldIsNoFailure() throws StoreException {
    answers(409, "{\"error\":{\"code\":409,\"status\":\"ALREADY_EXISTS\"}}");
    assertThat(records.create(KEY, "{}", Instant.EPOCH, SOON)).isEmpty();

    answers(400, "{\"error\":{\"code\":400,\"status\":\"FAILED_PRECONDITION\"}}");
    assertThat(records.replace(KEY, "{}", Instant.EPOCH, "2026-11-30T00:00:00Z", SOON)).isEmpty();
    // A database in Datastore mode says the same to whatever is asked of it.
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> records.create(KEY, "{}", Instant.EPOCH, SOON));
  }

  @Test
  void aBucketThatIsNotThereIsNamedAndIsNoBlobThatIsNotThere() {
    CloudStorageBlobs blobs =
        new CloudStorageBlobs(calls, "my-bucket", new ServiceAccount(calls, () -> "a@b"));
    answers(404, "The specified bucket does not exist.");
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining("my-bucket/o/job_1/request: The specified bucket does not exist.");

    answers(404, "No such object: my-bucket/job_1/request");
    assertThatExceptionOfType(NoBlob.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining("my-bucket/o/job_1/request");
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    answers(404, "{\"error\":{\"code\":404,\"message\":\"Resource not found (resource=jobs).\"}}");

    assertThatExceptionOfType(Absent.class)
        .isThrownBy(
            () ->
                new PubSubQueues(calls)
                    .send("projects/my-project/topics/jobs", "{}", Duration.ZERO, SOON))
        .withMessageContaining("for the topic projects/my-project/topics/jobs: ");
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }
}
