package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Content;
import dev.trefoil.store.Contents;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A journal of records, one an entry, in the order of their names. */
public final class StoredJournal implements RunJournal {
  private static final int FORMAT = 1;

  /** How long one entry is tried to be written or read. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RecordStore records;
  private final Contents contents;
  private final String group;
  private final Duration keep;
  private final InstantSource clock;

  /**
   * @param run 32 letters and digits that no other run has
   * @param keep how long what a dead process has left is kept
   */
  public StoredJournal(
      RecordStore records, Contents contents, String run, Duration keep, InstantSource clock) {
    this.records = records;
    this.contents = contents;
    this.group = "run-" + run;
    this.keep = keep;
    this.clock = clock;
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public List<String> load() throws StoreException {
    Deadline deadline = Deadline.after(PATIENCE);
    List<String> entries = new ArrayList<>();
    for (Named named : all(deadline)) {
      if (!named.name().equals(name(entries.size()))) {
        break; // What stands behind a gap is of a run that has ended.
      }
      entries.add(new String(contents.load(read(named), deadline), StandardCharsets.UTF_8));
    }
    return entries;
  }

  private List<Named> all(Deadline deadline) throws StoreException {
    List<Named> all = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Page page = records.query(group, "", from, RecordStore.MAX_PAGE, deadline);
      Instant now = clock.instant();
      page.records().stream()
          .filter(named -> named.record().expires().isAfter(now))
          .forEach(all::add);
      from = page.next();
    } while (from.isPresent());
    return all;
  }

  private static Content read(Named named) throws StoreException {
    try {
      JrsObject json = Json.readWhole(named.record().text());
      RecordFormat.read(json, "a run's entry", FORMAT);
      return Content.read(json, "entry");
    } catch (IOException e) {
      throw new Unreadable("a run's entry cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean add(int place, String entry) throws StoreException {
    Deadline deadline = Deadline.after(PATIENCE);
    RecordKey key = new RecordKey(group, name(place));
    byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
    Content content = contents.keep("runs/" + group + "/" + name(place), bytes, deadline);
    String text =
        Json.object(
            json -> {
              RecordFormat.write(json, FORMAT);
              content.write(json, "entry");
            });
    Instant expires = clock.instant().plus(keep);
    try {
      return isOurs(records.create(key, text, expires, deadline), key, text, deadline);
    } catch (Unreachable e) {
      return isOurs(records.create(key, text, expires, deadline), key, text, deadline);
    }
  }

  private boolean isOurs(Optional<String> version, RecordKey key, String text, Deadline deadline)
      throws StoreException {
    return version.isPresent()
        || records.get(key, deadline).filter(there -> there.text().equals(text)).isPresent();
  }

  @Override
  public void clear() throws StoreException {
    Deadline deadline = Deadline.after(PATIENCE);
    for (Named named : all(deadline).reversed()) {
      contents.delete(read(named), deadline);
      records.delete(new RecordKey(group, named.name()), deadline);
    }
  }

  private static String name(int place) {
    return String.format(Locale.ROOT, "%04d", place);
  }
}
