package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.JobBackend;
import dev.trefoil.job.MemoryBackend;
import dev.trefoil.job.RecordStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.policy.Cloud;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
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
  private final RecordStore stalled =
      new RecordStore() {
        @Override
        public Optional<Stored> find(String id) throws StoreException {
          reading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new StoreException("ended", e);
          }
          return Optional.empty();
        }

        @Override
        public Optional<String> create(String id, String text, Instant expires)
            throws StoreException {
          throw new StoreException("not asked");
        }

        @Override
        public Optional<String> replace(String id, String text, Instant expires, String version)
            throws StoreException {
          throw new StoreException("not asked");
        }
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
        Cloud.AWS,
        Map.of("TREFOIL_CONFIG", CONFIG, TrefoilRuntime.LOOPBACK, "true"),
        (settings, identity) -> new JobBackend(stalled, memory, memory));
  }
}
