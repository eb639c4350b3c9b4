package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty thousand requests, each right or wrong by construction, through the whole core and the
 * vendors' clients to emulators that refuse what their services refuse. Every right one is
 * answered; no wrong one reaches a service, fails inside, or hangs.
 *
 * <p>{@code -Dtrefoil.fuzz.seed=N} and {@code -Dtrefoil.fuzz.bodies=N} draw others.
 */
@Timeout(300)
class FuzzTest {
  private static final long SEED = Long.getLong("trefoil.fuzz.seed", 20_261_122L);
  private static final int BODIES = Integer.getInteger("trefoil.fuzz.bodies", 20_000);
  private static final int AT_ONCE = 48;
  private static final int SHOWN = 3_000;
  private static final int HUGE = 500_000;

  /** So many requests have every field in one of them. */
  private static final int TRIED = 300;

  private static final List<Subject> SUBJECTS = List.of(Subject.values());
  private static final Set<String> REASONS =
      Set.of("stop", "length", "tool_calls", "content_filter");

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

  /** Of three cases one is right; of five wrong ones one is of what the service cannot do. */
  private static boolean isRight(int number) {
    return number % 3 == 0;
  }

  private static boolean isUntaken(int number) {
    return !isRight(number) && number % 5 == 0;
  }

  private static Subject subject(int number) {
    return SUBJECTS.get(number / 15 % SUBJECTS.size());
  }

  @Test
  void everyRightRequestIsAnsweredAndNoWrongOneReachesAModel() throws InterruptedException {
    System.out.println("fuzz: seed " + SEED + ", " + BODIES + " bodies");
    Tally invalid = new Tally();
    Tally untaken = new Tally();
    Tally valid = new Tally();
    run("invalid", invalid, n -> !isRight(n) && !isUntaken(n), n -> invalid(n, invalid));
    run("refused by table", untaken, FuzzTest::isUntaken, n -> untaken(n, untaken));
    assertNothingSent();
    run("valid", valid, FuzzTest::isRight, n -> valid(n, valid));
    System.out.println("fuzz: " + ways.size() + " ways to be invalid");

    assertThat(invalid.wrongs()).isEmpty();
    assertThat(untaken.wrongs()).isEmpty();
    assertThat(valid.wrongs()).isEmpty();
    assertThat(valid.total() + untaken.total() + invalid.total()).isEqualTo(BODIES);
    assertThat(unspoiledFields()).as("fields that were never made wrong").isEmpty();
  }

  /** Which of them a service takes is its own to say, but it is said. */
  @Test
  void aHugeTextInAnyFieldIsAnsweredOrRefusedAndNothingElse() {
    Tally tally = new Tally();
    for (Subject subject : SUBJECTS) {
      Set<String> done = new HashSet<>();
      for (int number = 0; number < TRIED; number++) {
        ObjectNode body = ValidChat.make(Chance.of(SEED, number), subject);
        for (Optional<Bad> huge = Spoiler.huge(body.deepCopy(), HUGE, done);
            huge.isPresent();
            huge = Spoiler.huge(body.deepCopy(), HUGE, done)) {
          RecordedResponse response = Caller.chat(services.http(), huge.get().body());
          tally.count(subject + " " + response.status());
          if (response.status() != 200 && !Set.of(400, 404).contains(response.status())) {
            tally.wrong(described(number, huge.get().how(), Json.bytes(body), response));
          }
        }
      }
    }
    System.out.println("fuzz: texts of " + HUGE + " letters\n" + tally);
    assertThat(tally.wrongs()).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedUnread() {
    byte[] body = new byte[(1 << 24) + 1];
    Arrays.fill(body, (byte) ' ');
    assertThat(Caller.chat(services.http(), body).status()).isEqualTo(413);
  }

  private void run(String name, Tally tally, IntPredicate which, IntConsumer call)
      throws InterruptedException {
    long start = System.nanoTime();
    Semaphore free = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < BODIES; n++) {
        if (which.test(n)) {
          int number = n;
          free.acquire();
          threads.execute(
              () -> {
                try {
                  call.accept(number);
                } catch (RuntimeException | Error e) {
                  tally.wrong("case " + number + " threw " + e);
                } finally {
                  free.release();
                }
              });
        }
      }
    }
    System.out.printf(
        "fuzz: %s: %d in %d ms%n%s%n",
        name, tally.total(), (System.nanoTime() - start) / 1_000_000, tally);
  }

  private void valid(int number, Tally tally) {
    Subject subject = subject(number);
    ObjectNode body = ValidChat.make(Chance.of(SEED, number), subject);
    byte[] bytes = Json.bytes(body);
    RecordedResponse response = Caller.chat(services.http(), bytes);
    String fault =
        response.status() != 200
            ? "status " + response.status()
            : body.path("stream").asBoolean() ? streamFault(response) : answerFault(body, response);
    if (fault.isEmpty()) {
      tally.count(subject.target() + (body.path("stream").asBoolean() ? " streamed" : " whole"));
    } else {
      tally.wrong(described(number, "valid for " + subject + ": " + fault, bytes, response));
    }
  }

  private static String streamFault(RecordedResponse response) {
    if (!response.body().endsWith("data: [DONE]\n\n")) {
      return "the stream ends without its mark";
    }
    return response.body().contains("\"finish_reason\":\"") ? "" : "no finish_reason";
  }

  private static String answerFault(ObjectNode body, RecordedResponse response) {
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
    Chance chance = Chance.of(SEED, number);
    ObjectNode body = ValidChat.make(chance, subject(number));
    Bad bad =
        switch (chance.below(8)) {
          case 0 -> Breakage.any(chance, body);
          case 1 -> Misuse.any(chance, body);
          default -> Spoiler.spoil(chance, body);
        };
    ways.add(bad.how());
    refused(number, bad, tally, "");
  }

  private void untaken(int number, Tally tally) {
    Chance chance = Chance.of(SEED, number);
    Subject subject = subject(number);
    Bad bad = Untaken.any(chance, subject, ValidChat.make(chance, subject));
    refused(number, bad, tally, "unsupported_parameter");
  }

  private void refused(int number, Bad bad, Tally tally, String code) {
    RecordedResponse response = Caller.chat(services.http(), bad.body());
    String fault = refusalFault(bad, response, code);
    if (fault.isEmpty()) {
      JsonNode error = Json.read(response.body()).path("error");
      tally.count(
          code.isEmpty()
              ? response.status() + " " + error.path("code").asText()
              : bad.how() + ": " + error.path("param").asText());
    } else {
      tally.wrong(described(number, bad.how() + ": " + fault, bad.body(), response));
    }
  }

  private static String refusalFault(Bad bad, RecordedResponse response, String code) {
    if (response.status() != bad.status()) {
      return "status " + response.status();
    }
    JsonNode error = Json.read(response.body()).path("error");
    String param = error.path("param").asText("");
    if (!error.path("message").isTextual() || !error.path("type").isTextual()) {
      return "not an error of OpenAI's form";
    }
    if (!code.isEmpty() && !error.path("code").asText().equals(code)) {
      return "code " + error.path("code");
    }
    return bad.isBlamedBy(param) ? "" : "blames '" + param + "', not " + bad.place();
  }

  private void assertNothingSent() {
    for (String service : EmulatedServices.NAMES) {
      assertThat(services.controls(service).journal()).as(service).isEmpty();
    }
  }

  private List<String> unspoiledFields() {
    return BODIES < 20_000
        ? List.of()
        : Field.ALL.stream()
            .map(Field::place)
            .filter(place -> ways.stream().noneMatch(way -> way.startsWith(place + " ")))
            .toList();
  }

  private static String described(int number, String what, byte[] body, RecordedResponse response) {
    return String.format(
        Locale.ROOT,
        "case %d of seed %d: %s%n  %s%n  -> %s",
        number,
        SEED,
        what,
        shortened(new String(body, StandardCharsets.UTF_8)),
        shortened(response.body()));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " …";
  }
}
