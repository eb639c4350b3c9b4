package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.admin.BudgetsEndpoint;
import dev.trefoil.door.admin.CallsDoor;
import dev.trefoil.door.admin.CallsEndpoint;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.RecentCalls;
import dev.trefoil.health.Breaker;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.policy.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /v1/trefoil/calls}, by callers and by operators, as a list and as events. */
class CallsDoorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Caller ADA = Caller.of("ada", Optional.of("acme"), Optional.empty());
  private static final Caller BOB = new Caller("bob");
  private static final Caller OPS = new Caller("ops");
  private static final String EVENTS = "text/event-stream";

  private final RecentCalls recent = new RecentCalls();

  private RecordedResponse get(Caller caller, String query, String accept, FrontDoor through)
      throws IOException {
    return get(caller, query, accept, through, Optional.of(recent), true);
  }

  private static RecordedResponse get(
      Caller caller,
      String query,
      String accept,
      FrontDoor through,
      Optional<RecentCalls> held,
      boolean streamed)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    answer(caller, query, accept, through, held, streamed, response);
    return response;
  }

  private static void answer(
      Caller caller,
      String query,
      String accept,
      FrontDoor through,
      Optional<RecentCalls> held,
      boolean streamed,
      RecordedResponse response)
      throws IOException {
    new Endpoints(
            List.of(
                new EchoDoor(),
                new CallsDoor(
                    new CallsEndpoint(held, Set.of("ops"), streamed),
                    new BudgetsEndpoint(Optional.empty(), Set.of("ops")),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(1000),
            Optional.empty())
        .handle(
            new HttpCall(
                "GET",
                "/v1/trefoil/calls",
                new Query(query),
                new Headers().set("accept", accept),
                new ByteArrayInputStream(new byte[0]),
                Deadline.after(Duration.ofMinutes(1)),
                Optional.empty(),
                through),
            response);
  }

  private JsonNode list(Caller caller, String query) throws IOException {
    RecordedResponse response = get(caller, query, "application/json", FrontDoor.NONE);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static Attempt attempt(String target, String outcome, Optional<String> message) {
    return new Attempt(
        Target.parse(target).orElseThrow(),
        outcome,
        Optional.empty(),
        message,
        Duration.ofMillis(7),
        Optional.empty(),
        outcome.equals("ok") ? Optional.of(Duration.ofMillis(2)) : Optional.empty(),
        outcome.equals("ok") ? new Usage(10, 2) : Usage.NONE,
        false,
        outcome.equals("ok") ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
        Breaker.State.OPEN,
        "eu");
  }

  private static Subject subject(String id, Caller caller) {
    return new Subject(id, caller, Optional.empty(), "<b>chat", true, Instant.EPOCH);
  }

  /** Each attempt is a word of target, outcome, begin and end. */
  private void end(String id, Caller caller, String... attempts) {
    List<AttemptTimes> times = new ArrayList<>();
    List<Attempt> all = new ArrayList<>();
    for (String text : attempts) {
      String[] words = text.split(" ");
      Attempt one =
          attempt(
              words[0],
              words[1],
              words[1].equals("ok") ? Optional.empty() : Optional.of("account 4711"));
      all.add(one);
      times.add(
          new AttemptTimes(
              times.size() + 1,
              one,
              Duration.ofMillis(Long.parseLong(words[2])),
              Duration.ofMillis(Long.parseLong(words[3]))));
    }
    recent.accept(
        new CallEnded(
            subject(id, caller),
            Outcome.ANSWERED,
            new Trail(all),
            Duration.ofMillis(20),
            Optional.empty(),
            times));
  }

  @Test
  void aCallIsToldWithItsTrailAndTheTimesOfIt() throws IOException {
    end("r-1", ADA, "a/x timeout 0 5", "a/x throttled 6 8", "b/y timeout 9 15", "c/z ok 12 19");

    JsonNode call = list(OPS, "").path("data").path(0);

    assertThat(call.path("request_id").asText()).isEqualTo("r-1");
    assertThat(call.path("caller").asText()).isEqualTo("ada");
    assertThat(call.path("tenant").asText()).isEqualTo("acme");
    assertThat(call.path("route").asText()).isEqualTo("<b>chat");
    assertThat(call.path("ms").asDouble()).isEqualTo(20);
    assertThat(call.path("first_content_ms").asDouble()).isEqualTo(14);
    assertThat(call.path("prompt_tokens").asInt()).isEqualTo(10);
    assertThat(call.path("attempts").findValuesAsText("why"))
        .containsExactly("first", "retry", "fallback", "hedge");
    assertThat(call.path("attempts").findValuesAsText("start_ms"))
        .containsExactly("0.0", "6.0", "9.0", "12.0");
    assertThat(call.path("attempts").findValuesAsText("breaker")).containsOnly("open");
    assertThat(call.path("attempts").path(3).path("cost_usd").asDouble()).isEqualTo(0.5);
    assertThat(call.path("attempts").path(0).path("message").asText()).isEqualTo("account 4711");
  }

  @Test
  void anAnswerThatWasKeptHasNoTimes() throws IOException {
    recent.accept(
        new CallEnded(
            subject("r", ADA),
            Outcome.ANSWERED,
            new Trail(List.of(attempt("a/x", Attempt.CACHED, Optional.empty()))),
            Duration.ofMillis(1)));

    assertThat(list(OPS, "").path("data").path(0).path("attempts").findValuesAsText("why"))
        .containsExactly("cached");
  }

  @Test
  void callersSeeTheirOwnWithoutWhatServicesSaidOfFailures() throws IOException {
    end("r-1", ADA, "a/x timeout 0 5");
    end("r-2", BOB, "a/x ok 0 5");
    recent.accept(new BudgetWarning(subject("r-1", ADA), "the tenant acme: 83%"));

    JsonNode own = list(ADA, "");
    assertThat(own.path("data").findValuesAsText("request_id")).containsExactly("r-1");
    assertThat(own.toString()).doesNotContain("4711");
    assertThat(own.path("budget_warnings").findValuesAsText("warning"))
        .containsExactly("the tenant acme: 83%");
    assertThat(list(BOB, "").path("budget_warnings")).isEmpty();
    assertThat(list(OPS, "").path("data")).hasSize(2);
  }

  @Test
  void whoAsksAgainGetsWhatCameSince() throws IOException {
    end("r-1", ADA);
    end("r-2", ADA);
    JsonNode first = list(OPS, "limit=1");
    assertThat(first.path("has_more").asBoolean()).isTrue();

    String after = "after=" + first.path("next").asText();
    assertThat(list(OPS, after).path("data").findValuesAsText("request_id")).containsExactly("r-2");
    assertThat(list(OPS, "after=0aa-7&" + after).path("data")).hasSize(1);
    assertThat(list(OPS, "after=0aa-7").path("data"))
        .as("after a call of another process")
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "after=7, after",
    "after=a-b, after",
    "after=<script>, after",
    "limit=0, limit",
    "limit=1001, limit",
    "limit=x, limit"
  })
  void whatIsNoneIsRefusedByName(String query, String field) throws IOException {
    RecordedResponse response = get(OPS, query, "*/*", FrontDoor.NONE);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).startsWith(field + ": ");
  }

  @Test
  void eventsAreToldAsTheyCome() throws Exception {
    end("r-1", ADA, "a/x ok 0 5");
    RecordedResponse response = new RecordedResponse();
    Thread watching =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer(ADA, "", EVENTS, FrontDoor.NONE, Optional.of(recent), true, response);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    response.awaitSomethingSent();
    end("r-2", BOB);
    end("r-3", ADA);
    recent.close();
    watching.join();

    assertThat(response.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    List<String> events =
        List.of(response.body().split("\n\n")).stream()
            .filter(event -> event.startsWith("id: "))
            .toList();
    assertThat(events).hasSize(2);
    assertThat(events.getLast())
        .startsWith("id: " + recent.process() + "-3\nevent: call\ndata: {\"object\":")
        .contains("\"request_id\":\"r-3\"");
    assertThat(response.ended()).isTrue();
  }

  @Test
  void eventsGoOnAfterTheLastThatWasHeard() throws IOException {
    end("r-1", ADA);
    end("r-2", ADA);
    recent.close();

    RecordedResponse response =
        get(ADA, "after=" + recent.process() + "-1", EVENTS, FrontDoor.NONE);
    assertThat(response.body()).contains("r-2").doesNotContain("r-1");
  }

  @Test
  void whereEventsWouldBeHeldBackTheListIsGiven() throws IOException {
    end("r-1", ADA);

    assertThat(get(ADA, "", EVENTS, FrontDoor.BUFFERING).header("content-type"))
        .isEqualTo("application/json");
    assertThat(
            get(ADA, "", EVENTS, FrontDoor.NONE, Optional.of(recent), false).header("content-type"))
        .isEqualTo("application/json");
  }

  @Test
  void whereNoCallsAreHeldItIsSaid() throws IOException {
    RecordedResponse response = get(OPS, "", "*/*", FrontDoor.NONE, Optional.empty(), true);
    assertThat(response.status()).isEqualTo(501);
    assertThat(response.body()).contains("'console'");
  }
}
