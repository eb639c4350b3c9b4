package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Conversation;
import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.LockedException;
import dev.trefoil.conversation.NoConversationException;
import dev.trefoil.conversation.Run;
import dev.trefoil.conversation.Standing;
import dev.trefoil.conversation.Threads;
import dev.trefoil.conversation.Turn;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.NoBlob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Conversations, on every cloud's store. */
abstract class ConversationsContract extends BudgetsContract {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String LARGE = "größer ".repeat(20_000);

  private final Caller owner = new Caller("speaker-" + UUID.randomUUID());

  /** The store that is tried; opened anew each time, as another process would. */
  abstract Store store() throws Exception;

  private Conversations conversations() throws Exception {
    return conversations(InstantSource.system());
  }

  private Conversations conversations(InstantSource clock) throws Exception {
    Store store = store();
    return new Conversations(
        new Threads(store.records(), store.blobs(), Duration.ofDays(30), clock));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  @Test
  void aConversationIsThereForAnotherProcess() throws Exception {
    Conversation made = conversations().create(owner, Map.of("größe", "L"), saying("0"), soon());
    ConversationKey key = made.key();
    say(key, "1");
    say(key, LARGE);
    conversations().append(owner, key, saying("3"), soon());

    assertThat(said(key)).containsExactly("0", "1", "re 1", LARGE, "re " + LARGE, "3");
    assertThat(conversations().find(owner, key, soon()).orElseThrow().metadata())
        .isEqualTo(made.metadata());
    assertThat(conversations().label(owner, key, Map.of(), soon()).orElseThrow().metadata())
        .isEmpty();
    assertThat(conversations().find(owner, key, soon()).orElseThrow().metadata()).isEmpty();
    Caller foreign = Caller.of(owner.id(), Optional.of("a-tenant"), Optional.empty());
    assertThat(conversations().find(foreign, key, soon())).isEmpty();
    assertThat(conversations().delete(foreign, key, soon())).isFalse();
    assertThatExceptionOfType(NoConversationException.class)
        .isThrownBy(() -> conversations().runs().read(foreign, key, soon()));
  }

  @Test
  void ofManyWhoBeginAtOnceOneDoesAtATimeAndSeesAllBefore() throws Exception {
    ConversationKey key = conversations().create(owner, Map.of(), none(), soon()).key();
    int callers = 8;
    int turns = 3;
    List<Future<List<Integer>>> begun = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        begun.add(pool.submit(() -> sayUntilHeard(key, turns)));
      }
    }
    List<Integer> lengths = new ArrayList<>();
    for (Future<List<Integer>> one : begun) {
      lengths.addAll(one.get());
    }

    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < callers * turns; i++) {
      expected.add(2 * i);
    }
    assertThat(lengths).as("what each saw").containsExactlyInAnyOrderElementsOf(expected);
    assertThat(said(key)).hasSize(2 * callers * turns);
  }

  /** How much each of some turns saw before it; whoever is locked out asks again. */
  private List<Integer> sayUntilHeard(ConversationKey key, int turns) throws Exception {
    Conversations own = conversations();
    List<Integer> seen = new ArrayList<>();
    Deadline end = Deadline.after(Duration.ofSeconds(100));
    while (seen.size() < turns && !end.isExpired()) {
      try {
        Standing standing = own.runs().read(owner, key, soon());
        Run run = own.runs().begin(standing, LEASE, soon());
        assertThat(own.runs().end(run, turn(standing, "x"), soon())).isTrue();
        seen.add(standing.items().size());
      } catch (LockedException e) {
        assertThat(key.has(e.by())).isTrue();
      }
    }
    return seen;
  }

  @Test
  void aRunWhoseTimeIsOverIsTakenOverAndCannotEnd() throws Exception {
    ConversationKey key = conversations().create(owner, Map.of(), saying("0"), soon()).key();
    Standing first = conversations().runs().read(owner, key, soon());
    Run late = conversations().runs().begin(first, LEASE, soon());
    assertThatExceptionOfType(LockedException.class)
        .isThrownBy(() -> conversations().runs().read(owner, key, soon()))
        .satisfies(e -> assertThat(e.by()).isEqualTo(first.next()));
    assertThatExceptionOfType(LockedException.class)
        .isThrownBy(() -> conversations().runs().begin(first, LEASE, soon()));
    assertThatExceptionOfType(LockedException.class)
        .isThrownBy(() -> conversations().append(owner, key, saying("x"), soon()));

    Conversations later = conversations(() -> Instant.now().plus(LEASE));
    Standing second = later.runs().read(owner, key, soon());
    Run taken = later.runs().begin(second, LEASE, soon());

    assertThat(second.next()).isNotEqualTo(first.next());
    assertThat(conversations().runs().end(late, turn(first, LARGE), soon())).isFalse();
    conversations().runs().abandon(late, soon());
    assertThat(conversations().runs().end(taken, turn(second, "2"), soon())).isTrue();
    assertThat(said(key)).containsExactly("0", "2", "re 2");
    assertThat(
            store()
                .records()
                .query(group(key), key.thread(), Optional.empty(), 10, soon())
                .records())
        .as("head and turns, and nothing of the late one")
        .hasSize(3);
  }

  @Test
  void whatIsAbandonedOrDeletedIsGone() throws Exception {
    ConversationKey key = conversations().create(owner, Map.of(), none(), soon()).key();
    Standing standing = conversations().runs().read(owner, key, soon());
    conversations().runs().abandon(conversations().runs().begin(standing, LEASE, soon()), soon());
    TurnKey turn = say(key, LARGE);
    String blob = blob(key);
    assertThat(store().blobs().get(blob, soon())).isNotEmpty();
    Item.Reference item = new Item.Reference("out_" + turn, turn);
    assertThat(conversations().items().find(owner, key, item, soon())).isPresent();
    assertThat(conversations().items().delete(owner, key, item, soon())).isTrue();
    assertThat(conversations().items().delete(owner, key, item, soon())).isFalse();
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> store().blobs().get(blob, soon()));
    assertThat(said(key)).containsExactly(LARGE);
    String other = blob(key);
    Standing before = conversations().runs().read(owner, key, soon());

    assertThat(conversations().delete(owner, key, soon())).isTrue();

    assertThat(conversations().delete(owner, key, soon())).isFalse();
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> store().blobs().get(other, soon()));
    assertThatExceptionOfType(LockedException.class)
        .as("who read it before")
        .isThrownBy(() -> conversations().runs().begin(before, LEASE, soon()));
    List<Named> left =
        store()
            .records()
            .query(group(key), key.thread(), Optional.empty(), RecordStore.MAX_PAGE, soon())
            .records();
    assertThat(left).hasSize(1);
    assertThat(left.getFirst().record().text()).contains("\"place\":\"gone\"", "\"content\":\"\"");
  }

  private TurnKey say(ConversationKey key, String text) throws Exception {
    Standing standing = conversations().runs().read(owner, key, soon());
    Run run = conversations().runs().begin(standing, LEASE, soon());
    assertThat(conversations().runs().end(run, turn(standing, text), soon())).isTrue();
    return standing.next();
  }

  private static Turn turn(Standing standing, String text) {
    TurnKey key = standing.next();
    return new Turn(
        key,
        standing.previous(),
        List.of(item("in_" + key, text)),
        List.of(item("out_" + key, "re " + text)),
        "{\"object\":\"response\"}");
  }

  private static Function<TurnKey, List<Item>> saying(String text) {
    return key -> List.of(item("in_" + key, text));
  }

  private static Function<TurnKey, List<Item>> none() {
    return key -> List.of();
  }

  private static Item item(String id, String text) {
    return new Item.Whole(id, "{\"text\":\"" + text + "\"}");
  }

  private List<String> said(ConversationKey key) throws Exception {
    return conversations().runs().read(owner, key, soon()).items().stream()
        .map(Item.Whole::json)
        .map(json -> json.substring("{\"text\":\"".length(), json.length() - 2))
        .toList();
  }

  private String group(ConversationKey key) {
    return Threads.group(owner, new TurnKey(key.thread() + "00000000"));
  }

  private String blob(ConversationKey key) throws Exception {
    return store()
        .records()
        .query(group(key), key.thread(), Optional.empty(), RecordStore.MAX_PAGE, soon())
        .records()
        .stream()
        .map(named -> named.record().text())
        .filter(text -> text.contains("turns/"))
        .map(
            text ->
                text.substring(text.indexOf("turns/"), text.indexOf('"', text.indexOf("turns/"))))
        .findFirst()
        .orElseThrow();
  }
}
