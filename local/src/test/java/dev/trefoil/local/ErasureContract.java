package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.conversation.Erased;
import dev.trefoil.conversation.Erasure;
import dev.trefoil.conversation.Erasure.Whose;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.Threads;
import dev.trefoil.conversation.Turn;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.NoBlob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an erasure leaves, looked for on every cloud's store. */
abstract class ErasureContract extends ConversationsContract {
  private static final String LARGE = "größer ".repeat(20_000);

  /** A caller's last share of threads: most of those before it are empty, and as many queries. */
  private static final int LAST = Erasure.SHARES - 1;

  private final String tenant = "tenant-" + UUID.randomUUID();
  private final Caller owner = Caller.of("erased", Optional.of(tenant), Optional.empty());

  private Threads threads() throws Exception {
    Store store = store();
    return new Threads(store.records(), store.blobs(), Duration.ofDays(30), InstantSource.system());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60));
  }

  @Test
  void ofASubjectNothingIsLeftButTombstones() throws Exception {
    Threads threads = threads();
    ConversationKey conversation =
        new Conversations(threads)
            .create(owner, Map.of("a", "secret"), key -> List.of(item(key, LARGE)), soon())
            .key();
    TurnKey named = turn("zz" + "a".repeat(22));
    TurnKey other = turn("zz" + "b".repeat(22));
    threads.note(owner, "u-1", turn(conversation.thread()), soon());
    threads.note(owner, "u-1", named, soon());
    keep(threads, named, LARGE);
    keep(threads, other, "kept");
    List<String> blobs = new ArrayList<>(blobs(turn(conversation.thread())));
    blobs.addAll(blobs(named));
    assertThat(blobs).hasSize(2);
    Whose whose = new Whose.Subjects(Optional.of(tenant), "u-1");

    Erased erased = new Erasure(threads()).erase(whose, 0, soon());

    assertThat(erased).isEqualTo(new Erased(1, 2, 2, 0, OptionalLong.empty()));
    for (String blob : blobs) {
      assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> store().blobs().get(blob, soon()));
    }
    assertThat(records(named)).isEmpty();
    assertThat(records(other)).hasSize(1);
    assertThat(records(turn(conversation.thread())))
        .singleElement()
        .satisfies(
            left ->
                assertThat(left.record().text())
                    .contains("\"place\":\"gone\"", "\"content\":\"\"")
                    .doesNotContain("secret"));
    assertThat(group("subjects." + Digest.of(tenant + "\nu-1")))
        .as("by which the next erasure finds its threads")
        .hasSize(2)
        .noneMatch(left -> left.record().text().contains("u-1"));
    assertThat(store().records().get(Erasure.tombstone(whose), soon()).orElseThrow().text())
        .contains("\"erased\":")
        .doesNotContain("u-1", tenant);
    assertThat(new Erasure(threads()).erase(whose, 0, soon()))
        .as("again")
        .isEqualTo(new Erased(0, 0, 0, 0, OptionalLong.empty()));
  }

  @Test
  void ofATenantAndOfACallerTurnsAreGone() throws Exception {
    TurnKey turn = turn("zz" + "c".repeat(22));
    keep(threads(), turn, LARGE);
    assertThat(group("owners." + Digest.of(tenant))).hasSize(1);
    String blob = blobs(turn).getFirst();

    Erased erased =
        new Erasure(threads()).erase(new Whose.Tenants(tenant), Erasure.place(owner, LAST), soon());

    assertThat(erased).isEqualTo(new Erased(0, 1, 1, 0, OptionalLong.empty()));
    assertThat(records(turn)).isEmpty();
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> store().blobs().get(blob, soon()));
    assertThat(group("owners." + Digest.of(tenant))).as("by which the next finds them").hasSize(1);

    keep(threads(), turn, "again");
    assertThat(new Erasure(threads()).erase(new Whose.Callers(owner), LAST, soon()))
        .isEqualTo(new Erased(0, 1, 0, 0, OptionalLong.empty()));
    assertThat(records(turn)).isEmpty();
  }

  private static TurnKey turn(String thread) {
    return new TurnKey(thread + "00000000");
  }

  private static Item item(TurnKey key, String text) {
    return new Item.Whole("in_" + key, "{\"text\":\"" + text + "\"}");
  }

  private void keep(Threads threads, TurnKey key, String text) throws Exception {
    var unused =
        threads.keep(
            owner,
            new Turn(key, Optional.empty(), List.of(item(key, text)), List.of(), "{}"),
            soon());
  }

  private List<Named> records(TurnKey key) throws Exception {
    return store()
        .records()
        .query(
            Threads.group(owner, key),
            key.text().substring(0, 24),
            Optional.empty(),
            RecordStore.MAX_PAGE,
            soon())
        .records();
  }

  private List<Named> group(String group) throws Exception {
    return store()
        .records()
        .query(group, "", Optional.empty(), RecordStore.MAX_PAGE, soon())
        .records();
  }

  private List<String> blobs(TurnKey key) throws Exception {
    return records(key).stream()
        .map(named -> named.record().text())
        .filter(text -> text.contains("turns/"))
        .map(text -> text.substring(text.indexOf("turns/")))
        .map(text -> text.substring(0, text.indexOf('"')))
        .toList();
  }
}
