package dev.trefoil.job;

import static dev.trefoil.job.MemoryBackend.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.health.MovedClock;
import dev.trefoil.http.Headers;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a job's result, by its length. */
class JobViewTest {
  private static final int ABOVE = 100_000;
  private static final Duration VALID = Duration.ofMinutes(15);

  private final MemoryBackend memory = new MemoryBackend();
  private final MovedClock clock = new MovedClock(Instant.ofEpochSecond(1_700_000_000));
  private final Jobs jobs = new Jobs(memory, memory, Duration.ofHours(1), clock);
  private final JobView view = new JobView(jobs, new ResultLinks(ABOVE, VALID));

  @Test
  void aResultUpToTheBoundIsToldItself() throws Exception {
    String answer = answer(ABOVE);

    assertThat(view.json(ended(answer), soon()))
        .contains("\"answer\":" + answer)
        .doesNotContain("answer_url", "answer_bytes");
    assertThat(memory.linked()).isEmpty();
  }

  @Test
  void aResultAboveTheBoundIsToldByALink() throws Exception {
    Job job = ended(answer(ABOVE + 1));

    assertThat(view.json(job, soon()))
        .contains(
            "\"status\":\"succeeded\"",
            "\"trail\":\"a/one;outcome=ok\"",
            "\"answer_url\":\"memory://blobs/jobs/order-7/answer-1\"",
            "\"answer_bytes\":" + (ABOVE + 1),
            "\"answer_url_expires_at\":" + MemoryBackend.LINKED_AT.plus(VALID).getEpochSecond())
        .doesNotContain("\"answer\":");
    assertThat(memory.linked()).containsExactly(VALID);
  }

  @Test
  void aLinkEndsWithItsJob() throws Exception {
    Job job = ended(answer(ABOVE + 1));
    clock.advance(Duration.ofMinutes(50));

    view.json(job, soon());

    assertThat(memory.linked()).containsExactly(Duration.ofMinutes(10));
  }

  @Test
  void aRecordFromBeforeLengthsWereWrittenDownIsMeasured() throws Exception {
    String written = JobText.write(ended(answer(ABOVE + 1)));
    String old = written.replaceFirst("\"bodyBytes\":[0-9]+,?", "").replace(",}", "}");
    assertThat(written).contains("\"bodyBytes\":" + (ABOVE + 1));

    assertThat(view.json(JobText.read(old), soon())).contains("\"answer_bytes\":" + (ABOVE + 1));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Job job = ended(answer(ABOVE + 1));

    assertThat(JobText.read(JobText.write(job))).isEqualTo(job);
  }

  @Test
  void aLinkThatNobodySignsIsAFailureOfTheStore() throws Exception {
    Job job = ended(answer(ABOVE + 1));
    memory.down(true);

    assertThatThrownBy(() -> view.json(job, soon())).isInstanceOf(StoreException.class);
  }

  @Test
  void theTextOfALinkHoldsNoSignature() {
    BlobLink link =
        new BlobLink(URI.create("https://h.example/b/j/answer-1?sig=secret"), Instant.EPOCH);

    assertThat(link.toString()).contains("h.example/b/j/answer-1").doesNotContain("secret");
  }

  private Job ended(String answer) throws StoreException, IOException {
    Held held =
        jobs.submit(
            "order-7",
            Terms.OF_THE_QUEUE,
            Submission.of("{}".getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            soon());
    Held claimed = jobs.claim(held, Duration.ofMinutes(1), soon()).orElseThrow();
    RecordedAnswer recorded = new RecordedAnswer();
    recorded
        .start(200, new Headers().set("x-trefoil-trail", "a/one;outcome=ok"))
        .write(answer.getBytes(StandardCharsets.UTF_8));
    return jobs.end(claimed, Job.State.SUCCEEDED, recorded, soon()).orElseThrow().job();
  }

  /** A JSON object of so many bytes. */
  private static String answer(int bytes) {
    return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
  }
}
