package dev.trefoil.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NoBlob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not there is named, and what is sent to tables is ASCII. */
class StorageStoresTest {
  private static final RecordKey KEY = RecordKey.of("job_1");
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));

  private int status;
  private String answer = "";
  private final List<byte[]> sent = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer storage =
      HttpServer.start(
          0,
          (request, exchange) -> {
            sent.add(request.body());
            exchange.send(
                status, Headers.of("etag", "W/\"1\""), answer.getBytes(StandardCharsets.UTF_8));
          });
  private final String account = "http://127.0.0.1:" + storage.port();
  private final StorageCalls calls = new StorageCalls(cancellation -> "Bearer token");
  private final TableRecords records = new TableRecords(calls, account + "/jobs");

  @AfterEach
  void stop() {
    storage.close();
  }

  /** Source: "Table service error codes" of the Azure Storage reference. */
  @Test
  void aTableThatIsNotThereIsNamedAndIsNoEntityThatIsNotThere() throws StoreException {
    answers(404, code("ResourceNotFound"));
    assertThat(records.get(KEY, SOON)).isEmpty();
    assertThat(records.replace(KEY, "{}", Instant.EPOCH, "1", SOON)).isEmpty();

    answers(404, code("TableNotFound"));
    assertNamed(() -> records.get(KEY, SOON));
    assertNamed(() -> records.create(KEY, "{}", Instant.EPOCH, SOON));
    assertNamed(() -> records.replace(KEY, "{}", Instant.EPOCH, "1", SOON));
  }

  @Test
  void aTableThatIsBeingDeletedIsNoEntityThatIsThere() throws StoreException {
    answers(409, code("EntityAlreadyExists"));
    assertThat(records.create(KEY, "{}", Instant.EPOCH, SOON)).isEmpty();

    answers(409, code("TableBeingDeleted"));
    assertNamed(() -> records.create(KEY, "{}", Instant.EPOCH, SOON));
  }

  private void assertNamed(ThrowingCallable call) {
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(call)
        .withMessageContaining("for the table " + account + "/jobs: ")
        .withMessageContaining("Table");
  }

  /** Source: "Blob service error codes". */
  @Test
  void aContainerThatIsNotThereIsNamedAndIsNoBlobThatIsNotThere() {
    StorageBlobs blobs = new StorageBlobs(calls, account + "/results");
    answers(404, "<Error><Code>ContainerNotFound</Code></Error>");
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining(account + "/results/job_1/request: ")
        .withMessageContaining("ContainerNotFound");

    answers(404, "<Error><Code>BlobNotFound</Code></Error>");
    assertThatExceptionOfType(NoBlob.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining(account + "/results/job_1/request");
  }

  /** Source: "Queue service error codes". */
  @Test
  void aQueueThatIsNotThereIsNamed() {
    answers(404, "<Error><Code>QueueNotFound</Code></Error>");

    assertThatExceptionOfType(Absent.class)
        .isThrownBy(
            () -> new StorageQueues(calls).send(account + "/jobs", "{}", Duration.ZERO, SOON))
        .withMessageContaining("for the queue " + account + "/jobs: ");
  }

  /** Azurite breaks other letters where packets end (Azure/Azurite#2670). */
  @Test
  void aTextOfAnyAlphabetIsSentInAscii() throws StoreException {
    answers(204, "");

    records.create(KEY, "grüße, 日本, \uD83D\uDE00", Instant.EPOCH, SOON);

    assertThat(new String(sent.getFirst(), StandardCharsets.UTF_8))
        .contains("\"text0\":\"gr\\u00FC\\u00DFe, \\u65E5\\u672C, \\uD83D\\uDE00\"");
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }

  private static String code(String word) {
    return "{\"odata.error\":{\"code\":\"" + word + "\",\"message\":{\"lang\":\"en-US\"}}}";
  }
}
