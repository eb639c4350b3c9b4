package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.pairs.ResponseEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty thousand requests of Responses, each right or wrong by construction, half of them of the
 * shapes that clients send. Every right one is answered, event by event as the strictest client
 * wants it; no wrong one reaches a service, fails inside, or hangs. Draws as {@link FuzzTest} does.
 */
@Timeout(300)
class ResponsesFuzzTest {
  private static final int USUAL_BODIES = 20_000;
  private static final int BODIES = Integer.getInteger("trefoil.fuzz.bodies", USUAL_BODIES);

  /** Fewer than there are with any seed. */
  private static final int WAYS = 450;

  /** A model that is spoken to in this form itself. */
  private static final String NATIVE = "responses/gpt-6-sol";

  private static final List<Subject> SUBJECTS = List.of(Subject.values());

  private final Set<String> ways = ConcurrentHashMap.newKeySet();
  private EmulatedServices services;

  @BeforeEach
  void start() {
    services = new EmulatedServices();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  /** One of ten: they take most of the time, and what services take of them is tried for chat. */
  private static boolean isRight(int number) {
    return number % 10 == 0;
  }

  @Test
  void everyRightRequestIsAnsweredAndNoWrongOneReachesAModel() throws InterruptedException {
    System.out.println("fuzz: seed " + Volley.SEED + ", " + BODIES + " bodies");
    Tally invalid = new Tally();
    Tally valid = new Tally();
    Volley.run("invalid", BODIES, invalid, n -> !isRight(n), n -> invalid(n, invalid));
    assertThat(invalid.wrongs()).isEmpty();
    assertThat(services.requests()).as("requests that reached a model").isEmpty();
    Volley.run("valid", BODIES, valid, ResponsesFuzzTest::isRight, n -> valid(n, valid));
    System.out.println("fuzz: " + ways.size() + " ways to be invalid");

    assertThat(valid.wrongs()).isEmpty();
    assertThat(valid.total() + invalid.total()).isEqualTo(BODIES);
    if (BODIES >= USUAL_BODIES) {
      assertThat(ResponsesFields.TABLE.unspoiled(ways)).as("fields never wrong").isEmpty();
      assertThat(ways).hasSizeGreaterThan(WAYS);
    }
  }

  private void valid(int number, Tally tally) {
    Subject subject = SUBJECTS.get(number / 10 % SUBJECTS.size());
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidResponses.make(chance, subject);
    if (subject == Subject.AZURE && number % 4 == 0) { // Neither hears.
      body.put("model", NATIVE);
    }
    Sent sent = Sent.responses(chance.oneIn(2) ? Json.bytes(body) : Json.unescaped(body));
    RecordedResponse response = Caller.send(services.http(), sent);
    boolean streamed = body.path("stream").asBoolean();
    String fault = response.status() == 200 ? Answers.headerFault(response) : "not answered";
    if (fault.isEmpty()) {
      fault = fault(response, streamed);
    }
    if (fault.isEmpty()) {
      tally.count(body.path("model").asText() + (streamed ? " streamed" : " whole"));
    } else {
      tally.wrong(Answers.described(number, subject + ": " + fault, sent, response));
    }
  }

  private static String fault(RecordedResponse response, boolean streamed) {
    JsonNode own;
    try {
      own = streamed ? ResponseEvents.read(response.body()).response() : Json.read(response.body());
    } catch (IllegalArgumentException e) {
      return "out of place: " + e.getMessage();
    }
    if (!Set.of("completed", "incomplete").contains(own.path("status").asText())) {
      return "status " + own.path("status");
    }
    return own.path("output").isEmpty() && own.path("status").asText().equals("completed")
        ? "no output"
        : "";
  }

  private void invalid(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidResponses.make(chance, SUBJECTS.get(number % SUBJECTS.size()));
    Bad bad =
        switch (chance.below(12)) {
          case 0 -> Breakage.any(chance, body);
          case 1, 2 -> ResponsesMisuse.any(chance, body);
          default -> Spoiler.spoil(chance, ResponsesFields.TABLE, body);
        };
    ways.add(bad.how());
    Sent sent = Sent.responses(bad.body());
    RecordedResponse response = Caller.send(services.http(), sent);
    String fault = Answers.refusalFault(response, bad, "");
    if (fault.isEmpty()) {
      tally.count(response.status() + " " + Json.read(response.body()).at("/error/code").asText());
    } else {
      tally.wrong(Answers.described(number, bad.how() + ": " + fault, sent, response));
    }
  }
}
