package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of an older and a newer version, side by side with those of this one. */
class RecordFormatTest extends JobFixture {
  private static final String ONE = "\"format\":1,";
  private static final String TWO = "\"format\":2,";
  private static final String NEWER = "\"format\":3,";

  @Test
  void recordsSayHowTheyAreToBeRead() throws Exception {
    String message = submit(HI);
    deliver("m1", "not JSON");

    assertThat(stored(id(message)).text()).startsWith("{\"format\":2,\"id\":\"job_");
    assertThat(lastLetter()).contains("\"message\":\"not JSON\",\"format\":1");
  }

  @Test
  void aJobOfANewerVersionIsLeftToIt() throws Exception {
    String message = submit(HI);
    Stored newer = rewrite(id(message), TWO, NEWER);

    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);
    assertThat(service(model).delaying().handle(new QueueMessage("m2", message), deadline()))
        .isEqualTo(new Ack());

    assertThat(memory.sent().getLast().body()).as("put back").isEqualTo(message);
    for (String method : new String[] {"GET", "DELETE"}) {
      RecordedResponse refused = call(method, "/jobs/" + id(message), "", Map.of());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("\"newer_record\"");
      assertThat(refused.header("retry-after")).isEqualTo("5");
    }
    assertThat(stored(id(message))).isEqualTo(newer);
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void anAnswerOfANewerVersionIsNeitherToldNorPaidForAgain() throws Exception {
    String key = keyOf("/chat/completions\nsomebody\nk");
    assertThat(chat(Map.of("idempotency-key", "k")).status()).isEqualTo(200);
    Stored newer = rewrite(key, ONE, NEWER);

    RecordedResponse refused = chat(Map.of("idempotency-key", "k"));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("\"newer_record\"");
    assertThat(stored(key)).isEqualTo(newer);
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aRequestThatIsNotAsItWasWrittenFailsItsJob() throws Exception {
    String message = submit(HI);
    rewrite(id(message), "\\\"messages\\\":", "\\\"letters\\\":");

    assertThat(deliver("m1", message)).isInstanceOf(Outcome.Reject.class);

    assertThat(get("/jobs/" + id(message)).body()).contains("job_request_unreadable");
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void aRequestOfANewerVersionIsLeftToIt() throws Exception {
    String message = submit(HI);
    rewrite(id(message), "{\\\"format\\\":1,", "{\\\"format\\\":4,");

    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);

    assertThat(get("/jobs/" + id(message)).body()).contains("\"status\":\"queued\",\"attempts\":0");
  }

  @Test
  void aMessageOfANewerVersionComesBackAsItIs() {
    String message = "{\"format\":3,\"id\":\"order-7\",\"task\":{}}";

    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);
    assertThat(service(model).delaying().handle(new QueueMessage("m1", message), deadline()))
        .isEqualTo(new Ack());

    assertThat(memory.sent())
        .singleElement()
        .extracting(MemoryBackend.Sent::body)
        .isEqualTo(message);
  }

  @Test
  void whatIsNoNumberIsNoFormat() throws Exception {
    for (String odd : new String[] {"\"2\"", "0", "-1", "1.5", "null", "{}"}) {
      String path = post("/v1/jobs", HI, Map.of()).header("location");
      String message = "{\"id\":\"" + path.substring("/v1/jobs/".length()) + "\"}";
      rewrite(id(message), TWO, "\"format\":" + odd + ",");

      assertThat(deliver("m1", message)).as(odd).isInstanceOf(Retry.class);
      assertThat(get("/jobs/" + id(message)).body()).as(odd).contains("job_store_unavailable");
    }
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void aTenantsRecordsAreNobodyElses() throws Exception {
    Map<String, String> acme = Map.of("x-test-tenant", "acme", "idempotency-key", "k");
    Map<String, String> other = Map.of("x-test-tenant", "other", "idempotency-key", "k");
    assertThat(chat(acme).status()).isEqualTo(200);
    assertThat(chat(acme).header("x-trefoil-stored")).isEqualTo("true");
    assertThat(chat(other).header("x-trefoil-stored")).isNull();
    assertThat(chat(Map.of("idempotency-key", "k")).header("x-trefoil-stored")).isNull();
    assertThat(stored(keyOf("/chat/completions\nacme\nsomebody\nk"))).isNotNull();

    String path = post("/v1/jobs", HI, Map.of("x-test-tenant", "acme")).header("location");
    assertThat(call("GET", path, "", Map.of("x-test-tenant", "acme")).status()).isEqualTo(200);
    assertThat(call("GET", path, "", Map.of("x-test-tenant", "other")).status()).isEqualTo(404);
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(call("DELETE", path, "", Map.of("x-test-tenant", "other")).status()).isEqualTo(404);
  }

  private RecordedResponse chat(Map<String, String> headers) throws IOException {
    return post("/v1/chat/completions", HI, headers);
  }

  private static String keyOf(String text) {
    return "key." + Digest.of(text);
  }

  private Stored stored(String id) throws StoreException {
    return memory.get(RecordKey.of(id), deadline()).orElseThrow();
  }

  private Stored rewrite(String id, String from, String to) throws StoreException {
    Stored there = stored(id);
    assertThat(there.text()).contains(from);
    assertThat(
            memory.replace(
                RecordKey.of(id),
                there.text().replace(from, to),
                Instant.MAX,
                there.version(),
                deadline()))
        .isPresent();
    return stored(id);
  }
}
