package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.endpoints.CorsSettings;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend;
import dev.trefoil.pairs.EmulatedServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that are odd as HTTP: paths, methods, headers, origins, encodings. What must be answered is
 * known of each by construction; whatever it is, its headers are those that every client takes. A
 * form of the core that has a way in of its own is tried by a subclass.
 */
@Timeout(120)
class HttpFuzzTest {
  private static final int CALLS = 6_000;
  private static final int JOBS = 1_500;
  private static final int WAYS = 140;

  private final Set<String> ways = ConcurrentHashMap.newKeySet();
  private final MemoryBackend store = new MemoryBackend();
  private EmulatedServices services;
  private HttpHandler front;

  @BeforeEach
  void start() throws Exception {
    services = new EmulatedServices();
    front =
        through(
            services.front(
                new HttpSettings(
                    Optional.empty(),
                    OddBodies.MOST,
                    OptionalLong.of(1 << 30),
                    Optional.of(
                        new CorsSettings(
                            Set.of(OddOrigins.PAGE),
                            CorsSettings.METHODS,
                            Optional.empty(),
                            Duration.ZERO,
                            CorsSettings.EXPOSED))),
                store.backend()));
  }

  @AfterEach
  void stop() throws Exception {
    services.close();
  }

  /** The core as calls reach it. */
  HttpHandler through(HttpHandler handler) throws Exception {
    return handler;
  }

  /** Fewer ways to be odd than there are. */
  int ways() {
    return WAYS;
  }

  OddCall oddCall(int number) {
    Chance chance = Chance.of(Volley.SEED, number);
    return switch (number % 4) {
      case 0 -> OddPaths.any(chance);
      case 1 -> OddHeaders.any(chance, number);
      case 2 -> OddOrigins.any(chance);
      default -> OddBodies.any(chance);
    };
  }

  @Test
  void anOddCallIsTakenOrRefusedAsItMustBe() throws InterruptedException {
    Tally refused = new Tally();
    Tally taken = new Tally();
    Volley.run("odd", CALLS, refused, n -> oddCall(n).isRefused(), n -> send(n, refused));
    assertThat(refused.wrongs()).isEmpty();
    assertThat(services.requests()).as("requests that reached a model").isEmpty();
    Volley.run("odd but right", CALLS, taken, n -> !oddCall(n).isRefused(), n -> send(n, taken));

    assertThat(taken.wrongs()).isEmpty();
    assertThat(refused.total() + taken.total()).isEqualTo(CALLS);
    assertThat(taken.total()).isGreaterThan(CALLS / 3);
    assertThat(ways).hasSizeGreaterThan(ways());
    System.out.println("fuzz: " + ways.size() + " ways to be odd");
  }

  private void send(int number, Tally tally) {
    OddCall call = oddCall(number);
    RecordedResponse response = Caller.send(front, call.sent());
    ways.add(call.how());
    String fault = call.fault(response);
    if (fault.isEmpty()) {
      tally.count(response.status() + " " + call.how().split(" ")[0]);
    } else {
      tally.wrong(Answers.described(number, call.how() + ": " + fault, call.sent(), response));
    }
  }

  /** Headers tell the model's name and what was dropped, of which a caller may have much to say. */
  @Test
  void aLongNameIsToldInHeadersThatEveryDoorTakes() {
    for (String letter : List.of("m", "\u65e5", ",", "\"")) {
      String name = "openai/" + letter.repeat(505);
      ObjectNode body = Json.object("{'messages':[{'role':'user','content':'hi'}]}");
      Sent sent = Sent.chat(Json.bytes(body.put("model", name).put(letter.repeat(9_000), 1)));
      RecordedResponse response = Caller.send(front, sent);
      assertThat(response.status()).isEqualTo(200);
      assertThat(Answers.headerFault(response)).isEmpty();
    }
  }

  @Test
  void noWrongRequestBecomesAJob() throws InterruptedException {
    Tally invalid = new Tally();
    Tally valid = new Tally();
    Volley.run("invalid jobs", JOBS, invalid, n -> n % 3 != 0, n -> invalidJob(n, invalid));
    assertThat(invalid.wrongs()).isEmpty();
    assertThat(store.messages()).as("jobs of wrong requests").isZero();
    Volley.run("jobs", JOBS, valid, n -> n % 3 == 0, n -> validJob(n, valid));

    assertThat(valid.wrongs()).isEmpty();
    assertThat(store.messages()).isEqualTo(valid.total()).isEqualTo(JOBS / 3);
    assertThat(services.requests()).as("nobody works the queue").isEmpty();
  }

  private static ObjectNode jobBody(Chance chance, int number) {
    if (number % 2 == 0) {
      return ValidEmbeddings.make(chance, Embedder.any(number / 2));
    }
    Subject[] subjects = Subject.values();
    ObjectNode body = ValidChat.make(chance, subjects[number / 2 % subjects.length]);
    body.remove("stream");
    return body;
  }

  private void invalidJob(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = jobBody(chance, number);
    Bad bad =
        chance.oneIn(4)
            ? Breakage.any(chance, body)
            : Spoiler.spoil(
                chance, number % 2 == 0 ? EmbeddingFields.TABLE : ChatFields.TABLE, body);
    answered(number, bad.how(), bad.body(), 400, tally);
  }

  private void validJob(int number, Tally tally) {
    ObjectNode body = jobBody(Chance.of(Volley.SEED, number), number);
    answered(number, "job", Json.unescaped(body), 202, tally);
  }

  private void answered(int number, String how, byte[] body, int status, Tally tally) {
    Sent sent = Sent.post("/v1/jobs", body);
    RecordedResponse response = Caller.send(front, sent);
    String fault = new OddCall(how, sent, status, "", Map.of()).fault(response);
    if (fault.isEmpty()) {
      tally.count("jobs " + status);
    } else {
      tally.wrong(Answers.described(number, how + ": " + fault, sent, response));
    }
  }
}
