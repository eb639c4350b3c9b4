package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are asked for now, made by a worker, and told by their ids. */
class BackgroundResponsesTest extends JobFixture {
  private static final String PATH = "/v1/responses";

  @Test
  void aResponseIsQueuedMadeAndTold() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    assertThat(queued.path("status").asText()).isEqualTo("queued");
    assertThat(queued.path("background").asBoolean()).isTrue();
    assertThat(queued.path("output")).isEmpty();
    assertThat(told(queued)).isEqualTo(queued);
    assertThat(model.calls()).isEmpty();

    clock.advance(Duration.ofSeconds(7));
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    JsonNode made = told(queued);
    assertThat(made.path("status").asText()).isEqualTo("completed");
    assertThat(made.path("created_at")).isEqualTo(queued.path("created_at"));
    assertThat(made.at("/output/0/content/0/text").asText()).isEqualTo("Good däy");
    assertThat(get(PATH + "/" + id(queued) + "/input_items").body()).contains("\"hi\"");
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());
    assertThat(model.calls()).hasSize(1);

    ok(post(PATH, body("'input':'more','previous_response_id':'" + id(queued) + "'"), Map.of()));
    assertThat(model.requests().getLast().messages()).hasSize(3);
  }

  @Test
  void whileItIsMadeItIsInProgress() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    claimAndDie(onlyMessage());
    assertThat(told(queued).path("status").asText()).isEqualTo("in_progress");

    clock.advance(LEASE);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(told(queued).path("status").asText()).isEqualTo("completed");
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aWorkerThatDiesWithTheAnswerKeptHasPaidForIt() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    during(() -> memory.overtake(1));
    assertThat(deliver("m1", onlyMessage())).isInstanceOf(Retry.class);
    JsonNode made = told(queued);
    assertThat(made.path("status").asText()).isEqualTo("completed");

    clock.advance(LEASE);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
    assertThat(told(queued)).isEqualTo(made);
  }

  @Test
  void whatIsCancelledBeforeItIsBegunIsNotPaidFor() throws IOException {
    JsonNode queued = submitted("'input':'hi'");

    JsonNode cancelled = ok(post(PATH + "/" + id(queued) + "/cancel", "", Map.of()));

    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());
    assertThat(model.calls()).isEmpty();
    assertThat(told(queued)).isEqualTo(cancelled);
    assertThat(ok(post(PATH + "/" + id(queued) + "/cancel", "", Map.of()))).isEqualTo(cancelled);
  }

  @Test
  void whatIsCancelledWhileItIsMadeIsDropped() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    during(() -> ok(post(PATH + "/" + id(queued) + "/cancel", "", Map.of())));

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
    assertThat(told(queued).path("status").asText()).isEqualTo("cancelled");
    assertThat(memory.texts()).filteredOn(text -> text.contains("däy")).isEmpty();
  }

  @Test
  void whatHasEndedIsNotCancelledAndOthersNever() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    deliver("m1", onlyMessage());
    assertThat(ok(post(PATH + "/" + id(queued) + "/cancel", "", Map.of()))).isEqualTo(told(queued));

    JsonNode plain = ok(post(PATH, body("'input':'hi'"), Map.of()));
    refused(post(PATH + "/" + id(plain) + "/cancel", "", Map.of()), 400, "background");
    String none = "resp_" + "0".repeat(32);
    refused(post(PATH + "/" + none + "/cancel", "", Map.of()), 404, none);
  }

  @Test
  void whatFailsSaysWhy() throws IOException {
    model = ScriptedModel.failing(new ProviderException(Kind.CONTEXT_TOO_LONG, "too long"));
    JsonNode queued = submitted("'input':'hi'");

    assertThat(deliver("m1", onlyMessage())).isInstanceOf(Reject.class);

    JsonNode failed = told(queued);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.at("/error/code").asText()).isEqualTo("context_length_exceeded");
    assertThat(failed.at("/error/message").asText()).contains("too long");
  }

  @Test
  void whatIsDeletedIsGoneWithItsJob() throws IOException {
    JsonNode queued = submitted("'input':'secret " + "long ".repeat(20_000) + "'");
    String path = PATH + "/" + id(queued);
    refused(call("DELETE", path, "", Map.of()), 409, "response_not_completed");
    deliver("m1", onlyMessage());

    ok(call("DELETE", path, "", Map.of()));

    refused(get(path), 404, id(queued));
    refused(call("DELETE", path, "", Map.of()), 404, id(queued));
    assertThat(memory.texts()).filteredOn(text -> text.contains("secret")).isEmpty();
    assertThat(memory.texts()).filteredOn(text -> text.contains("däy")).isEmpty();
    assertThat(memory.blobs().values()).allSatisfy(blob -> assertThat(blob).isEmpty());
  }

  @Test
  void anothersIsNotThere() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    String path = PATH + "/" + id(queued);
    for (Map<String, String> other :
        List.of(Map.of("x-test-caller", "another"), Map.of("x-test-tenant", "t"))) {
      refused(call("GET", path, "", other), 404, id(queued));
      refused(call("DELETE", path, "", other), 404, id(queued));
      refused(call("POST", path + "/cancel", "", other), 404, id(queued));
    }
    assertThat(told(queued)).isEqualTo(queued);
  }

  @Test
  void underOneKeyThereIsOneRun() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    String asked = body("'input':'hi','background':true");
    assertThat(post(PATH, asked, key).body()).isEqualTo(post(PATH, asked, key).body());
    assertThat(memory.messages()).isEqualTo(1);
  }

  /** As after a process that died between the message and its answer. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void underOneKeyThereIsOneRunThoughItsCallerWasNotTold(boolean goesOn) throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    String more = "";
    if (goesOn) {
      JsonNode before = ok(post(PATH, body("'input':'before'"), Map.of()));
      more = ",'previous_response_id':'" + id(before) + "'";
    }
    String asked = body("'input':'hi','background':true" + more);
    clock.advance(Duration.ofNanos(1_234_567)); // More exact than what is kept of it.
    memory.denySends(1);
    refused(post(PATH, asked, key), 503, "job_store_unavailable");

    JsonNode queued = ok(post(PATH, asked, key));
    List<String> messages = memory.sent().stream().map(MemoryBackend.Sent::body).toList();
    assertThat(messages).hasSize(2).allSatisfy(sent -> assertThat(id(sent)).isEqualTo(id(queued)));
    int calls = model.calls().size();
    for (String message : messages) {
      assertThat(deliver(message, message)).isEqualTo(new Ack());
    }

    assertThat(told(queued).path("status").asText()).isEqualTo("completed");
    assertThat(model.calls()).hasSize(calls + 1);
    assertThat(id(ok(post(PATH, asked, Map.of())))).isNotEqualTo(id(queued));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"'store':false|store", "'stream':true|stream", "'background':1|background"})
  void whatCannotBeIsRefused(String members, String param) throws IOException {
    String background = members.contains("background") ? "" : "'background':true,";
    RecordedResponse refused = post(PATH, body("'input':'x'," + background + members), Map.of());
    refused(refused, 400, "\"param\":\"" + param + "\"");
    assertThat(memory.messages()).isZero();
  }

  @Test
  void aResponseInAConversationOrAJobIsNotInTheBackground() throws IOException {
    String conversation = id(ok(post("/v1/conversations", "{}", Map.of())));
    String asked = body("'input':'x','background':true,'conversation':'" + conversation + "'");
    refused(post(PATH, asked, Map.of()), 400, "\"param\":\"conversation\"");
    String job =
        "{\"path\":\"/v1/responses\",\"request\":" + body("'input':'x','background':true") + "}";
    refused(post("/v1/jobs", job, Map.of()), 400, "\"param\":\"background\"");
  }

  @Test
  void withoutWhatKeepsItItIsRefused() throws IOException {
    responses = KeptResponses.NONE;
    refused(
        post(PATH, body("'input':'x','background':true"), Map.of()),
        400,
        "\"param\":\"background\"");
  }

  @Test
  void whileTheStoreIsDownNothingIsTakenForMissing() throws IOException {
    JsonNode queued = submitted("'input':'hi'");
    String path = PATH + "/" + id(queued);
    memory.down(true);
    for (RecordedResponse down :
        List.of(
            post(PATH, body("'input':'x','background':true"), Map.of()),
            get(path),
            post(path + "/cancel", "", Map.of()),
            call("DELETE", path, "", Map.of()))) {
      refused(down, 503, "job_store_unavailable");
    }
    memory.down(false);
    assertThat(told(queued)).isEqualTo(queued);
  }

  /** What happens while the model is asked. */
  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws IOException;
  }

  private void during(Meanwhile meanwhile) {
    model =
        ScriptedModel.doing(
            () -> {
              try {
                meanwhile.happens();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            new TextDelta("Good däy"),
            STOP,
            END);
  }

  private JsonNode submitted(String members) throws IOException {
    return ok(post(PATH, body(members + ",'background':true"), Map.of()));
  }

  private JsonNode told(JsonNode response) throws IOException {
    return ok(get(PATH + "/" + id(response)));
  }

  private static void refused(RecordedResponse response, int status, String word) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(word);
  }

  private static String body(String members) {
    return ("{'model':'chat'," + members + "}").replace('\'', '"');
  }
}
