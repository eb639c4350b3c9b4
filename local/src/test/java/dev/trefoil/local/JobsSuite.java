package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Reply;
import dev.trefoil.local.queue.CloudQueues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What jobs do on every cloud, in whatever form Trefoil runs there. */
abstract class JobsSuite {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those of the class that runs. */
  static RunningClouds clouds;

  /** A cloud, its own model service, and a target of that which nothing stands in for. */
  enum On {
    AWS(
        "aws",
        "bedrock",
        "bedrock/us.anthropic.claude-sonnet-4-6",
        """
        {"output": {"message": {"role": "assistant", "content": [{"text": "%s"}]}},
         "stopReason": "end_turn", "metrics": {"latencyMs": 1},
         "usage": {"inputTokens": 3, "outputTokens": 2, "totalTokens": 5}}\
        """),
    AZURE(
        "azure",
        "azure",
        "azure/gpt-5.4",
        """
        {"id": "resp_1", "object": "response", "created_at": 1767225600, "model": "gpt-5.4",
         "status": "completed",
         "output": [{"id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
                     "content": [{"type": "output_text", "text": "%s", "annotations": []}]}],
         "usage": {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}}\
        """),
    GCP(
        "gcp",
        "vertex_ai",
        "vertex_ai/gemini-3.5-flash",
        """
        {"candidates": [{"index": 0, "finishReason": "STOP",
                         "content": {"role": "model", "parts": [{"text": "%s"}]}}],
         "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5}}\
        """);

    private final String cloud;
    private final String service;
    private final String target;
    private final String answer;

    On(String cloud, String service, String target, String answer) {
      this.cloud = cloud;
      this.service = service;
      this.target = target;
      this.answer = answer;
    }

    /** Has the model say this once. */
    void says(String text) throws IOException {
      model().replies(List.of(new Reply.Json(JSON.readTree(answer.formatted(text)))));
    }

    int port() {
      return clouds.port(cloud);
    }

    Controls model() {
      return clouds.controls(service);
    }

    boolean hasQueues() {
      return clouds.queues().has(cloud);
    }

    CloudQueues queues() {
      assumeTrue(hasQueues(), "skipped: " + cloud + " has no queues on this machine");
      return clouds.queues().of(cloud);
    }

    String chat(String prompt) {
      return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
          .formatted(target, prompt);
    }
  }

  /** Does it on all clouds that have queues here, and shows where one has none as skipped. */
  static void onEach(ThrowingConsumer<On> test) throws InterruptedException {
    AtOnce.each(Stream.of(On.values()).filter(On::hasQueues).toList(), test);
    Stream.of(On.values()).forEach(On::queues);
  }

  @Test
  void aJobIsAcceptedDoneAndTold() throws Exception {
    onEach(
        on -> {
          on.queues().drain("done");
          HttpResponse<String> accepted =
              Http.send(
                  Http.to(on.port(), "/v1/jobs")
                      .header("x-trefoil-callback", "done")
                      .POST(BodyPublishers.ofString(on.chat("one two three"))));
          assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
          String path = accepted.headers().firstValue("location").orElseThrow();

          JsonNode job = awaitEnd(on, path);

          assertThat(job.path("status").asText()).isEqualTo("succeeded");
          assertThat(text(job)).isEqualTo("one two three");
          assertThat(job.at("/answer/usage/total_tokens").asInt()).isPositive();
          assertThat(job.path("trail").asText()).startsWith(on.target + ";outcome=ok");
          String id = job.path("id").asText();
          Eventually.holds(
              () -> on.queues().drain("done"),
              letters -> letters.contains("{\"id\":\"" + id + "\",\"status\":\"succeeded\"}"));
        });
  }

  /** Answered as a job, gone on from by a call, told, listed and deleted: by any process. */
  @Test
  void aResponseIsKeptAndGoneOnFrom() throws Exception {
    onEach(
        on -> {
          HttpResponse<String> accepted =
              Http.post(
                  on.port(),
                  "/v1/jobs",
                  "{\"path\":\"/v1/responses\",\"request\":{\"model\":\"%s\",\"input\":\"first\"}}"
                      .formatted(on.target));
          assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
          JsonNode job = awaitEnd(on, accepted.headers().firstValue("location").orElseThrow());
          assertThat(job.at("/answer/store").asBoolean()).as(job.toString()).isTrue();
          String first = job.at("/answer/id").asText();

          HttpResponse<String> second =
              Http.post(
                  on.port(),
                  "/v1/responses",
                  "{\"model\":\"%s\",\"input\":\"second\",\"previous_response_id\":\"%s\"}"
                      .formatted(on.target, first));
          assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
          JsonNode kept = JSON.readTree(second.body());
          assertThat(kept.path("store").asBoolean()).isTrue();
          String path = "/v1/responses/" + kept.path("id").asText();
          assertThat(JSON.readTree(Http.get(on.port(), path).body())).isEqualTo(kept);
          JsonNode items =
              JSON.readTree(Http.get(on.port(), path + "/input_items?limit=1&order=asc").body());
          assertThat(items.at("/data/0/content").asText()).isEqualTo("second");

          HttpResponse<String> deleted = Http.delete(on.port(), path);
          assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
          assertThat(Http.get(on.port(), path).statusCode()).isEqualTo(404);
          assertThat(Http.get(on.port(), "/v1/responses/" + first).statusCode()).isEqualTo(200);
        });
  }

  @Test
  void aDuplicateDeliveryIsNotPaidForAgain() throws Exception {
    onEach(
        on -> {
          String first = UUID.randomUUID().toString();
          String marker = UUID.randomUUID().toString();
          on.queues().send("jobs", message(first, on.chat(first)));
          awaitEnd(on, "/v1/jobs/" + first);

          on.queues().send("jobs", message(first, on.chat(first)));
          on.queues().send("jobs", message(marker, on.chat(marker)));
          awaitEnd(on, "/v1/jobs/" + marker);
          on.queues().send("jobs", message(first, on.chat(first)));

          assertThat(calls(on, first)).isEqualTo(1);
        });
  }

  @Test
  void ofAHundredDuplicatesAtOnceOneCallsTheModel() throws Exception {
    onEach(
        on -> {
          String id = UUID.randomUUID().toString();
          on.model().fault(Fault.always(new Failure.Slow(500)));
          List<Thread> senders = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            senders.add(
                Thread.startVirtualThread(
                    () -> {
                      try {
                        for (int k = 0; k < 10; k++) {
                          on.queues().send("jobs", message(id, on.chat(id)));
                        }
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    }));
          }
          for (Thread sender : senders) {
            sender.join();
          }

          assertThat(text(awaitEnd(on, "/v1/jobs/" + id))).isEqualTo(id);
          assertThat(calls(on, id)).isEqualTo(1);
        });
  }

  @Test
  void whatIsThrottledSucceedsLater() throws Exception {
    onEach(
        on -> {
          // The call itself asks once more.
          on.model().fault(Fault.next(2, new Failure.Throttle(OptionalInt.empty())));
          String id = UUID.randomUUID().toString();
          on.queues().send("jobs", message(id, on.chat(id)));

          JsonNode job = awaitEnd(on, "/v1/jobs/" + id);

          assertThat(job.path("status").asText()).isEqualTo("succeeded");
          assertThat(job.path("attempts").asInt()).isEqualTo(2);
        });
  }

  @Test
  void poisonEndsInTheDeadLetterQueueAndHoldsNothingUp() throws Exception {
    onEach(
        on -> {
          on.queues().drain("dead");
          String good = UUID.randomUUID().toString();
          String bad = UUID.randomUUID().toString();
          on.queues().send("jobs", "no json " + bad);
          on.queues().send("jobs", message(bad, "{\"model\":\"nothing/here\",\"messages\":[]}"));
          on.queues().send("jobs", message(good, on.chat(good)));

          assertThat(text(awaitEnd(on, "/v1/jobs/" + good))).isEqualTo(good);
          List<String> letters = new ArrayList<>();
          Eventually.holds(
              () -> {
                letters.addAll(on.queues().drain("dead"));
                return letters;
              },
              all -> all.size() >= 2);
          assertThat(letters)
              .anySatisfy(
                  letter ->
                      assertThat(letter)
                          .contains(
                              "\"reason\":\"the message is not a JSON object\"", "no json " + bad))
              .anySatisfy(
                  letter -> assertThat(letter).contains("\"reason\":\"job " + bad + ": 400"));
          JsonNode failed = awaitEnd(on, "/v1/jobs/" + bad);
          assertThat(failed.path("status").asText()).isEqualTo("failed");
          assertThat(failed.at("/error/message").asText()).isNotEmpty();
        });
  }

  @Test
  void requestsAndAnswersTooLargeForAMessageAreWhole() throws Exception {
    onEach(
        on -> {
          assertEchoed(on, "long ".repeat(60_000).strip());
        });
  }

  @Test
  void anAnswerInAnyAlphabetIsWholeInTheTable() throws Exception {
    onEach(
        on -> {
          assertEchoed(on, "größer 日本 \uD83D\uDE00 ".repeat(1500).strip());
        });
  }

  private static void assertEchoed(On on, String prompt) throws Exception {
    HttpResponse<String> accepted = Http.post(on.port(), "/v1/jobs", on.chat(prompt));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);

    JsonNode job = awaitEnd(on, accepted.headers().firstValue("location").orElseThrow());

    assertThat(text(job)).isEqualTo(prompt);
  }

  @Test
  void aResultThatAPlatformCannotReturnIsGotByALink() throws Exception {
    onEach(
        on -> {
          // The services are asked for streams, of which the emulators send a word at a time.
          String text = ("w".repeat(99_999) + " ").repeat(70).strip();
          on.says(text);
          HttpResponse<String> accepted = Http.post(on.port(), "/v1/jobs", on.chat("much"));
          String path = accepted.headers().firstValue("location").orElseThrow();

          JsonNode job = awaitEnd(on, path);

          assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("succeeded");
          assertThat(job.has("answer")).as(job.toString()).isFalse();
          assertThat(job.path("answer_bytes").asInt()).isGreaterThan(text.length());
          long left = job.path("answer_url_expires_at").asLong() - Instant.now().getEpochSecond();
          assertThat(left).isBetween(1L, 900L);
          String url = job.path("answer_url").asText();
          HttpResponse<String> got = fetch(url);
          assertThat(got.statusCode()).as(url).isEqualTo(200);
          assertThat(got.headers().firstValue("content-type")).contains("application/json");
          assertThat(got.headers().firstValue("content-disposition"))
              .contains("attachment; filename=\"" + job.path("id").asText() + ".json\"");
          assertThat(got.body().getBytes(StandardCharsets.UTF_8))
              .hasSize(job.path("answer_bytes").asInt());
          JsonNode answer = JSON.readTree(got.body());
          assertThat(answer.at("/choices/0/message/content").asText().equals(text)).isTrue();

          // Neither unsigned, nor signed by someone else, nor for longer, nor for another blob.
          for (String other :
              List.of(
                  url.substring(0, url.indexOf('?')),
                  url.replaceFirst("(Signature|sig)=[^&]{4}", "$1=0000"),
                  url.replaceFirst("Expires=900", "Expires=901").replaceFirst("([?&]se=)2", "$13"),
                  url.replaceFirst("/answer-1[?]", "/answer-2?"))) {
            assertThat(other).isNotEqualTo(url);
            assertThat(fetch(other).statusCode()).as(other).isBetween(400, 409);
          }
        });
  }

  @Test
  void halfASurrogatePairIsADeadLetter() throws Exception {
    onEach(
        on -> {
          on.queues().drain("dead");
          String id = UUID.randomUUID().toString();
          on.queues().send("jobs", message(id, on.chat("half \\ud83d")));

          JsonNode failed = awaitEnd(on, "/v1/jobs/" + id);

          String words = "'messages[0].content' holds half of a surrogate pair.";
          assertThat(failed.at("/error/message").asText()).isEqualTo(words);
          Eventually.holds(
              () -> on.queues().drain("dead"),
              letters -> letters.stream().anyMatch(letter -> letter.contains("400 " + words)));
        });
  }

  @Test
  void whatHasNotBegunIsCancelled() throws Exception {
    onEach(
        on -> {
          on.model().fault(Fault.always(new Failure.Throttle(OptionalInt.of(2))));
          HttpResponse<String> accepted = Http.post(on.port(), "/v1/jobs", on.chat("never said"));
          String path = accepted.headers().firstValue("location").orElseThrow();

          Eventually.holds(
              () -> Http.delete(on.port(), path).statusCode(), status -> status == 200);
          on.model().clearFault();

          JsonNode job = JSON.readTree(Http.get(on.port(), path).body());
          assertThat(job.path("status").asText()).isEqualTo("cancelled");
          String marker = UUID.randomUUID().toString();
          on.queues().send("jobs", message(marker, on.chat(marker)));
          awaitEnd(on, "/v1/jobs/" + marker);
          assertThat(JSON.readTree(Http.get(on.port(), path).body()).path("status").asText())
              .isEqualTo("cancelled");
        });
  }

  @Test
  void aPlainCallUnderAKeyIsPaidForOnce() throws Exception {
    onEach(
        on -> {
          String key = UUID.randomUUID().toString();
          HttpResponse<String> first = call(on, key, on.chat(key));
          HttpResponse<String> second = call(on, key, on.chat(key));

          assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
          assertThat(second.body()).isEqualTo(first.body());
          assertThat(second.headers().firstValue("x-trefoil-stored")).contains("true");
          assertThat(calls(on, key)).isEqualTo(1);
          assertThat(call(on, key, on.chat("other")).statusCode()).isEqualTo(422);
        });
  }

  private static HttpResponse<String> call(On on, String key, String body) throws Exception {
    return Http.send(
        Http.to(on.port(), "/v1/chat/completions")
            .header("idempotency-key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  /** As anyone would who has been given a link. */
  private static HttpResponse<String> fetch(String url) throws Exception {
    return clouds
        .client()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  static String message(String id, String request) {
    return "{\"id\":\"" + id + "\",\"request\":" + request + "}";
  }

  private static String text(JsonNode job) {
    return job.at("/answer/choices/0/message/content").asText();
  }

  static long calls(On on, String prompt) {
    return on.model().journal().stream()
        .filter(entry -> entry.body().toString().contains(prompt))
        .count();
  }

  static JsonNode awaitEnd(On on, String path) throws Exception {
    return Eventually.holds(
        () -> JSON.readTree(Http.get(on.port(), path).body()),
        job -> List.of("succeeded", "failed").contains(job.path("status").asText()));
  }
}
