package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.job.Outcome.Ack;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a job asks of the store: no more than 0.1.0 did before the stores had a seam. Each of these
 * is one exchange on every cloud.
 */
class StoreCallsTest extends JobFixture {
  @Test
  void aJobIsTwoCallsOfTheTableAndAMessageAndItsWorkThreeMore() throws Exception {
    String message = submit(HI);
    assertThat(memory.calls()).containsExactly("get", "create", "send");

    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(memory.calls()).containsExactly("get", "replace", "replace");

    get("/jobs/" + id(message));
    assertThat(memory.calls()).containsExactly("get");

    assertThat(deliver("m2", message)).isEqualTo(new Ack());
    assertThat(memory.calls()).as("a duplicate").containsExactly("get");
  }

  @Test
  void aCallbackIsAMessageAndAWriteMore() throws Exception {
    post("/v1/jobs", HI, Map.of("x-trefoil-callback", "done"));
    memory.calls();

    deliver("m1", onlyMessage());

    assertThat(memory.calls()).containsExactly("get", "replace", "replace", "send", "replace");
  }

  @Test
  void aRequestTooLargeForTheRecordIsOneBlobWrittenAndRead() throws Exception {
    String message = submit(HI.replace("hi", "a".repeat(100_000)));
    assertThat(memory.calls()).containsExactly("get", "put", "create", "send");

    deliver("m1", message);
    assertThat(memory.calls()).containsExactly("get", "replace", "blob", "replace");
  }

  @Test
  void aCallUnderAKeyIsFourCallsAndItsRepetitionOne() throws Exception {
    Map<String, String> key = Map.of("idempotency-key", "k");
    post("/v1/chat/completions", HI, key);
    assertThat(memory.calls()).containsExactly("get", "create", "replace", "replace");

    post("/v1/chat/completions", HI, key);
    assertThat(memory.calls()).containsExactly("get");
  }

  @Test
  void aJobThatLayOnTheQueueIsFiveCalls() {
    deliver("m1", "{\"id\":\"order-7\",\"request\":" + HI + "}");

    assertThat(memory.calls()).containsExactly("get", "get", "create", "replace", "replace");
  }
}
