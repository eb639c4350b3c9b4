package dev.trefoil.vectorstore;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.files.SortedName;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Files that were attached at once, by a name of their own. Used by many threads at once. */
public final class FileBatches {
  private static final int FORMAT = 1;
  private static final String ID = "vsfb_";

  /** As long as somebody may ask how a batch stands. */
  private static final Duration KEEP = Duration.ofDays(7);

  private final RecordStore records;
  private final InstantSource clock;
  private final RandomGenerator random;

  public FileBatches(RecordStore records, InstantSource clock, RandomGenerator random) {
    this.records = records;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A batch.
   *
   * @param files their ids
   */
  public record Batch(String id, List<String> files, Instant created) {
    public Batch {
      files = List.copyOf(files);
    }
  }

  /** Notes a batch. */
  public Batch create(Caller owner, VectorStore store, List<String> files, Deadline deadline)
      throws StoreException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String name = SortedName.next(now, random);
    String text =
        Json.object(
            json -> {
              RecordFormat.write(json, FORMAT);
              json.writeNumberField("created", now.toEpochMilli());
              json.writeArrayFieldStart("files");
              for (String file : files) {
                json.writeString(file);
              }
              json.writeEndArray();
            });
    var unused = records.create(key(owner, store, name), text, now.plus(KEEP), deadline);
    return new Batch(ID + name, files, now);
  }

  /** A batch of a store, by its id. */
  public Optional<Batch> find(Caller owner, VectorStore store, String id, Deadline deadline)
      throws StoreException {
    String name = id.startsWith(ID) ? id.substring(ID.length()) : "";
    Optional<Stored> stored =
        SortedName.is(name) ? records.get(key(owner, store, name), deadline) : Optional.empty();
    if (stored.isEmpty() || !stored.get().expires().isAfter(clock.instant())) {
      return Optional.empty();
    }
    try {
      JrsObject json = Json.readWhole(stored.get().text());
      RecordFormat.read(json, "the record of a batch of files", FORMAT);
      List<String> files = new ArrayList<>();
      if (json.get("files") instanceof JrsArray ids) {
        ids.elements().forEachRemaining(one -> files.add(one.asText()));
      }
      return Optional.of(new Batch(id, files, VectorStore.moment(json, "created")));
    } catch (IOException e) {
      throw new Unreadable("the record of a batch of files is none: " + e.getMessage(), e);
    }
  }

  private static RecordKey key(Caller owner, VectorStore store, String name) {
    return new RecordKey("filebatches." + Files.owner(owner) + "." + store.name(), name);
  }
}
