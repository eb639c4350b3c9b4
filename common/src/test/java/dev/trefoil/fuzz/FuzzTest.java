package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty thousand chat requests, each right or wrong by construction, or odd where services differ,
 * through the whole core and the vendors' clients to emulators that refuse what their services
 * refuse. Every right one is answered; no wrong one reaches a service, fails inside, or hangs; an
 * odd one is answered or refused.
 *
 * <p>{@code -Dtrefoil.fuzz.seed=N} and {@code -Dtrefoil.fuzz.bodies=N} draw others. A form of the
 * core that has a way in of its own is tried by a subclass.
 */
@Timeout(300)
class FuzzTest {
  private static final int USUAL_BODIES = 20_000;
  private static final int BODIES = Integer.getInteger("trefoil.fuzz.bodies", USUAL_BODIES);
  private static final int HUGE = 500_000;

  /** So many requests have every field in one of them. */
  private static final int TRIED = 300;

  /** Of a form: its way in is one for all fields. */
  private static final int FEW = 60;

  /** Fewer than there are with any seed. */
  private static final int WAYS = 450;

  private static final List<Subject> SUBJECTS = List.of(Subject.values());
  private static final Set<String> REASONS =
      Set.of("stop", "length", "tool_calls", "content_filter");

  private final Set<String> ways = ConcurrentHashMap.newKeySet();
  private EmulatedServices services;
  private HttpHandler core;

  @BeforeEach
  void start() throws Exception {
    services = new EmulatedServices();
    core = through(services.http());
  }

  @AfterEach
  void stop() throws Exception {
    services.close();
  }

  /** The core as calls reach it. */
  HttpHandler through(HttpHandler handler) throws Exception {
    return handler;
  }

  int bodies() {
    return BODIES;
  }

  /** Of four cases one is right; of five wrong ones one is of what the service cannot do. */
  private static boolean isRight(int number) {
    return number % 4 == 0;
  }

  /** Of four right ones one becomes odd. */
  private static boolean isOdd(int number) {
    return number % 16 == 0;
  }

  private static boolean isUntaken(int number) {
    return !isRight(number) && number % 5 == 0;
  }

  private static Subject subject(int number) {
    return SUBJECTS.get(number / 15 % SUBJECTS.size());
  }

  @Test
  void everyRightRequestIsAnsweredAndNoWrongOneReachesAModel() throws InterruptedException {
    System.out.println("fuzz: seed " + Volley.SEED + ", " + bodies() + " bodies");
    Tally invalid = new Tally();
    Tally untaken = new Tally();
    Tally odd = new Tally();
    Tally valid = new Tally();
    Volley.run(
        "invalid", bodies(), invalid, n -> !isRight(n) && !isUntaken(n), n -> invalid(n, invalid));
    Volley.run(
        "refused by table", bodies(), untaken, FuzzTest::isUntaken, n -> untaken(n, untaken));
    assertThat(invalid.wrongs()).isEmpty();
    assertThat(untaken.wrongs()).isEmpty();
    assertThat(services.requests()).as("requests that reached a model").isEmpty();
    Volley.run("valid", bodies(), valid, n -> isRight(n) && !isOdd(n), n -> valid(n, valid));
    Volley.run("odd", bodies(), odd, FuzzTest::isOdd, n -> odd(n, odd));
    System.out.println("fuzz: " + ways.size() + " ways to be invalid");

    assertThat(valid.wrongs()).isEmpty();
    assertThat(odd.wrongs()).isEmpty();
    assertThat(valid.total())
        .as("answered with 200")
        .isEqualTo((bodies() + 3) / 4 - (bodies() + 15) / 16);
    assertThat(valid.total() + odd.total() + untaken.total() + invalid.total()).isEqualTo(bodies());
    if (bodies() >= USUAL_BODIES) {
      assertThat(ChatFields.TABLE.unspoiled(ways)).as("fields that were never wrong").isEmpty();
      assertThat(ways).hasSizeGreaterThan(WAYS);
    }
  }

  /** Which of them a service takes is its own to say, but it is said. */
  @Test
  void aHugeTextInAnyFieldIsAnsweredOrRefusedAndNothingElse() {
    Tally tally = new Tally();
    int tried = bodies() >= USUAL_BODIES ? TRIED : FEW;
    for (Subject subject : SUBJECTS) {
      Set<String> done = new HashSet<>();
      for (int number = 0; number < tried; number++) {
        ObjectNode body = ValidChat.make(Chance.of(Volley.SEED, number), subject);
        for (Optional<Bad> huge = Spoiler.huge(body.deepCopy(), HUGE, done);
            huge.isPresent();
            huge = Spoiler.huge(body.deepCopy(), HUGE, done)) {
          RecordedResponse response = Caller.chat(core, huge.get().body());
          tally.count(subject + " " + response.status());
          if (response.status() != 200 && !Set.of(400, 404).contains(response.status())) {
            Sent sent = Sent.chat(Json.bytes(body));
            tally.wrong(Answers.described(number, huge.get().how(), sent, response));
          }
        }
      }
    }
    System.out.println("fuzz: texts of " + HUGE + " letters\n" + tally);
    assertThat(tally.wrongs()).isEmpty();
  }

  /** The largest schema that the door lets through is more than some services take. */
  @Test
  void aSchemaAtABoundIsAnsweredOrRefusedByName() {
    Tally tally = new Tally();
    for (Subject subject : SUBJECTS) {
      for (Bound bound : Bound.ALL) {
        ObjectNode body = Json.object("{'messages':[{'role':'user','content':'hi'}]}");
        body.put("model", subject.target());
        // Each bound is met in both places, by turns.
        bound.reach(body, (subject.ordinal() + bound.ordinal()) % 2 == 0);
        Sent sent = Sent.chat(Json.bytes(body));
        RecordedResponse response = Caller.send(core, sent);
        String fault =
            response.status() == 200
                ? Answers.headerFault(response)
                : Answers.errorFault(response, 400, "unsupported_parameter");
        if (fault.isEmpty()) {
          tally.count(subject + " " + response.status());
        } else {
          tally.wrong(Answers.described(0, subject + " " + bound + ": " + fault, sent, response));
        }
      }
    }
    System.out.println("fuzz: schemas at a bound\n" + tally);
    assertThat(tally.wrongs()).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedUnread() {
    byte[] body = new byte[(1 << 24) + 1];
    Arrays.fill(body, (byte) ' ');
    assertThat(Caller.chat(core, body).status()).isEqualTo(413);
  }

  private void valid(int number, Tally tally) {
    Subject subject = subject(number);
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidChat.make(chance, subject);
    Sent sent = Sent.chat(chance.oneIn(2) ? Json.bytes(body) : Json.unescaped(body));
    RecordedResponse response = Caller.send(core, sent);
    boolean streamed = body.path("stream").asBoolean();
    String fault = response.status() == 200 ? answerFault(body, response) : "not answered";
    if (fault.isEmpty()) {
      tally.count(subject.target() + (streamed ? " streamed" : " whole"));
    } else {
      tally.wrong(Answers.described(number, subject + ": " + fault, sent, response));
    }
  }

  private void odd(int number, Tally tally) {
    Subject subject = subject(number);
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidChat.make(chance, subject);
    String how = Oddity.any(chance, body);
    Sent sent = Sent.chat(Json.bytes(body));
    RecordedResponse response = Caller.send(core, sent);
    String fault =
        response.status() == 200 ? answerFault(body, response) : oddRefusalFault(response);
    if (fault.isEmpty()) {
      tally.count(how + " " + response.status());
    } else {
      tally.wrong(Answers.described(number, subject + " " + how + ": " + fault, sent, response));
    }
  }

  /** A service's own refusal may not name a field; ours does. */
  private static String oddRefusalFault(RecordedResponse response) {
    String fault = Answers.errorFault(response, 400, "");
    if (!fault.isEmpty()) {
      return fault;
    }
    boolean ours = response.header("x-trefoil-attempts").equals("0");
    String param = Json.read(response.body()).path("error").path("param").asText("");
    return ours && param.isEmpty() ? "names no field" : "";
  }

  private static String answerFault(ObjectNode body, RecordedResponse response) {
    String fault = Answers.headerFault(response);
    if (!fault.isEmpty()) {
      return fault;
    }
    return body.path("stream").asBoolean() ? streamFault(response) : wholeFault(body, response);
  }

  private static String streamFault(RecordedResponse response) {
    if (!response.body().endsWith("data: [DONE]\n\n")) {
      return "the stream ends without its mark";
    }
    return response.body().contains("\"finish_reason\":\"") ? "" : "no finish_reason";
  }

  private static String wholeFault(ObjectNode body, RecordedResponse response) {
    JsonNode choices = Json.read(response.body()).path("choices");
    if (choices.size() != body.path("n").asInt(1)) {
      return choices.size() + " choices";
    }
    for (JsonNode choice : choices) {
      if (!REASONS.contains(choice.path("finish_reason").asText())) {
        return "no finish_reason";
      }
    }
    return "";
  }

  private void invalid(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidChat.make(chance, subject(number));
    Bad bad =
        switch (chance.below(24)) {
          case 0, 1, 2, 3 -> Breakage.any(chance, body);
          case 4, 5, 6 -> Misuse.any(chance, body);
          case 7 -> Bound.passed(chance, body);
          default -> Spoiler.spoil(chance, ChatFields.TABLE, body);
        };
    ways.add(bad.how());
    refused(core, number, bad, "", tally);
  }

  private void untaken(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    Subject subject = subject(number);
    Bad bad = Untaken.any(chance, subject, ValidChat.make(chance, subject));
    ways.add(bad.how());
    refused(services.strict(), number, bad, "unsupported_parameter", tally);
  }

  private static void refused(HttpHandler http, int number, Bad bad, String code, Tally tally) {
    Sent sent = Sent.chat(bad.body());
    RecordedResponse response = Caller.send(http, sent);
    String fault = Answers.refusalFault(response, bad, code);
    if (fault.isEmpty()) {
      tally.count(
          code.isEmpty()
              ? response.status() + " " + Json.read(response.body()).at("/error/code").asText()
              : bad.how());
    } else {
      tally.wrong(Answers.described(number, bad.how() + ": " + fault, sent, response));
    }
  }
}
