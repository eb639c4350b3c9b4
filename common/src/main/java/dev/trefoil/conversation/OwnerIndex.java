package dev.trefoil.conversation;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which callers a tenant has that have something kept, and which threads a subject is spoken of in:
 * what an erasure is asked for and no key of a turn says. A record is written before the first turn
 * that it leads to, outlasts all of them, and is never deleted: who has written it trusts that it
 * is there. Used by many threads at once.
 */
public final class OwnerIndex {
  private static final int FORMAT = 1;

  /** It is written again a few times in so long, however many turns there are. */
  private static final Duration SLACK = Duration.ofDays(7);

  private static final int MOST_KNOWN = 10_000;

  private final RecordStore records;
  private final Duration keep;
  private final InstantSource clock;

  /** Until when records of this process are there. */
  private final Map<RecordKey, Instant> known = new ConcurrentHashMap<>();

  /**
   * @param keep how long what it leads to is kept at most
   */
  public OwnerIndex(RecordStore records, Duration keep, InstantSource clock) {
    this.records = records;
    this.keep = keep;
    this.clock = clock;
  }

  /** The group of a tenant's callers. */
  static String ofTenant(String tenant) {
    return "owners." + Digest.of(tenant);
  }

  /** The group of a subject's threads. */
  static String ofSubject(Optional<String> tenant, String subject) {
    return "subjects." + Digest.of(tenant.orElse("") + "\n" + subject);
  }

  /** Notes that a caller has something. */
  public void note(Caller owner, Deadline deadline) throws StoreException {
    if (owner.tenant().isPresent()) {
      note(new RecordKey(ofTenant(owner.tenant().get()), Threads.digest(owner)), owner, deadline);
    }
  }

  /** Notes that a subject is spoken of in a turn of a caller's. */
  void note(Caller owner, String subject, TurnKey turn, Deadline deadline) throws StoreException {
    note(
        new RecordKey(
            ofSubject(owner.tenant(), subject), turn.thread() + "." + Threads.digest(owner)),
        owner,
        deadline);
  }

  private void note(RecordKey key, Caller owner, Deadline deadline) throws StoreException {
    Instant least = clock.instant().plus(keep);
    Instant there = known.get(key);
    if (there != null && !there.isBefore(least)) {
      return;
    }
    Instant until = least.plus(SLACK);
    Optional<Stored> stored = records.get(key, deadline);
    Optional<String> written =
        stored.isEmpty()
            ? records.create(key, text(owner), until, deadline)
            : stored.get().expires().isBefore(least)
                ? records.replace(key, text(owner), until, stored.get().version(), deadline)
                : Optional.empty();
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    // Where another was quicker, what it has written lasts about as long.
    known.put(key, written.isPresent() ? until : least);
  }

  private static String text(Caller owner) {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          TurnRecord.write(json, owner);
        });
  }

  /** Whose thread it is, or who it is. */
  static Caller owner(Named named) throws StoreException {
    try {
      JrsObject json = Json.readWhole(named.record().text());
      RecordFormat.read(json, "an owner's record", FORMAT);
      return TurnRecord.owner(json);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("an owner's record is none: " + e.getMessage(), e);
    }
  }

  /** The thread of a record of a subject's. */
  static String thread(Named named) {
    return named.name().substring(0, named.name().indexOf('.'));
  }
}
