package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome;
import dev.trefoil.job.QueueMessage;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.RecordKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a process sends copies of calls: a function by its queue, a container beside all else. */
@Timeout(60)
class ShadowingTest {
  private static final String QUEUE = "http://127.0.0.1:1/a/jobs";
  private static final String JOBS =
      """
      jobs:
        azure:
          queue: %s
          deadLetters: http://127.0.0.1:1/a/dead
          table: http://127.0.0.1:1/a/jobs
          blobs: http://127.0.0.1:1/a/blobs
      """
          .formatted(QUEUE);

  private final OpenAiEmulator own = OpenAiEmulator.start("own", "k");
  private final OpenAiEmulator standby = OpenAiEmulator.start("standby", "k");
  private final MemoryStore store = new MemoryStore(InstantSource.system());

  @AfterEach
  void stop() {
    own.close();
    standby.close();
  }

  @Test
  void aFunctionPutsTheCopyOnItsQueueAndTheOneThatDoesJobsSendsIt() throws Exception {
    try (TrefoilRuntime http = start(JOBS);
        TrefoilRuntime jobs = start(JOBS)) {
      call(http);
      assertThat(standby.controls().journal()).isEmpty();
      List<Received> messages = received();
      assertThat(messages).hasSize(1);

      Outcome outcome =
          jobs.requireJobs()
              .messages()
              .handle(
                  new QueueMessage(messages.getFirst().id(), messages.getFirst().body()), soon());

      assertThat(outcome).isInstanceOf(Outcome.Ack.class);
      assertThat(standby.controls().journal()).hasSize(1);
      assertThat(own.controls().journal()).hasSize(1);
      assertThat(store.get(RecordKey.of(messages.getFirst().id()), soon()))
          .as("no job is left behind")
          .isEmpty();
    }
  }

  @Test
  void aFunctionWithoutAQueueSendsNone() throws Exception {
    try (TrefoilRuntime http = start("")) {
      call(http);

      assertThat(standby.controls().journal()).isEmpty();
      assertThat(received()).isEmpty();
    }
  }

  @Test
  void aContainerSendsItBesideAllElse() throws Exception {
    try (TrefoilRuntime container = start(JOBS)) {
      assertThat(container.startWorkers()).isEmpty();
      call(container);

      while (standby.controls().journal().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(received()).isEmpty();
    }
  }

  @Test
  void aProcessWithoutStandbysLetsACopyOfAnotherGo() throws Exception {
    try (TrefoilRuntime http = start(JOBS);
        TrefoilRuntime older = start(JOBS, "")) {
      call(http);

      assertThat(
              older
                  .requireJobs()
                  .messages()
                  .handle(new QueueMessage("m", received().getFirst().body()), soon()))
          .isInstanceOf(Outcome.Ack.class);
      assertThat(standby.controls().journal()).isEmpty();
    }
  }

  private TrefoilRuntime start(String jobs) {
    return start(jobs, "shadow: {share: 1, targets: [standby/gpt-5.2], monthlyUsd: 1}");
  }

  private TrefoilRuntime start(String jobs, String shadow) {
    String config =
        """
        auth: none
        priming: false
        services:
          own: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
          standby: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
        routes:
          chat:
            targets: [own/gpt-5.2]
            %s
        """
            .formatted(own.endpoint(), standby.endpoint(), shadow);
    return TrefoilRuntime.start(
        Cloud.AZURE,
        Map.of("TREFOIL_CONFIG", config + jobs, "KEY", "k", TrefoilRuntime.LOOPBACK, "true"),
        (places, identity) -> store.store());
  }

  private static void call(TrefoilRuntime runtime) throws IOException {
    RecordedResponse response = new RecordedResponse();
    runtime
        .http()
        .handle(
            new HttpCall(
                "POST",
                "/v1/chat/completions",
                new Headers(),
                new ByteArrayInputStream(
                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .getBytes(StandardCharsets.UTF_8)),
                soon()),
            response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
  }

  private List<Received> received() throws Exception {
    return store.receive(QUEUE, 10, Duration.ofMinutes(1), Duration.ZERO, soon());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}
