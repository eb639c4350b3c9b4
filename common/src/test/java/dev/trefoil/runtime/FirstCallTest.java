package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process with a board whose store does not answer: what need not wait for it does not. */
@Timeout(60)
class FirstCallTest {
  private static final String CONFIG =
      """
      auth: none
      priming: false
      board: true
      services:
        bedrock: {kind: bedrock, region: us-east-1, endpoint: "http://127.0.0.1:1"}
      routes:
        chat: {targets: [bedrock/us.anthropic.claude-sonnet-4-6]}
      jobs:
        aws:
          queue: http://127.0.0.1:1/1/jobs
          deadLetters: http://127.0.0.1:1/1/dead
          table: jobs
          blobs: my-bucket
      """;

  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final MemoryBackend memory = new MemoryBackend();
  private final Stores stalled =
      (places, identity) -> {
        Store store = memory.backend();
        return new Store(new Stalled(store.records()), store.blobs(), store.queues());
      };

  @ParameterizedTest
  @CsvSource({"/health", "/v1/models"})
  void neitherALoadNorACallThatAsksNoModelWaitsForTheBoard(String path) throws Exception {
    try (TrefoilRuntime runtime = runtime()) {
      runtime.beforeFirstCall();
      reading.await();

      RecordedResponse response = new RecordedResponse();
      runtime
          .http()
          .handle(
              new HttpCall(
                  "GET",
                  path,
                  new Headers(),
                  InputStream.nullInputStream(),
                  Deadline.after(Duration.ofSeconds(30))),
              response);

      assertThat(response.status()).isEqualTo(200);
    } finally {
      go.countDown();
    }
  }

  @Test
  void aRestoredProcessReadsTheBoardWithoutWaiting() throws Exception {
    try (TrefoilRuntime runtime = runtime()) {
      runtime.beforeSnapshot();
      assertThat(reading.getCount()).as("nothing is read before the snapshot").isEqualTo(1);

      runtime.afterRestore();

      reading.await();
    } finally {
      go.countDown();
    }
  }

  private TrefoilRuntime runtime() {
    return TrefoilRuntime.start(
        Cloud.AWS, Map.of("TREFOIL_CONFIG", CONFIG, TrefoilRuntime.LOOPBACK, "true"), stalled);
  }

  /** Answers no read. */
  private final class Stalled extends ForwardingRecords {
    Stalled(RecordStore store) {
      super(store);
    }

    @Override
    public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
      reading.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new Unreachable("ended", e);
      }
      return Optional.empty();
    }
  }
}
