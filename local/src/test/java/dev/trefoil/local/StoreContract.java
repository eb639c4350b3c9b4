package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.auth.Caller;
import dev.trefoil.cache.StoredAnswers;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.AnswerCache.Place;
import dev.trefoil.gateway.AnswerCache.Question;
import dev.trefoil.gateway.CachedAnswer;
import dev.trefoil.policy.ResponseCaching;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Queues;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreException.TooLarge;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every cloud's store does alike, tried on what plays the cloud. */
@Timeout(300)
abstract class StoreContract extends FilesContract {
  private static final int WRITERS = 16;
  private static final Instant END =
      Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);

  private final RecordKey key = RecordKey.of("key." + UUID.randomUUID());

  /** One whose table, container and queue are not there. */
  abstract Store absent() throws Exception;

  /** Where messages are sent. */
  abstract String queue();

  /** Where they are received from. */
  abstract String source();

  /** A queue, or what is received from, that is not there. */
  abstract String absentQueue();

  /** Whether tables can be absent. */
  boolean missesTables() {
    return true;
  }

  /** Whether containers and queues can be absent. */
  boolean missesOthers() {
    return true;
  }

  /** Whether links are signed for a process on this machine. */
  boolean signsLinks() {
    return true;
  }

  /** Gets what a link leads to. */
  byte[] follow(BlobLink link) throws Exception {
    return StoreEmulators.get(link.uri()).body();
  }

  private RecordStore records() throws Exception {
    return store().records();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  @Test
  void whatIsNotThereIsNone() throws Exception {
    assertThat(records().get(key, soon())).isEmpty();
    assertThat(records().get(new RecordKey(key.group(), "a"), soon())).isEmpty();
    assertThat(records().replace(key, "{}", END, version(), soon())).isEmpty();
    assertThat(records().delete(key, version(), soon())).isFalse();
    records().delete(key, soon());
  }

  @Test
  void anAnswerIsKeptForItsTimeAndThenAnotherIs() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    StoredAnswers answers = new StoredAnswers(records(), now::get);
    ResponseCaching terms = new ResponseCaching(Duration.ofMinutes(1), 10_000, false);
    Question question =
        new Question(
            new Caller("ada"),
            "route",
            "",
            RoutingPreferences.NONE,
            new ChatRequest(
                List.of(Message.of(Role.USER, UUID.randomUUID().toString())),
                Settings.DEFAULTS,
                false));
    Place missed = answers.find(question, soon());
    assertThat(missed.answer()).isEmpty();

    missed.keep(answer("one"), terms, soon());
    missed.keep(answer("another of the same moment"), terms, soon());
    assertThat(answers.find(question, soon()).answer()).contains(answer("one"));

    now.updateAndGet(time -> time.plusSeconds(60));
    Place expired = answers.find(question, soon());
    assertThat(expired.answer()).isEmpty();
    expired.keep(answer("two"), terms, soon());
    assertThat(answers.find(question, soon()).answer()).contains(answer("two"));
  }

  private static CachedAnswer answer(String text) {
    return new CachedAnswer(
        new Target("service", "model"),
        List.of(
            new ChatEvent.TextDelta(text),
            new ChatEvent.ChoiceFinished(0, FinishReason.STOP),
            new ChatEvent.Finished(new Usage(3, 2))),
        Optional.empty());
  }

  @Test
  void aRecordIsCreatedOnce() throws Exception {
    Optional<String> version = records().create(key, "one", END, soon());

    assertThat(version).isPresent();
    assertThat(records().create(key, "two", END, soon())).isEmpty();
    assertThat(records().get(key, soon()))
        .contains(new Stored("one", Map.of(), END, version.orElseThrow()));
  }

  @Test
  void aRecordIsReplacedAtTheVersionThatWasReadOnly() throws Exception {
    String first = records().create(key, "one", END, soon()).orElseThrow();
    String second = records().replace(key, "two", END, first, soon()).orElseThrow();

    assertThat(second).isNotEqualTo(first);
    assertThat(records().replace(key, "three", END, first, soon())).isEmpty();
    assertThat(records().delete(key, first, soon())).isFalse();
    assertThat(records().get(key, soon()).map(Stored::text)).contains("two");
  }

  @Test
  void aRecordThatWasDeletedAndMadeAnewHasAnotherVersion() throws Exception {
    String first = records().create(key, "one", END, soon()).orElseThrow();
    assertThat(records().delete(key, first, soon())).isTrue();
    assertThat(records().get(key, soon())).isEmpty();

    String second = records().create(key, "one", END, soon()).orElseThrow();

    assertThat(second).isNotEqualTo(first);
    assertThat(records().replace(key, "two", END, first, soon())).isEmpty();
    records().delete(key, soon());
    assertThat(records().get(key, soon())).isEmpty();
  }

  @Test
  void ofManyWhoCreateOrReplaceAtOnceOneIsTheFirst() throws Exception {
    List<Optional<String>> created =
        atOnce(i -> () -> records().create(key, "from " + i, END, soon()));
    assertThat(created).filteredOn(Optional::isPresent).hasSize(1);

    String version = records().get(key, soon()).orElseThrow().version();
    List<Optional<String>> replaced =
        atOnce(i -> () -> records().replace(key, "by " + i, END, version, soon()));
    assertThat(replaced).filteredOn(Optional::isPresent).hasSize(1);
  }

  @Test
  void aTextOfAnyAlphabetIsWholeUpToTheBound() throws Exception {
    String text = "größer 日本 \uD83D\uDE00 \"\\ ".repeat(10_000);
    String longest = text + "x".repeat(RecordStore.MAX_TEXT - text.getBytes(UTF_8).length);

    assertThat(records().create(key, longest, END, soon())).isPresent();

    assertThat(records().get(key, soon()).orElseThrow().text().equals(longest)).isTrue();
    assertThatExceptionOfType(TooLarge.class)
        .isThrownBy(() -> records().create(RecordKey.of("key.large"), longest + "x", END, soon()));
  }

  @Test
  void countersAreAddedToBesideTheText() throws Exception {
    records().create(key, "text", END, soon());

    assertThat(records().add(key, Map.of("calls", 1L, "tokens", 40L), END, soon()))
        .isEqualTo(Map.of("calls", 1L, "tokens", 40L));
    assertThat(records().add(key, Map.of("tokens", -42L), END, soon()))
        .isEqualTo(Map.of("tokens", -2L));

    Stored stored = records().get(key, soon()).orElseThrow();
    assertThat(stored.text()).isEqualTo("text");
    assertThat(stored.counters()).isEqualTo(Map.of("calls", 1L, "tokens", -2L));
    records().replace(key, "new", END, stored.version(), soon());
    assertThat(records().get(key, soon()).orElseThrow().counters()).isEmpty();
  }

  @Test
  void asManyCountersAsACallMayNameAreAddedTo() throws Exception {
    Map<String, Long> all = new HashMap<>();
    for (int i = 0; i < RecordStore.MAX_COUNTERS; i++) {
      all.put("failed_with_a_long_name_" + i, (long) i);
    }
    records().add(key, all, END, soon());

    assertThat(records().add(key, all, END, soon()))
        .containsEntry("failed_with_a_long_name_7", 14L);
    assertThat(records().get(key, soon()).orElseThrow().counters())
        .hasSize(RecordStore.MAX_COUNTERS)
        .containsEntry("failed_with_a_long_name_79", 158L);
  }

  @Test
  void anAdditionMakesItsRecordAndChangesItsVersion() throws Exception {
    RecordKey day = new RecordKey(key.group(), "2026-11-30");
    records().add(day, Map.of("calls", Long.MAX_VALUE - 1), END, soon());
    String first = records().get(day, soon()).orElseThrow().version();
    records().add(day, Map.of("calls", 1L), END.plusSeconds(60), soon());

    Stored stored = records().get(day, soon()).orElseThrow();
    assertThat(stored.counters()).isEqualTo(Map.of("calls", Long.MAX_VALUE));
    assertThat(stored.text()).isEmpty();
    assertThat(stored.expires()).isEqualTo(END.plusSeconds(60));
    assertThat(stored.version()).isNotEqualTo(first);
    assertThat(records().replace(day, "late", END, first, soon())).isEmpty();
  }

  @Test
  void noAdditionOfManyAtOnceIsLost() throws Exception {
    atOnce(
        i ->
            () -> {
              for (int k = 0; k < 5; k++) {
                records()
                    .add(
                        key,
                        Map.of("calls", 1L, "tokens", 3L),
                        END,
                        Deadline.after(Duration.ofMinutes(2)));
              }
              return i;
            });

    assertThat(records().get(key, soon()).orElseThrow().counters())
        .isEqualTo(Map.of("calls", 5L * WRITERS, "tokens", 15L * WRITERS));
  }

  @Test
  void aGroupIsReadByPrefixInOrderAndInPages() throws Exception {
    String group = key.group();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      // Written from behind, so that the order is the store's.
      String name = "item_%04d".formatted(22 - i);
      names.addFirst(name);
      records().create(new RecordKey(group, name), "text of " + name, END, soon());
    }
    for (String other : List.of("item", "item-1", "iten_0001", "job", "z")) {
      records().create(new RecordKey(group, other), "other", END, soon());
    }
    records().create(key, "alone", END, soon());
    records().create(new RecordKey(group + "x", "item_0001"), "other group", END, soon());

    List<Named> read = new ArrayList<>();
    Optional<String> from = Optional.empty();
    int pages = 0;
    do {
      Page page = records().query(group, "item_", from, 10, soon());
      assertThat(page.records()).hasSizeLessThanOrEqualTo(10);
      read.addAll(page.records());
      from = page.next();
      pages++;
    } while (from.isPresent());

    assertThat(pages).isBetween(3, 4);
    assertThat(read).extracting(Named::name).isEqualTo(names);
    assertThat(read)
        .allSatisfy(
            one -> {
              assertThat(one.record().text()).isEqualTo("text of " + one.name());
              assertThat(one.record().expires()).isEqualTo(END);
              assertThat(
                      records()
                          .get(new RecordKey(group, one.name()), soon())
                          .orElseThrow()
                          .version())
                  .isEqualTo(one.record().version());
            });
    assertThat(records().query(group, "", Optional.empty(), 100, soon()).records()).hasSize(28);
    assertThat(records().query(group, "nothing", Optional.empty(), 100, soon()).records())
        .isEmpty();
  }

  @Test
  void aGroupShowsWhatHasJustBeenWrittenAndDeleted() throws Exception {
    RecordKey one = new RecordKey(key.group(), "one");
    records().create(one, "1", END, soon());
    records().add(new RecordKey(key.group(), "two"), Map.of("calls", 2L), END, soon());
    List<Named> both = records().query(key.group(), "", Optional.empty(), 10, soon()).records();
    assertThat(both).extracting(Named::name).containsExactly("one", "two");
    assertThat(both.getLast().record().counters()).isEqualTo(Map.of("calls", 2L));

    records().delete(one, soon());

    assertThat(records().query(key.group(), "", Optional.empty(), 10, soon()).records())
        .extracting(Named::name)
        .containsExactly("two");
  }

  @Test
  void whatIsPastItsDeadlineIsNotDone() throws Exception {
    Deadline past = Deadline.after(Duration.ZERO);
    assertUnreachable(() -> records().create(key, "late", END, past));
    assertUnreachable(() -> records().get(key, past));
    assertUnreachable(() -> store().blobs().put("late/one", new byte[1], past));
    assertUnreachable(() -> store().queues().send(queue(), "late", Duration.ZERO, past));

    assertThat(records().get(key, soon())).isEmpty();
  }

  private static void assertUnreachable(ThrowingCallable call) {
    assertThatExceptionOfType(Unreachable.class).isThrownBy(call);
  }

  @Test
  void aBlobIsWholeUntilItIsDeleted() throws Exception {
    BlobStore blobs = store().blobs();
    String name = key.group() + "/answer-1";
    byte[] bytes = new byte[300_000];
    bytes[299_999] = 7;
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> blobs.get(name, soon()));

    blobs.put(name, bytes, soon());

    assertThat(blobs.get(name, soon())).isEqualTo(bytes);
    if (signsLinks()) {
      BlobLink link = blobs.link(name, Duration.ofMinutes(5), soon());
      assertThat(link.expires()).isBetween(Instant.now(), Instant.now().plusSeconds(301));
      assertThat(follow(link)).isEqualTo(bytes);
    }
    blobs.delete(name, soon());
    blobs.delete(name, soon());
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> blobs.get(name, soon()));
  }

  @Test
  void aMessageIsReceivedByOneAtATimeUntilItIsDeleted() throws Exception {
    Queues queues = store().queues();
    String body = "{\"größer\":\"日本 \uD83D\uDE00 " + UUID.randomUUID() + "\"}";
    queues.send(queue(), body, Duration.ZERO, soon());

    Received first = receive(queues, body, Duration.ofSeconds(60));
    assertThat(first.flaw()).isEmpty();
    assertThat(queues.receive(source(), 10, Duration.ofSeconds(60), Duration.ZERO, soon()))
        .noneMatch(other -> other.body().equals(body));

    Received kept = queues.extend(first, Duration.ofSeconds(120), soon());
    queues.extend(kept, Duration.ZERO, soon());
    Received again = receive(queues, body, Duration.ofSeconds(60));
    assertThat(again.id()).isEqualTo(first.id());

    queues.delete(again, soon());
    assertThat(queues.receive(source(), 10, Duration.ofSeconds(60), Duration.ZERO, soon()))
        .noneMatch(other -> other.body().equals(body));
  }

  private Received receive(Queues queues, String body, Duration hidden) throws Exception {
    List<Received> seen = new ArrayList<>();
    Eventually.holds(
        () -> {
          seen.addAll(queues.receive(source(), 10, hidden, Duration.ofSeconds(1), soon()));
          return seen;
        },
        all -> all.stream().anyMatch(one -> one.body().equals(body)));
    return seen.stream().filter(one -> one.body().equals(body)).findFirst().orElseThrow();
  }

  @Test
  void aMessageThatIsTooLargeIsNotSent() throws Exception {
    Queues queues = store().queues();
    queues.send(queue(), "x".repeat(Queues.MAX_BODY), Duration.ZERO, soon());
    assertThatExceptionOfType(TooLarge.class)
        .isThrownBy(
            () ->
                queues.send(queue(), "ä".repeat(Queues.MAX_BODY / 2) + "x", Duration.ZERO, soon()));
  }

  @Test
  void aTableThatIsAbsentIsNamedAndTakenForNothingElse() throws Exception {
    assumeTrue(missesTables(), "skipped: what plays this store has every table");
    RecordStore records = absent().records();
    RecordKey inGroup = new RecordKey(key.group(), "a");
    for (RecordKey one : List.of(key, inGroup)) {
      assertAbsent(() -> records.get(one, soon()));
      assertAbsent(() -> records.create(one, "{}", END, soon()));
      assertAbsent(() -> records.replace(one, "{}", END, version(), soon()));
      assertAbsent(() -> records.delete(one, soon()));
      assertAbsent(() -> records.delete(one, version(), soon()));
      assertAbsent(() -> records.add(one, Map.of("calls", 1L), END, soon()));
    }
    assertAbsent(() -> records.query(key.group(), "", Optional.empty(), 1, soon()));
  }

  @Test
  void aContainerOrQueueThatIsAbsentIsNamedAndTakenForNothingElse() throws Exception {
    assumeTrue(missesOthers(), "skipped: a store in memory has every container and queue");
    BlobStore blobs = absent().blobs();
    assertAbsent(() -> blobs.get("a/b", soon()));
    assertAbsent(() -> blobs.put("a/b", new byte[1], soon()));
    assertAbsent(() -> blobs.delete("a/b", soon()));
    Queues queues = store().queues();
    assertAbsent(() -> queues.send(absentQueue(), "{}", Duration.ZERO, soon()));
    assertAbsent(
        () -> queues.receive(absentSource(), 1, Duration.ofSeconds(30), Duration.ZERO, soon()));
  }

  String absentSource() {
    return absentQueue();
  }

  private static void assertAbsent(ThrowingCallable call) {
    assertThatExceptionOfType(Absent.class).isThrownBy(call).withMessageContaining("absent");
  }

  /** Of some record, so that it has the store's form. */
  private String version() throws Exception {
    return records()
        .create(RecordKey.of("key." + UUID.randomUUID()), "{}", END, soon())
        .orElseThrow();
  }

  /** What a writer does. */
  interface Writer<T> {
    Callable<T> number(int i);
  }

  private static <T> List<T> atOnce(Writer<T> writer) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        all.add(writer.number(i));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(all)) {
        results.add(one.get());
      }
      return results;
    }
  }
}
