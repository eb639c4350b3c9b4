package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.NotKeptException;
import dev.trefoil.conversation.Past;
import dev.trefoil.conversation.Threads;
import dev.trefoil.conversation.Turn;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.NoBlob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept of conversations, on every cloud's store. */
abstract class ThreadsContract extends ErasureContract {
  private static final Duration KEEP = Duration.ofDays(30);
  private static final String LARGE = "größer ".repeat(20_000);

  private final Caller owner = new Caller("someone-" + UUID.randomUUID());

  private Threads threads() throws Exception {
    return threads(InstantSource.system());
  }

  private Threads threads(InstantSource clock) throws Exception {
    Store store = store();
    return new Threads(store.records(), store.blobs(), KEEP, clock);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  @Test
  void aThreadIsThereForAnotherProcessWithAllThatWasSaid() throws Exception {
    TurnKey first = say(Optional.empty(), "1");
    TurnKey second = say(Optional.of(first), LARGE);
    TurnKey third = say(Optional.of(second), "3");

    assertThat(said(third)).containsExactly("1", "re 1", LARGE, "re " + LARGE, "3", "re 3");
    assertThat(said(first)).containsExactly("1", "re 1");
    assertThat(threads().find(owner, second, soon()).orElseThrow().previous()).contains(first);
  }

  @Test
  void twoWhoGoOnFromOneTurnMakeTwoBranches() throws Exception {
    TurnKey root = say(Optional.empty(), "root");
    Past one = past(Optional.of(root));
    Past other = past(Optional.of(root));
    keep(one.next(), Optional.of(root), "one");
    keep(other.next(), Optional.of(root), "other");
    TurnKey late = say(Optional.of(root), "late");
    TurnKey end = say(Optional.of(late), "end");

    assertThat(said(one.next())).containsExactly("root", "re root", "one", "re one");
    assertThat(said(other.next())).containsExactly("root", "re root", "other", "re other");
    assertThat(said(end)).containsExactly("root", "re root", "late", "re late", "end", "re end");
  }

  @Test
  void anothersTurnIsNotThere() throws Exception {
    TurnKey key = say(Optional.empty(), "mine");
    for (Caller foreign :
        List.of(
            new Caller("somebody-else"),
            Caller.of(owner.id(), Optional.of("a-tenant"), Optional.empty()))) {
      assertThat(threads().find(foreign, key, soon())).isEmpty();
      assertThat(threads().delete(foreign, key, soon())).isFalse();
      assertThatExceptionOfType(NotKeptException.class)
          .isThrownBy(() -> threads().past(foreign, Optional.of(key), List.of(), soon()));
    }
    assertThat(said(key)).hasSize(2);
  }

  @Test
  void anItemIsFoundByItsIdAndKeptOnce() throws Exception {
    TurnKey first = say(Optional.empty(), "1");
    Item.Reference reference = new Item.Reference("out_" + first, first);
    Past past = threads().past(owner, Optional.empty(), List.of(reference), soon());
    assertThat(past.referred()).containsOnlyKeys(reference.id());
    threads()
        .keep(
            owner,
            new Turn(
                past.next(),
                Optional.empty(),
                List.of(reference, item("in_" + past.next(), "2")),
                List.of(),
                "{}"),
            soon());

    assertThat(said(past.next())).containsExactly("re 1", "2");
    threads().delete(owner, first, soon());
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(() -> said(past.next()))
        .satisfies(e -> assertThat(e.missing()).isEqualTo(first));
  }

  @Test
  void whatIsDeletedIsGoneWithItsBlob() throws Exception {
    TurnKey first = say(Optional.empty(), LARGE);
    TurnKey second = say(Optional.of(first), "2");
    String blob = blob(first);
    assertThat(store().blobs().get(blob, soon())).isNotEmpty();

    assertThat(threads().delete(owner, first, soon())).isTrue();

    assertThat(threads().delete(owner, first, soon())).isFalse();
    assertThat(threads().find(owner, first, soon())).isEmpty();
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> store().blobs().get(blob, soon()));
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(() -> said(second))
        .satisfies(e -> assertThat(e.missing()).isEqualTo(first));
  }

  @Test
  void whatHasExpiredIsNotToldAlthoughTheStoreHasItStill() throws Exception {
    TurnKey key = say(Optional.empty(), "1");
    InstantSource later = () -> Instant.now().plus(KEEP);

    assertThat(threads(later).find(owner, key, soon())).isEmpty();
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(() -> threads(later).past(owner, Optional.of(key), List.of(), soon()));
    assertThat(expires(key))
        .isBetween(Instant.now().plus(KEEP).minusSeconds(60), Instant.now().plus(KEEP));
  }

  @Test
  void aThreadLongerThanAPageIsWhole() throws Exception {
    int turns = RecordStore.MAX_PAGE + 5;
    List<String> all = new ArrayList<>();
    Optional<TurnKey> last = Optional.empty();
    Past past = past(last);
    TurnKey next = past.next();
    for (int i = 0; i < turns; i++) {
      keep(next, last, "turn " + i);
      all.add("turn " + i);
      all.add("re turn " + i);
      last = Optional.of(next);
      next = following(next, i + 1);
    }

    assertThat(said(last.orElseThrow())).isEqualTo(all);
  }

  /** The key that the turn after it would be given, without reading all before it each time. */
  private static TurnKey following(TurnKey key, int position) {
    String digits = Integer.toString(position, 36);
    return new TurnKey(
        key.text().substring(0, 24)
            + "0".repeat(4 - digits.length())
            + digits
            + key.text().substring(28));
  }

  private TurnKey say(Optional<TurnKey> previous, String text) throws Exception {
    TurnKey next = past(previous).next();
    keep(next, previous, text);
    return next;
  }

  private Past past(Optional<TurnKey> previous) throws Exception {
    return threads().past(owner, previous, List.of(), soon());
  }

  private void keep(TurnKey key, Optional<TurnKey> previous, String text) throws Exception {
    threads()
        .keep(
            owner,
            new Turn(
                key,
                previous,
                List.of(item("in_" + key, text)),
                List.of(item("out_" + key, "re " + text)),
                "{\"object\":\"response\"}"),
            soon());
  }

  private static Item item(String id, String text) {
    return new Item.Whole(id, "{\"text\":\"" + text + "\"}");
  }

  private List<String> said(TurnKey last) throws Exception {
    return past(Optional.of(last)).items().stream()
        .map(Item.Whole::json)
        .map(json -> json.substring("{\"text\":\"".length(), json.length() - 2))
        .toList();
  }

  private Instant expires(TurnKey key) throws Exception {
    return record(key).expires();
  }

  private String blob(TurnKey key) throws Exception {
    String text = record(key).text();
    int start = text.indexOf("turns/");
    return text.substring(start, text.indexOf('"', start));
  }

  private RecordStore.Stored record(TurnKey key) throws Exception {
    return store()
        .records()
        .query(Threads.group(owner, key), key.text(), Optional.empty(), 1, soon())
        .records()
        .getFirst()
        .record();
  }
}
