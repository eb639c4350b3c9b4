package dev.trefoil.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.gateway.AnswerCache.Place;
import dev.trefoil.gateway.AnswerCache.Question;
import dev.trefoil.gateway.CachedAnswer;
import dev.trefoil.health.MovedClock;
import dev.trefoil.policy.ResponseCaching;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StoredAnswersTest {
  private static final ResponseCaching TERMS =
      new ResponseCaching(Duration.ofHours(1), 10_000, false);
  private static final Caller ADA = new Caller("ada");

  private final MovedClock clock = new MovedClock();
  private final Watched records = new Watched(new MemoryStore(clock));
  private final StoredAnswers answers = new StoredAnswers(records, clock);

  @Test
  void anAnswerIsGivenToTheSameQuestion() {
    keep(question(ADA, "hello"), answer("hi"));

    assertThat(find(question(ADA, "hello"))).contains(answer("hi"));
    assertThat(find(question(ADA, "hello!"))).isEmpty();
  }

  @Test
  void streamedOrNotItIsTheSameQuestion() {
    Question plain = question(ADA, "hello");
    keep(plain, answer("hi"));

    assertThat(
            find(
                new Question(
                    ADA, "chat", "", RoutingPreferences.NONE, plain.request().withStream(true))))
        .isPresent();
  }

  @Test
  void theOrderOfLabelsMakesNoOtherQuestion() {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      labels.put("label-" + i, "value");
    }
    for (int i = 0; i < 16; i++) {
      labels.put("x", "y"); // Grows and shrinks: another order within.
      labels.remove("x");
    }
    Settings settings = Settings.builder().metadata(labels).build();
    keep(question(settings), answer("hi"));

    assertThat(find(question(settings.withTemperature(OptionalDouble.empty())))).isPresent();
    assertThat(find(question(settings.withTemperature(OptionalDouble.of(0))))).isEmpty();
  }

  @Test
  void whatIsKeptIsItsTenantsAndOfNoTenantItsCallers() {
    Caller grace = Caller.of("grace", Optional.of("navy"), Optional.empty());
    keep(question(ADA, "hello"), answer("hi"));
    keep(question(grace, "hello"), answer("ahoy"));

    assertThat(find(question(new Caller("bob"), "hello"))).isEmpty();
    assertThat(find(question(new Caller("navy"), "hello"))).isEmpty();
    assertThat(find(question(Caller.of("bob", Optional.of("navy"), Optional.empty()), "hello")))
        .contains(answer("ahoy"));
    assertThat(find(question(Caller.of("ada", Optional.of("navy"), Optional.empty()), "hello")))
        .contains(answer("ahoy"));
  }

  @Test
  void anotherRouteOrAnotherWayIsAnotherQuestion() {
    ChatRequest request = question(ADA, "hello").request();
    keep(new Question(ADA, "chat", "", RoutingPreferences.NONE, request), answer("hi"));

    assertThat(find(new Question(ADA, "code", "", RoutingPreferences.NONE, request))).isEmpty();
    assertThat(find(new Question(ADA, "chat", "changed", RoutingPreferences.NONE, request)))
        .isEmpty();
    assertThat(
            find(new Question(ADA, "chat", "", RoutingPreferences.within(List.of("eu")), request)))
        .isEmpty();
  }

  @Test
  void anAnswerIsGivenNoLongerThanItsTimeAndThenAnotherIsKept() {
    keep(question(ADA, "hello"), answer("hi"));
    clock.advance(Duration.ofMinutes(59));
    assertThat(find(question(ADA, "hello"))).isPresent();

    clock.advance(Duration.ofMinutes(1));
    assertThat(find(question(ADA, "hello"))).isEmpty();

    keep(question(ADA, "hello"), answer("hi again"));
    assertThat(find(question(ADA, "hello"))).contains(answer("hi again"));
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    keep(question(ADA, "hello"), answer("x".repeat(10_000)));

    assertThat(find(question(ADA, "hello"))).isEmpty();
    assertThat(records.writes).isZero();
  }

  @Test
  void aStoreThatFailsIsAMissAndLeftAloneForAWhile() {
    keep(question(ADA, "hello"), answer("hi"));
    records.broken = true;
    int before = records.reads;

    for (int i = 0; i < 5; i++) {
      Place place = answers.find(question(ADA, "hello"), soon());
      assertThat(place.answer()).isEmpty();
      place.keep(answer("hi"), TERMS, soon());
    }
    assertThat(records.reads).isEqualTo(before + 1);
    assertThat(records.writes).isEqualTo(1);

    records.broken = false;
    clock.advance(Duration.ofSeconds(10));
    assertThat(find(question(ADA, "hello"))).contains(answer("hi"));
  }

  @Test
  void whatANewerVersionWroteStaysAsItIs() throws StoreException {
    keep(question(ADA, "hello"), answer("hi"));
    records.textsAre("{\"format\":2}");

    Place place = answers.find(question(ADA, "hello"), soon());
    assertThat(place.answer()).isEmpty();
    place.keep(answer("ours"), TERMS, soon());

    assertThat(records.get(records.last, soon()).orElseThrow().text()).isEqualTo("{\"format\":2}");
  }

  @Test
  void whatCannotBeReadIsWrittenOver() throws StoreException {
    keep(question(ADA, "hello"), answer("hi"));
    records.textsAre("{\"format\":1,\"events\":[]}");

    Place place = answers.find(question(ADA, "hello"), soon());
    assertThat(place.answer()).isEmpty();
    place.keep(answer("ours"), TERMS, soon());

    assertThat(find(question(ADA, "hello"))).contains(answer("ours"));
  }

  @Test
  void neitherQuestionNorCallerCanBeReadFromTheKey() {
    keep(question(ADA, "a secret"), answer("hi"));

    assertThat(records.last.group()).matches("trefoil\\.answer\\.[0-9a-f]{64}");
  }

  private void keep(Question question, CachedAnswer answer) {
    answers.find(question, soon()).keep(answer, TERMS, soon());
  }

  private Optional<CachedAnswer> find(Question question) {
    return answers.find(question, soon()).answer();
  }

  private static Question question(Caller caller, String text) {
    return new Question(
        caller,
        "chat",
        "",
        RoutingPreferences.NONE,
        new ChatRequest(List.of(Message.of(Role.USER, text)), Settings.DEFAULTS, false));
  }

  private static Question question(Settings settings) {
    return new Question(
        ADA,
        "chat",
        "",
        RoutingPreferences.NONE,
        new ChatRequest(List.of(Message.of(Role.USER, "hello")), settings, false));
  }

  private static CachedAnswer answer(String text) {
    return new CachedAnswer(
        new Target("bedrock", "m"),
        List.of(
            new ChatEvent.TextDelta(text),
            new ChatEvent.ChoiceFinished(0, FinishReason.STOP),
            new ChatEvent.Finished(new Usage(3, 2))),
        Optional.of(SchemaFinding.PASSED));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  /** Counts, and fails when told to. */
  private static final class Watched extends ForwardingRecords {
    private final MemoryStore store;
    private int reads;
    private int writes;
    private boolean broken;
    private RecordKey last = RecordKey.of("none");

    Watched(MemoryStore store) {
      super(store);
      this.store = store;
    }

    void textsAre(String text) throws StoreException {
      Stored there = store.get(last, soon()).orElseThrow();
      var unused = store.replace(last, text, there.expires(), there.version(), soon());
    }

    @Override
    public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
      reads++;
      last = key;
      if (broken) {
        throw new Unreachable("it is broken");
      }
      return super.get(key, deadline);
    }

    @Override
    public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
        throws StoreException {
      writes++;
      return super.create(key, text, expires, deadline);
    }
  }
}
