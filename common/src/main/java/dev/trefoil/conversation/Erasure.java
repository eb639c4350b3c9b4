package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.StoredTurns.Found;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Erases what is kept of a caller, a subject or a tenant: conversations, responses, summaries and
 * their blobs, and of callers their files. What is left is a tombstone without content, by which
 * whoever has copies knows what they must not bring back. One that does not end in its time is gone
 * on with from where it was.
 */
public final class Erasure {
  /** A caller's turns lie in so many groups. */
  public static final int SHARES = TurnKey.SHARES;

  /** A name's first letters say where an erasure is: more of them would be rounded in JSON. */
  private static final int LETTERS = 8;

  private static final long LAST = SHARES * (long) Math.pow(Character.MAX_RADIX, LETTERS);

  private static final int FORMAT = 1;
  private static final int AT_ONCE = 48;
  private static final Duration LEAST = Duration.ofSeconds(2);

  /** As long as a copy may be brought back. */
  private static final Duration TOMBSTONE = Duration.ofDays(400);

  private final Threads threads;
  private final StoredTurns turns;
  private final Others others;

  public Erasure(Threads threads) {
    this(threads, Others.NONE);
  }

  /**
   * @param others what else is kept of callers
   */
  public Erasure(Threads threads, Others others) {
    this.threads = threads;
    this.turns = new StoredTurns(threads, new Conversations(threads));
    this.others = others;
  }

  /** What is kept of callers beside conversations. */
  @FunctionalInterface
  public interface Others {
    /** Nothing. */
    Others NONE = (caller, deadline) -> 0;

    /**
     * Erases all of it; what was erased stays so where it fails.
     *
     * @return how many things there were
     */
    int erase(Caller caller, Deadline deadline) throws StoreException;
  }

  /** Whose data is erased. */
  public sealed interface Whose {
    /** All that a caller has. */
    record Callers(Caller caller) implements Whose {}

    /**
     * All threads in which a turn names someone as its {@code safety_identifier}.
     *
     * @param tenant of the callers who name it so
     */
    record Subjects(Optional<String> tenant, String subject) implements Whose {}

    /** All that callers of a tenant have. */
    record Tenants(String tenant) implements Whose {}
  }

  /**
   * Erases.
   *
   * @param from {@link Erased#next} of the call before; 0 for the first
   * @param deadline when it stops, and says where
   * @throws StoreException when the store cannot be reached; what was deleted until then stays so
   */
  public Erased erase(Whose whose, long from, Deadline deadline) throws StoreException {
    bury(whose, deadline);
    return switch (whose) {
      case Whose.Callers(Caller caller) -> caller(caller, from, deadline);
      case Whose.Tenants(String tenant) -> tenant(tenant, from, deadline);
      case Whose.Subjects(Optional<String> tenant, String subject) ->
          subject(tenant, subject, from, deadline);
    };
  }

  /** The greatest {@code from} that an erasure may go on from. */
  public static long last(Whose whose) {
    return whose instanceof Whose.Callers ? SHARES : LAST;
  }

  /** The record that stays of an erasure: it names nobody. */
  public static RecordKey tombstone(Whose whose) {
    String name =
        switch (whose) {
          case Whose.Callers(Caller caller) -> "caller\n" + Threads.digest(caller);
          case Whose.Tenants(String tenant) -> "tenant\n" + tenant;
          case Whose.Subjects(Optional<String> tenant, String subject) ->
              "subject\n" + OwnerIndex.ofSubject(tenant, subject);
        };
    return new RecordKey("erased", Digest.of(name));
  }

  /** Before anything is deleted: nobody who copies meanwhile brings back what is. */
  private void bury(Whose whose, Deadline deadline) throws StoreException {
    Instant now = threads.now();
    String text =
        Json.object(
            json -> {
              RecordFormat.write(json, FORMAT);
              json.writeNumberField("erased", now.toEpochMilli());
            });
    RecordKey key = tombstone(whose);
    Instant until = now.plus(TOMBSTONE);
    while (true) {
      Optional<Stored> before = threads.records().get(key, deadline);
      Optional<String> written =
          before.isEmpty()
              ? threads.writes().create(key, text, until, deadline)
              : threads.writes().replace(key, text, until, before.get().version(), deadline);
      if (written.isPresent()) {
        return;
      }
    }
  }

  private Erased caller(Caller caller, long from, Deadline deadline) throws StoreException {
    Erased all = Erased.NOTHING;
    for (int share = (int) from; share < SHARES; share += AT_ONCE) {
      if (deadline.remaining().compareTo(LEAST) < 0) {
        return all.until(share);
      }
      List<Integer> some =
          IntStream.range(share, Math.min(SHARES, share + AT_ONCE)).boxed().toList();
      for (Erased one : AtOnce.map(some, each -> erase(caller, group(caller, each), deadline))) {
        all = all.plus(one);
      }
    }
    if (deadline.remaining().compareTo(LEAST) < 0) {
      return all.until(SHARES - 1L); // From where there is little left to do before the others.
    }
    return all.withFiles(others.erase(caller, deadline));
  }

  private static Found group(Caller caller, int share) {
    return new Found(Threads.group(caller, TurnKey.share(share)), "");
  }

  private Erased erase(Caller caller, Found where, Deadline deadline) throws StoreException {
    return turns.erase(caller, where, deadline);
  }

  private Erased tenant(String tenant, long from, Deadline deadline) throws StoreException {
    return walk(
        OwnerIndex.ofTenant(tenant),
        from,
        deadline,
        (named, share) -> caller(OwnerIndex.owner(named), share, deadline));
  }

  private Erased subject(Optional<String> tenant, String subject, long from, Deadline deadline)
      throws StoreException {
    return walk(
        OwnerIndex.ofSubject(tenant, subject),
        from,
        deadline,
        (named, share) -> {
          if (deadline.remaining().compareTo(LEAST) < 0) {
            return Erased.NOTHING.until(share);
          }
          Caller owner = OwnerIndex.owner(named);
          String thread = OwnerIndex.thread(named);
          return erase(
              owner, new Found(Threads.group(owner, TurnKey.share(thread)), thread), deadline);
        });
  }

  /** Erases what one record of the index leads to, from a share on. */
  private interface Part {
    Erased erase(Named named, int share) throws StoreException;
  }

  /**
   * All records of a group of the index, which stay: processes that keep turns know of them, and
   * write none again while they last.
   */
  private Erased walk(String group, long from, Deadline deadline, Part part) throws StoreException {
    Erased all = Erased.NOTHING;
    long least = from;
    Optional<String> next = Optional.empty();
    do {
      Page page = threads.records().query(group, "", next, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        long here = place(named.name());
        if (here + SHARES > least) {
          all = all.plus(part.erase(named, (int) Math.max(0, least - here)));
          if (all.next().isPresent()) {
            return all.until(here + all.next().getAsLong());
          }
          least = Math.min(least, here); // Of all that follow, every share.
        }
      }
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  /** Where an erasure of a tenant goes on with a share of one of its callers. */
  public static long place(Caller caller, int share) {
    return place(Threads.digest(caller)) + share;
  }

  /** Names of a group are in this order; two may share a place. */
  private static long place(String name) {
    return Long.parseLong(name.substring(0, LETTERS), Character.MAX_RADIX) * SHARES;
  }
}
