package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.net.GuardedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those who wait for a job and are no queue, over HTTP as it is spoken. */
class CallbacksTest extends JobFixture {
  private record Told(String path, Map<String, String> headers, JsonNode body) {}

  private final List<Told> told = new ArrayList<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private String answer = "{}";
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> headers.put(name, values.getFirst()));
          told.add(
              new Told(
                  exchange.getRequestURI().toString(),
                  headers,
                  JSON.readTree(exchange.getRequestBody())));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("location", "/elsewhere");
          exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.poll(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    callbacks =
        Map.of(
            "done", new CallbackSettings.Queue("done-queue"),
            "hook", new CallbackSettings.Webhook(Set.of("127.0.0.1"), false, true),
            "google", new CallbackSettings.Webhook(Set.of("127.0.0.1"), true, true),
            "apps", new CallbackSettings.Webhook(Set.of("*.logic.azure.com"), false, false),
            "steps", new CallbackSettings.StepFunctions("eu-central-1"));
    callbackServices =
        new CallbackServices() {
          @Override
          public URI stepFunctions(String region) {
            return URI.create(address("/"));
          }

          @Override
          public RequestSigner aws(String region) {
            return (uri, body, gone) -> Map.of("Authorization", "AWS4-HMAC-SHA256 of " + region);
          }

          @Override
          public RequestSigner google() {
            return (uri, body, gone) -> Map.of("Authorization", "Bearer ya29");
          }

          @Override
          public GuardedHttp http() {
            return GuardedHttp.system();
          }
        };
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private String submit(String callback, String token) throws IOException {
    assertThat(
            post(
                    "/v1/jobs",
                    HI,
                    Map.of("x-trefoil-callback", callback, "x-trefoil-callback-token", token))
                .status())
        .isEqualTo(202);
    return onlyMessage();
  }

  @Test
  void aWebhookIsToldTheJobWithItsAnswerOnce() throws IOException {
    String message = submit("hook", address("/runs/7?sig=secret"));

    deliver("m1", message);
    deliver("m1", message);

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().path()).isEqualTo("/runs/7?sig=secret");
    assertThat(told.getFirst().headers()).containsEntry("content-type", "application/json");
    assertThat(told.getFirst().headers()).doesNotContainKey("authorization");
    assertThat(told.getFirst().body())
        .isEqualTo(JSON.readTree(get("/v1/jobs/" + id(message)).body()));
    assertThat(told.getFirst().body().path("answer").path("object").asText())
        .isEqualTo("chat.completion");
  }

  @Test
  void aWebhookOfGoogleIsToldByWhom() throws IOException {
    deliver("m1", submit("google", address("/")));

    assertThat(told.getFirst().headers()).containsEntry("authorization", "Bearer ya29");
  }

  @Test
  void aWebhookThatIsBrokenIsToldWhenTheMessageComesBackAndNothingIsPaidTwice() throws IOException {
    statuses.add(503);
    statuses.add(429);
    String message = submit("hook", address("/"));

    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);
    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);
    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(told).hasSize(3);
    assertThat(model.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404", "410", "302", "401"})
  void aWebhookThatWaitsNoMoreIsToldOnceAndNowhereElse(int status) throws IOException {
    statuses.add(status);
    String message = submit("hook", address("/"));

    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(told).extracting(Told::path).containsExactly("/");
  }

  @Test
  void aTaskOfStepFunctionsSucceedsWithTheJob() throws IOException {
    String message = submit("steps", "AQCkAAAA");

    deliver("m1", message);

    assertThat(told).hasSize(1);
    Told call = told.getFirst();
    assertThat(call.headers())
        .containsEntry("x-amz-target", "AWSStepFunctions.SendTaskSuccess")
        .containsEntry("content-type", "application/x-amz-json-1.0")
        .containsEntry("authorization", "AWS4-HMAC-SHA256 of eu-central-1");
    assertThat(call.body().path("taskToken").asText()).isEqualTo("AQCkAAAA");
    assertThat(JSON.readTree(call.body().path("output").asText()))
        .isEqualTo(JSON.readTree(get("/v1/jobs/" + id(message)).body()));
  }

  @Test
  void aTaskOfAFailedJobFails() throws IOException {
    post(
        "/v1/jobs",
        HI.replace("\"chat\"", "\"nobody\""),
        Map.of("x-trefoil-callback", "steps", "x-trefoil-callback-token", "AQCkAAAA"));

    assertThat(deliver("m1", onlyMessage())).isInstanceOf(Reject.class);

    Told call = told.getFirst();
    assertThat(call.headers()).containsEntry("x-amz-target", "AWSStepFunctions.SendTaskFailure");
    assertThat(call.body().path("error").asText()).isEqualTo("Trefoil.JobFailed");
    assertThat(JSON.readTree(call.body().path("cause").asText()).path("status").asText())
        .isEqualTo("failed");
  }

  @Test
  void aTaskThatTimedOutIsNotToldAgain() throws IOException {
    statuses.add(400);
    answer = "{\"__type\":\"TaskTimedOut\",\"message\":\"Task Timed Out\"}";
    String message = submit("steps", "AQCkAAAA");

    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(told).hasSize(1);
  }

  @Test
  void aMessageThatIsSentAnewWithAnotherTokenIsToldThatOne() {
    String first =
        "{\"id\":\"file-7\",\"request\":"
            + HI
            + ",\"callback\":\"steps\",\"callbackToken\":\"one\"}";

    assertThat(deliver("m1", first)).isEqualTo(new Ack());
    assertThat(deliver("m2", first.replace("one", "two"))).isEqualTo(new Ack());

    assertThat(told)
        .extracting(call -> call.body().path("taskToken").asText())
        .containsExactly("one", "two");
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void aLongAnswerIsToldByALink() throws IOException {
    model = ScriptedModel.answering(new TextDelta("long ".repeat(30_000)), STOP, END);

    deliver("m1", submit("hook", address("/")));

    JsonNode body = told.getFirst().body();
    assertThat(body.has("answer")).isFalse();
    assertThat(body.path("answer_url").asText()).isNotEmpty();
    assertThat(body.path("answer_bytes").asLong()).isGreaterThan(150_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody||x-trefoil-callback names none of jobs.callbacks.",
        "|x|x-trefoil-callback-token is said without x-trefoil-callback.",
        "done|x|x-trefoil-callback-token is not for a callback that is a queue.",
        "steps||x-trefoil-callback-token must be the task's token, of at most 2048 characters.",
        "hook||x-trefoil-callback-token must be an address, of at most 2048 characters.",
        "hook|a b|x-trefoil-callback-token is not an address.",
        "hook|/here|x-trefoil-callback-token is not an address of a host, without a user and a fragment.",
        "hook|http://me@127.0.0.1/|x-trefoil-callback-token is not an address of a host, without a user and a fragment.",
        "hook|ftp://127.0.0.1/|x-trefoil-callback-token is not an https address.",
        "hook|http://localhost/|x-trefoil-callback-token has a host that the callback's hosts do not name.",
        "apps|http://a.logic.azure.com/|x-trefoil-callback-token is not an https address.",
        "apps|https://a.logic.azure.com:8443/|x-trefoil-callback-token has another port than 443.",
        "apps|https://logic.azure.com/|x-trefoil-callback-token has a host that the callback's hosts do not name.",
        "apps|https://logic.azure.com.example/|x-trefoil-callback-token has a host that the callback's hosts do not name.",
      })
  void whatIsWrongWithACallbackIsSaidAtOnce(String name, String token, String words)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    if (name != null) {
      headers.put("x-trefoil-callback", name);
    }
    if (token != null) {
      headers.put("x-trefoil-callback-token", token);
    }

    RecordedResponse response = post("/v1/jobs", HI, headers);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("invalid_header", words);
    assertThat(memory.sent()).isEmpty();
  }

  @Test
  void aHostBelowTheWildcardIsOne() throws IOException {
    assertThat(
            post(
                    "/v1/jobs",
                    HI,
                    Map.of(
                        "x-trefoil-callback",
                        "apps",
                        "x-trefoil-callback-token",
                        "https://prod-01.westeurope.logic.azure.com/workflows/7?sig=x"))
                .status())
        .isEqualTo(202);
  }
}
