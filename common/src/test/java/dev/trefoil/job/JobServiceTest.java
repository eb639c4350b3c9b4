package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend.Sent;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.json.Json;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.store.Queues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs and Idempotency-Keys, from both seams, with a store in memory and a clock that is moved. */
class JobServiceTest extends JobFixture {
  @Test
  void aSubmittedJobIsDoneAndTold() throws IOException {
    RecordedResponse accepted = post("/v1/jobs", HI, Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    String location = accepted.header("location");
    assertThat(location).matches("/v1/jobs/job_[0-9a-f]{40}");
    assertThat(accepted.body()).contains("\"status\":\"queued\"");
    assertThat(get(location).body()).contains("\"status\":\"queued\"").doesNotContain("answer");

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(get(location).body())
        .contains("\"status\":\"succeeded\"", "\"content\":\"Good däy\"", "\"total_tokens\":5")
        .contains("\"trail\":\"a/one;outcome=ok;ms=");
  }

  @Test
  void aDuplicateDeliveryIsNotPaidForAgain() throws IOException {
    String message = submit(HI);

    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aMessageMayBringItsRequestAndGoByItsOwnId() throws IOException {
    assertThat(deliver("m1", "{\"id\":\"order-7\",\"request\":" + HI + "}")).isEqualTo(new Ack());
    assertThat(deliver("m2", "{\"id\":\"order-7\",\"request\":" + HI + "}")).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
    assertThat(get("/jobs/order-7").body()).contains("Good däy");
    assertThat(deliver("m3", "{\"id\":\"order-7\",\"request\":" + HI.replace("hi", "other") + "}"))
        .isEqualTo(new Reject("the id order-7 belongs to another request"));
  }

  @Test
  void aRequestMaySayThePathThatItIsFor() throws IOException {
    String named = "{\"path\":\"/v1/chat/completions\",\"request\":" + HI + "}";
    RecordedResponse accepted = post("/v1/jobs", named, Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());
    assertThat(get(accepted.header("location")).body()).contains("Good däy");

    String message = named.replaceFirst("\\{", "{\"id\":\"order-8\",");
    assertThat(deliver("m2", message)).isEqualTo(new Ack());
    assertThat(deliver("m3", message)).isEqualTo(new Ack());
    assertThat(get("/jobs/order-8").body()).contains("Good däy");
    assertThat(model.calls()).hasSize(2);
    assertThat(deliver("m4", message.replace("/v1/chat/completions", "/v1/embeddings")))
        .as("the same request for another path is another")
        .isEqualTo(new Reject("the id order-8 belongs to another request"));
  }

  @Test
  void aMessageThatIsPutBackKeepsItsPathAndIsLeftByVersionsThatKnowNone() {
    memory.recordsDown(true);
    String message = "{\"id\":\"a\",\"path\":\"/v1/chat/completions\",\"request\":" + HI + "}";

    assertThat(service(model).delaying().handle(new QueueMessage("m1", message), deadline()))
        .isEqualTo(new Ack());

    assertThat(memory.sent().getLast().body())
        .isEqualTo(message.replace("\"path\"", "\"format\":2,\"path\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"path\":\"/v1/chat/completions\"}|request|'request' is missing",
        "{\"request\":{}}|path|'path' is missing",
        "{\"path\":7,\"request\":{}}|path|'path' must be a text",
        "{\"path\":\"/v1/models\",\"request\":{}}|path|'path' is not that of a call",
        "{\"path\":\"/v1/jobs\",\"request\":{}}|path|'path' is not that of a call",
        "{\"path\":\"/v1/embeddings\",\"request\":[]}|request|'request' must be an object",
        "{\"path\":\"/v1/embeddings\",\"request\":{},\"a\":1}|a|there is no 'a'",
        "{\"path\":\"embeddings\",\"request\":{\"model\":\"chat\"}}|input|'input' is missing",
      })
  void aPathOrRequestThatIsNoneIsRefusedByItsName(String body, String param, String words)
      throws IOException {
    RecordedResponse refused = post("/v1/jobs", body, Map.of());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"param\":\"" + param + "\"", words);
    assertThat(memory.sent()).isEmpty();
  }

  @Test
  void withoutAnIdARequestGoesByItsMessage() {
    String message = "{\"request\":" + HI + "}";
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(model.calls()).hasSize(1);

    assertThat(deliver("m2", message)).isEqualTo(new Ack());
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void whileAWorkerHasTheJobItsDuplicateComesBackWhenTheLeaseIsOver() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    model =
        ScriptedModel.answeringAfter(
            () -> {
              called.countDown();
              go.await();
            },
            new TextDelta("slow"),
            STOP,
            END);
    String message = submit(HI);
    try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> first = worker.submit(() -> deliver("m1", message));
      called.await();

      assertThat(deliver("m1", message)).isEqualTo(new Retry(LEASE));

      go.countDown();
      assertThat(first.get()).isEqualTo(new Ack());
    }
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aDeadWorkersJobIsTakenOverAndTheDeadOneCannotStoreAnyMore() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel paused =
        ScriptedModel.answeringAfter(
            () -> {
              called.countDown();
              go.await();
            },
            new TextDelta("late"),
            STOP,
            END);
    String message = submit(HI);
    MessageHandler frozen = service(paused).messages();
    try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> first =
          worker.submit(() -> frozen.handle(new QueueMessage("m1", message), deadline()));
      called.await();
      clock.advance(LEASE);

      assertThat(deliver("m1", message)).isEqualTo(new Ack());

      go.countDown();
      assertThat(first.get()).isInstanceOf(Retry.class);
    }
    assertThat(get("/jobs/" + id(message)).body()).contains("Good däy").doesNotContain("late");
  }

  @Test
  void aThrottleGivesTheJobBackWithTheServicesHint() throws IOException {
    String message = submit(HI);
    ScriptedModel answering = model;
    model =
        ScriptedModel.failing(
            new ProviderException(Kind.THROTTLED, "slow down")
                .withRetryAfter(Duration.ofSeconds(17)));

    assertThat(deliver("m1", message)).isEqualTo(new Retry(Duration.ofSeconds(17)));
    assertThat(get("/jobs/" + id(message)).body()).contains("\"status\":\"queued\"");

    model = answering;
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(get("/jobs/" + id(message)).body()).contains("\"status\":\"succeeded\"");
  }

  @Test
  void anErrorOfOursGivesTheJobBackSoThatNobodyWaitsForItsLease() {
    String message = "{\"request\":" + HI + "}";
    rendering =
        new MovedClock() {
          @Override
          public Instant instant() {
            throw new NoClassDefFoundError("no/such/Renderer");
          }
        };
    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);

    rendering = clock;
    assertThat(deliver("m1", message)).isInstanceOf(Ack.class);
  }

  @Test
  void whatFailsEveryTimeFailsForGoodWithItsErrorAndTrail() throws IOException {
    model = ScriptedModel.failing(new ProviderException(Kind.OVERLOADED, "out"));
    String message = submit(HI);

    assertThat(deliver("m1", message)).isEqualTo(new Retry(Duration.ofSeconds(2)));
    assertThat(deliver("m1", message)).isEqualTo(new Retry(Duration.ofSeconds(4)));
    assertThat(deliver("m1", message)).isInstanceOf(Reject.class);

    assertThat(get("/jobs/" + id(message)).body())
        .contains("\"status\":\"failed\"", "\"code\":\"service_unavailable\"")
        .contains("\"attempts\":[{\"target\":\"a/one\",\"outcome\":\"overloaded\"")
        .contains("\"trail\":\"a/one;outcome=overloaded");
    assertThat(lastLetter()).contains("503 No target could answer");
  }

  @Test
  void aJobWhoseWorkersAllDieIsGivenUp() throws IOException {
    String message = submit(HI);
    for (int i = 0; i < 3; i++) {
      claimAndDie(message);
      clock.advance(LEASE);
    }

    assertThat(deliver("m1", message)).isInstanceOf(Reject.class);
    assertThat(get("/jobs/" + id(message)).body())
        .contains("\"status\":\"failed\"", "\"code\":\"attempts_exhausted\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no json|the message is not a JSON object",
        "[]|the message is not a JSON object",
        "{}|the message has neither 'id' nor 'request'",
        "{\"id\":\"a b\"}|'id' is not 1 to 128 letters, digits, '-' and '_'",
        "{\"id\":\"job_unknown\"}|there is no job job_unknown, or none any more",
        "{\"request\":[]}|'request' is not an object",
        "{\"id\":\"a\",\"path\":\"/v1/embeddings\"}|'path' is said without a 'request'",
        "{\"path\":7,\"request\":{}}|'path' is not a text",
        "{\"request\":{},\"callback\":\"nobody\"}|'callback' names none of jobs.callbacks",
      })
  void poisonLiesInTheDeadLetterQueueWithItsReason(String message, String reason) {
    assertThat(deliver("m1", message)).isEqualTo(new Reject(reason));

    assertThat(lastLetter())
        .isEqualTo(
            Json.object(
                json -> {
                  json.writeStringField("reason", reason);
                  json.writeStringField("messageId", "m1");
                  json.writeStringField("message", message);
                  json.writeNumberField("format", 1);
                }));
  }

  @Test
  void halfASurrogatePairIsRefusedAsByTheCallItself() throws IOException {
    String half = HI.replace("\"hi\"", "\"hi \\ud83d\"");
    String words = "'messages[0].content' holds half of a surrogate pair.";
    RecordedResponse refused = post("/v1/jobs", half, Map.of());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains(words);

    assertThat(deliver("m1", "{\"id\":\"half\",\"request\":" + half + "}"))
        .isEqualTo(new Reject("job half: 400 " + words));

    assertThat(lastLetter()).contains(words, "hi \\\\ud83d");
    assertThat(get("/v1/jobs/half").body()).contains("\"status\":\"failed\"", words);
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void whatIsNoMessageOfThePlatformsIsADeadLetterWithItsReason() {
    QueueMessage flawed = new QueueMessage("m1", "{\"id\":\"x\"}", Optional.of("it is torn"));

    assertThat(service(model).messages().handle(flawed, deadline()))
        .isEqualTo(new Reject("it is torn"));

    assertThat(lastLetter()).contains("\"reason\":\"it is torn\"", "{\\\"id\\\":\\\"x\\\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"chat\"}|400 'messages' of a chat request is missing",
        "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|404 The model",
        "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|400",
      })
  void aRequestThatIsNeverValidFailsAtOnce(String request, String reason) {
    Outcome outcome = deliver("m1", "{\"id\":\"bad\",\"request\":" + request + "}");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class, reject -> assertThat(reject.reason()).contains(reason));
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void aDeadLetterTooLongForAMessageIsWholeInABlob() {
    String poison = "x".repeat(Queues.MAX_BODY);

    assertThat(deliver("m1", poison)).isInstanceOf(Reject.class);

    assertThat(lastLetter()).hasSizeLessThan(Queues.MAX_BODY).contains("messageBlob");
    assertThat(memory.blobs().values()).containsExactly(poison.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void largeRequestsAndAnswersAreWholeInBlobs() throws IOException {
    String long1 = "a".repeat(100_000);
    model = ScriptedModel.answering(new TextDelta("b".repeat(200_000)), STOP, END);
    RecordedResponse accepted = post("/v1/jobs", HI.replace("hi", long1), Map.of());

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(memory.blobs()).hasSize(2);
    assertThat(get(accepted.header("location")).body()).contains("b".repeat(200_000));
  }

  @Test
  void whenTheStoreIsDownTheMessageComesBack() throws IOException {
    String message = submit(HI);
    memory.down(true);

    assertThat(deliver("m1", message)).isEqualTo(new Retry(Duration.ofSeconds(5)));
    assertThat(post("/v1/jobs", HI, Map.of()).status()).isEqualTo(503);
    assertThat(get("/jobs/" + id(message)).status()).isEqualTo(503);
    assertThat(model.calls()).isEmpty();

    memory.down(false);
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
  }

  @Test
  void anAnswerIsStoredAlthoughTheStoreRefusesItOnce() throws IOException {
    String message = submit(HI);
    model =
        ScriptedModel.answeringAfter(
            () -> memory.refuseWrites(1), new TextDelta("kept"), STOP, END);

    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
    assertThat(get("/jobs/" + id(message)).body()).contains("kept");
  }

  @Test
  void whatHasNotBegunIsCancelled() throws IOException {
    String message = submit(HI);
    String path = "/v1/jobs/" + id(message);

    assertThat(call("DELETE", path, "", Map.of()).body()).contains("\"status\":\"cancelled\"");
    assertThat(call("DELETE", path, "", Map.of()).status()).isEqualTo(200);
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void whatHasEndedIsNotCancelled() throws IOException {
    String message = submit(HI);
    deliver("m1", message);

    RecordedResponse response = call("DELETE", "/jobs/" + id(message), "", Map.of());

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.body()).contains("job_not_cancellable", "The job is succeeded");
  }

  @Test
  void aCallbackIsToldOnceItHasEnded() throws IOException {
    post("/v1/jobs", HI, Map.of("x-trefoil-callback", "done"));
    String message = onlyMessage();

    deliver("m1", message);
    deliver("m1", message);

    assertThat(memory.sent().stream().filter(sent -> sent.queue().equals("done-queue")))
        .extracting(Sent::body)
        .containsExactly("{\"id\":\"" + id(message) + "\",\"status\":\"succeeded\"}");
    assertThat(post("/v1/jobs", HI, Map.of("x-trefoil-callback", "http://evil")).status())
        .isEqualTo(400);
  }

  @Test
  void underOneKeyThereIsOneJob() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "order 7".replace(' ', '-'));
    RecordedResponse first = post("/v1/jobs", HI, key);
    RecordedResponse second = post("/jobs", HI, key);

    assertThat(second.header("location")).isEqualTo(first.header("location"));
    RecordedResponse other = post("/v1/jobs", HI.replace("hi", "ho"), key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body()).contains("idempotency_key_reused");
  }

  @Test
  void aCallWithAKeyIsPaidForOnce() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    RecordedResponse first =
        post("/v1/chat/completions", HI, Map.of("idempotency-key", "k1", "x-request-id", "call-1"));
    RecordedResponse second =
        post("/chat/completions", HI, Map.of("idempotency-key", "k1", "x-request-id", "call-2"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("x-request-id")).isEqualTo("call-1");
    assertThat(second.header("x-request-id")).isEqualTo("call-2");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("x-trefoil-stored")).isEqualTo("true");
    assertThat(second.header("x-trefoil-trail")).isEqualTo(first.header("x-trefoil-trail"));
    assertThat(model.calls()).hasSize(1);
    assertThat(post("/v1/chat/completions", HI.replace("hi", "ho"), key).status()).isEqualTo(422);
    assertThat(post("/chat", "{\"prompt\":\"hi\"}", key).status()).isEqualTo(200);
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void whatFailedUnderAKeyCanBeTriedAgain() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    ScriptedModel answering = model;
    model = ScriptedModel.failing(new ProviderException(Kind.THROTTLED, "slow down"));
    assertThat(post("/chat", "{\"prompt\":\"hi\"}", key).status()).isEqualTo(429);

    model = answering;
    assertThat(post("/chat", "{\"prompt\":\"hi\"}", key).status()).isEqualTo(200);
  }

  @Test
  void whileACallIsUnderWayItsKeyIsInUse() throws Exception {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    model =
        ScriptedModel.answeringAfter(
            () -> {
              called.countDown();
              go.await();
            },
            new TextDelta("slow"),
            STOP,
            END);
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RecordedResponse> first = caller.submit(() -> post("/v1/chat/completions", HI, key));
      called.await();

      RecordedResponse second = post("/v1/chat/completions", HI, key);
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.header("retry-after")).isEqualTo("1");

      go.countDown();
      assertThat(first.get().status()).isEqualTo(200);
    }
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aStreamIsNotKept() throws IOException {
    String streamed = HI.replace("{\"model\"", "{\"stream\":true,\"model\"");
    assertThat(post("/v1/jobs", streamed, Map.of()).body()).contains("unsupported_parameter");
    assertThat(post("/v1/chat/completions", streamed, Map.of("idempotency-key", "k")).body())
        .contains("unsupported_parameter");
    assertThat(model.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/jobs/job_0000, 404",
    "GET, /v1/jobs/a%20b, 404",
    "GET, /v1/jobs/key.0000, 404",
    "PUT, /v1/jobs/job_0000, 405",
    "GET, /v1/jobs, 405",
  })
  void whatIsNotThereIsSaidSo(String method, String path, int status) throws IOException {
    assertThat(call(method, path, "", Map.of()).status()).isEqualTo(status);
  }

  @Test
  void anotherCallersJobIsNotThereAndItsKeyIsAnotherOne() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1", "x-test-caller", "ann");
    String path = post("/v1/jobs", HI, key).header("location");

    assertThat(get(path).status()).isEqualTo(404);
    assertThat(call("DELETE", path, "", Map.of()).status()).isEqualTo(404);
    assertThat(call("GET", path, "", Map.of("x-test-caller", "ann")).status()).isEqualTo(200);
    assertThat(post("/v1/jobs", HI, Map.of("idempotency-key", "k1")).header("location"))
        .isNotEqualTo(path);
  }

  @Test
  void aLinkToALargeResultIsMadeForTheJobsCallerOnly() throws IOException {
    links = new ResultLinks(100_000, Duration.ofMinutes(15));
    model = ScriptedModel.answering(new TextDelta("b".repeat(200_000)), STOP, END);
    String path = post("/v1/jobs", HI, Map.of("x-test-caller", "ann")).header("location");
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(get(path).status()).isEqualTo(404);
    assertThat(memory.linked()).isEmpty();
    assertThat(call("GET", path, "", Map.of("x-test-caller", "ann")).body())
        .contains("\"answer_url\":\"memory://blobs/jobs/" + path.substring("/v1/jobs/".length()))
        .doesNotContain("\"answer\":");
  }

  @Test
  void onlyWhatWasPutOnTheQueueDirectlyIsEverybodys() throws Exception {
    deliver("m1", "{\"id\":\"order-7\",\"request\":" + HI + "}");
    String path = post("/v1/jobs", HI, Map.of("x-test-caller", "named:queue")).header("location");

    assertThat(get("/v1/jobs/order-7").status()).isEqualTo(200);
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(memory.text("order-7").orElseThrow())
        .as("as records have always said it")
        .contains("\"caller\":\"queue\"");
  }

  @Test
  void whatTheHeadersWishForIsKeptForTheWorker() throws IOException {
    post("/v1/jobs", HI, Map.of("x-trefoil-residency", "mars"));

    assertThat(deliver("m1", onlyMessage()))
        .isInstanceOfSatisfying(
            Reject.class, reject -> assertThat(reject.reason()).contains("mars"));
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void anExpiredJobIsForgotten() throws IOException {
    String message = submit(HI);
    deliver("m1", message);
    clock.advance(Duration.ofHours(2));

    assertThat(get("/jobs/" + id(message)).status()).isEqualTo(404);
    assertThat(deliver("m1", message)).isInstanceOf(Reject.class);
  }
}
