package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.pairs.MessageEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty thousand requests of Messages, half of them of the shape that Claude Code sends, each
 * right or wrong by construction, through the whole core to the emulators. Every right one is
 * answered; no wrong one reaches a service, fails inside, or hangs, and its error is in Anthropic's
 * form and names what is wrong.
 */
@Timeout(300)
class MessagesFuzzTest {
  private static final int USUAL_BODIES = 20_000;
  private static final int BODIES = Integer.getInteger("trefoil.fuzz.bodies", USUAL_BODIES);
  private static final List<Subject> SUBJECTS = List.of(Subject.values());
  private static final Set<String> REASONS =
      Set.of("end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal");
  private static final Pattern NAMED = Pattern.compile("'([^']*)'");

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

  /** Of ten cases one is right. */
  private static boolean isRight(int number) {
    return number % 10 == 0;
  }

  private static Subject subject(int number) {
    return SUBJECTS.get(number / 10 % SUBJECTS.size());
  }

  @Test
  void everyRightRequestIsAnsweredAndNoWrongOneReachesAModel() throws InterruptedException {
    Tally invalid = new Tally();
    Tally valid = new Tally();
    Volley.run("messages, invalid", BODIES, invalid, n -> !isRight(n), n -> invalid(n, invalid));
    assertThat(invalid.wrongs()).isEmpty();
    assertThat(services.requests()).as("requests that reached a model").isEmpty();
    Volley.run("messages, valid", BODIES, valid, MessagesFuzzTest::isRight, n -> valid(n, valid));

    assertThat(valid.wrongs()).isEmpty();
    assertThat(valid.total() + invalid.total()).isEqualTo(BODIES);
    if (BODIES >= USUAL_BODIES) {
      assertThat(MessagesFields.TABLE.unspoiled(ways)).as("fields that were never wrong").isEmpty();
    }
  }

  private static Sent sent(byte[] body) {
    return Sent.post("/v1/messages", body);
  }

  private void invalid(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidMessages.make(chance, subject(number));
    Bad bad =
        switch (chance.below(16)) {
          case 0, 1 -> Breakage.any(chance, body);
          case 2, 3 -> MessagesMisuse.any(chance, body);
          default -> Spoiler.spoil(chance, MessagesFields.TABLE, body);
        };
    ways.add(bad.how());
    RecordedResponse response = Caller.send(services.http(), sent(bad.body()));
    String fault = refusalFault(response, bad);
    if (fault.isEmpty()) {
      tally.count(Integer.toString(response.status()));
    } else {
      tally.wrong(Answers.described(number, bad.how() + ": " + fault, sent(bad.body()), response));
    }
  }

  private static String refusalFault(RecordedResponse response, Bad bad) {
    if (response.status() != bad.status()) {
      return "status " + response.status();
    }
    JsonNode body = Json.read(response.body());
    String message = body.path("error").path("message").asText();
    if (!body.path("type").asText().equals("error")
        || !body.path("error").path("type").asText().endsWith("_error")
        || message.isEmpty()
        || !body.path("request_id").asText().equals(response.header("request-id"))) {
      return "not an error of Anthropic's form";
    }
    Matcher named = NAMED.matcher(message);
    boolean blamed = bad.place().isEmpty();
    while (!blamed && named.find()) {
      blamed = bad.isBlamedBy(named.group(1));
    }
    return blamed ? Answers.headerFault(response) : "does not blame " + bad.place();
  }

  private void valid(int number, Tally tally) {
    Subject subject = subject(number);
    ObjectNode body = ValidMessages.make(Chance.of(Volley.SEED, number), subject);
    RecordedResponse response = Caller.send(services.http(), sent(Json.bytes(body)));
    boolean streamed = body.path("stream").asBoolean();
    String fault = response.status() == 200 ? Answers.headerFault(response) : "not answered";
    if (fault.isEmpty()) {
      JsonNode message =
          streamed ? MessageEvents.joined(response.body()) : Json.read(response.body());
      fault =
          REASONS.contains(message.path("stop_reason").asText())
                  && message.path("usage").path("output_tokens").isInt()
              ? ""
              : "no message";
    }
    if (fault.isEmpty()) {
      tally.count(subject.target() + (streamed ? " streamed" : " whole"));
    } else {
      tally.wrong(
          Answers.described(number, subject + ": " + fault, sent(Json.bytes(body)), response));
    }
  }
}
