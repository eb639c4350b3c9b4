package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.job.NoSuchBlobException;
import dev.trefoil.job.StoreException;
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
    assertThat(records.find("job_1")).isEmpty();
    assertThat(records.replace("job_1", "{}", Instant.EPOCH, "1")).isEmpty();

    answers(404, code("TableNotFound"));
    assertNamed(() -> records.find("job_1"));
    assertNamed(() -> records.create("job_1", "{}", Instant.EPOCH));
    assertNamed(() -> records.replace("job_1", "{}", Instant.EPOCH, "1"));
  }

  @Test
  void aTableThatIsBeingDeletedIsNoEntityThatIsThere() throws StoreException {
    answers(409, code("EntityAlreadyExists"));
    assertThat(records.create("job_1", "{}", Instant.EPOCH)).isEmpty();

    answers(409, code("TableBeingDeleted"));
    assertNamed(() -> records.create("job_1", "{}", Instant.EPOCH));
  }

  private void assertNamed(ThrowingCallable call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call)
        .withMessageContaining("for the table " + account + "/jobs: ")
        .withMessageContaining("Table");
  }

  /** Source: "Blob service error codes". */
  @Test
  void aContainerThatIsNotThereIsNamedAndIsNoBlobThatIsNotThere() {
    StorageBlobs blobs = new StorageBlobs(calls, account + "/results");
    answers(404, "<Error><Code>ContainerNotFound</Code></Error>");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> blobs.get("job_1/request"))
        .isNotInstanceOf(NoSuchBlobException.class)
        .withMessageContaining(account + "/results/job_1/request: ")
        .withMessageContaining("ContainerNotFound");

    answers(404, "<Error><Code>BlobNotFound</Code></Error>");
    assertThatExceptionOfType(NoSuchBlobException.class)
        .isThrownBy(() -> blobs.get("job_1/request"))
        .withMessageContaining(account + "/results/job_1/request");
  }

  /** Source: "Queue service error codes". */
  @Test
  void aQueueThatIsNotThereIsNamed() {
    answers(404, "<Error><Code>QueueNotFound</Code></Error>");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> new StorageQueues(calls).send(account + "/jobs", "{}", Duration.ZERO))
        .withMessageContaining("for the queue " + account + "/jobs: ");
  }

  /** Azurite breaks other letters where packets end (Azure/Azurite#2670). */
  @Test
  void aTextOfAnyAlphabetIsSentInAscii() throws StoreException {
    answers(204, "");

    records.create("job_1", "grüße, 日本, \uD83D\uDE00", Instant.EPOCH);

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
