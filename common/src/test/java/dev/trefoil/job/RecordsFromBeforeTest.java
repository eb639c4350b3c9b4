package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.store.RecordKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Records as 0.1.0 wrote them before they had a format and a request in the vocabulary: captured
 * from its own code, in {@code jobs/before-formats.jsonl}.
 */
class RecordsFromBeforeTest extends JobFixture {
  private static final int QUEUED = 0;
  private static final int WISHING = 1;
  private static final int LARGE = 2;
  private static final int RUNNING = 3;
  private static final int SUCCEEDED = 4;

  @Test
  void aQueuedJobIsDoneAndItsCallbackSent() throws Exception {
    keep("job_queued", QUEUED);

    assertThat(deliver("m1", Envelope.naming("job_queued", Optional.empty()))).isEqualTo(new Ack());

    assertThat(get("/jobs/job_queued").body()).contains("Good däy", "\"attempts\":1");
    assertThat(memory.sent()).anyMatch(sent -> sent.queue().equals("done-queue"));
  }

  @Test
  void aRequestInABlobIsRead() throws Exception {
    keep("job_large", LARGE);
    String body = HI.replace("hi", "a".repeat(70_000));
    memory.put(
        "job_large/request-9ed3727117614627cb2245d5fbfe40c3ffcf1beb89660d1ec292cc7b1bd4566e",
        body.getBytes(StandardCharsets.UTF_8),
        deadline());

    assertThat(deliver("m1", "{\"id\":\"job_large\"}")).isEqualTo(new Ack());

    assertThat(get("/jobs/job_large").body()).contains("Good däy");
  }

  @Test
  void whatTheHeadersWishedStillHolds() throws Exception {
    keep("job_wishing", WISHING);

    Job read = JobText.read(memory.text("job_wishing").orElseThrow());

    assertThat(read.terms().preferences().task()).contains("code");
    assertThat(read.terms().preferences().residency()).containsExactly("us");
    assertThat(read.terms().preferences().maxCostUsd()).hasValue(0.5);
    assertThat(read.form()).isEqualTo(RequestForm.BODY);
    assertThat(JobText.read(JobText.write(read))).as("written again").isEqualTo(read);
  }

  @Test
  void aJobWhoseWorkerDiedIsTakenOver() throws Exception {
    keep("job_wishing", RUNNING);
    assertThat(deliver("m1", "{\"id\":\"job_wishing\"}")).isInstanceOf(Outcome.Retry.class);
    clock.advance(LEASE.plusSeconds(1));

    deliver("m2", "{\"id\":\"job_wishing\"}");

    assertThat(get("/jobs/job_wishing").body()).contains("\"attempts\":2");
  }

  @Test
  void anAnswerIsStillGiven() throws Exception {
    keep("job_wishing", SUCCEEDED);

    assertThat(get("/jobs/job_wishing").body())
        .contains("\"status\":\"succeeded\"", "\"answer\":{\"object\":\"chat.completion\"}")
        .contains("\"trail\":\"a/one;outcome=ok\"");
    assertThat(model.calls()).isEmpty();
  }

  private void keep(String id, int line) throws Exception {
    assertThat(
            memory.create(
                RecordKey.of(id), lines().get(line), Instant.ofEpochSecond(1), deadline()))
        .isPresent();
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
        RecordsFromBeforeTest.class.getResourceAsStream("/jobs/before-formats.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
