package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.queue.AzureQueues;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs on the server form of all three clouds, which takes them from the queue itself. */
class ContainerJobsTest extends JobsSuite {
  @BeforeAll
  static void start() throws Exception {
    clouds =
        new RunningClouds(
            LocalConfig.bundled()
                .replace("leaseSeconds: 30", "leaseSeconds: 30, containerWorkers: 8"),
            Optional.empty(),
            LambdaSettings.DEFAULT,
            Form.CONTAINERS);
  }

  @AfterAll
  static void end() {
    clouds.close();
  }

  @BeforeEach
  void reset() {
    clouds.reset();
  }

  /** Before, between and after: what was paid for is told once, and nothing is lost. */
  @Test
  void whileTheStoreStandsStillCallersAreToldSoAndNothingIsLost() throws Exception {
    onEach(ContainerJobsTest::isToldWhileTheStoreStandsStill);
  }

  private static void isToldWhileTheStoreStandsStill(On on) throws Exception {
    String prompt = "stopped-" + UUID.randomUUID();
    on.queues().standStill(true);
    assertUnavailable(Http.post(on.port(), "/v1/jobs", on.chat(prompt)));
    on.queues().standStill(false);
    on.model().fault(Fault.always(new Failure.Slow(1_000)));

    HttpResponse<String> accepted =
        Eventually.holds(() -> submit(on, prompt), response -> response.statusCode() != 503);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String path = accepted.headers().firstValue("location").orElseThrow();
    Eventually.holds(() -> calls(on, prompt), calls -> calls == 1);
    on.queues().standStill(true);
    assertUnavailable(Http.get(on.port(), path));
    on.queues().standStill(false);

    assertThat(awaitEnd(on, path).path("status").asText()).isEqualTo("succeeded");
    on.queues().standStill(true);
    assertUnavailable(Http.get(on.port(), path));
    on.queues().standStill(false);
    assertThat(awaitEnd(on, path).path("attempts").asInt()).isEqualTo(1);
    assertThat(calls(on, prompt)).isEqualTo(1);
  }

  /** A store that has just woken may close connections that were idle: callers send it again. */
  private static HttpResponse<String> submit(On on, String prompt) throws Exception {
    return Http.send(
        Http.to(on.port(), "/v1/jobs")
            .header("idempotency-key", prompt)
            .POST(BodyPublishers.ofString(on.chat(prompt))));
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.body()).contains("job_store_unavailable");
  }

  @Test
  void onAzureAMessageThatIsNotInBase64IsADeadLetter() throws Exception {
    AzureQueues queues = (AzureQueues) On.AZURE.queues();
    queues.drain("dead");
    String text = "plain-" + UUID.randomUUID();
    queues.put("jobs", text);

    List<String> letters = Eventually.holds(() -> queues.drain("dead"), all -> !all.isEmpty());

    assertThat(letters).singleElement().asString().contains(text, "is not base64");
  }
}
