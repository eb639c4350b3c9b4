package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Small texts and counters by key. Reads and queries see every write that has returned. A condition
 * that did not hold is a result and no failure, so that neither is taken for the other. Used by
 * many threads at once.
 *
 * <p>After {@link StoreException.Unreachable} a write may have happened or not. Whoever repeats a
 * conditional one learns which; an {@link #add} that is repeated may count twice.
 */
public interface RecordStore {
  /**
   * Bytes of UTF-8 that a record's text may have on every cloud: DynamoDB's items end at 400 KB.
   */
  int MAX_TEXT = 300_000;

  /** The most records of a page. */
  int MAX_PAGE = 100;

  /** The most counters that one call adds to. */
  int MAX_COUNTERS = 80;

  /**
   * A record as it was read.
   *
   * @param text empty where only counters were written
   * @param counters by name
   * @param expires from when on the store may delete it. It does so some time later, DynamoDB
   *     within days and Table storage never: whoever reads has to look
   * @param version changes with every write, and is no version of a later record of the same key
   */
  record Stored(String text, Map<String, Long> counters, Instant expires, String version) {
    public Stored {
      counters = Map.copyOf(counters);
    }
  }

  /** A record of a group. */
  record Named(String name, Stored record) {}

  /**
   * Some records of a group, in the order of their names' bytes.
   *
   * @param next where the next page begins, in the store's own words; empty on the last one. A page
   *     that is not the last may have fewer records than were asked for, or none
   */
  record Page(List<Named> records, Optional<String> next) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /** Reads a record. */
  Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException;

  /**
   * Writes a record unless there is one of this key.
   *
   * @return its version; empty when there is one already, which is left as it is
   * @throws StoreException.TooLarge when the text is longer than {@link #MAX_TEXT}
   */
  Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException;

  /**
   * Writes a record over the one that was read as {@code version}, counters included.
   *
   * @return its new version; empty when it has been changed or deleted meanwhile, and is left as it
   *     is
   * @throws StoreException.TooLarge when the text is longer than {@link #MAX_TEXT}
   */
  Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException;

  /** Deletes a record, if there is one. */
  void delete(RecordKey key, Deadline deadline) throws StoreException;

  /**
   * Deletes the record that was read as {@code version}.
   *
   * @return whether that was done; false when it has been changed or deleted meanwhile
   */
  boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException;

  /**
   * Adds to a record's counters, all or none, and makes the record where there is none. Of writers
   * at the same time none is lost.
   *
   * @param deltas by the counter's name: letters, digits and {@code _}, a letter first
   * @return what those counters are now
   * @throws StoreException.Contended when others were quicker until the deadline; nothing was added
   */
  Map<String, Long> add(RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException;

  /**
   * Reads the records of a group whose names begin with {@code prefix}.
   *
   * @param prefix empty for all
   * @param from what the page before has as its next; empty for the first page
   * @param limit 1 to {@link #MAX_PAGE}
   */
  Page query(String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException;

  /**
   * Reads all records of a group whose names begin with {@code prefix}, page by page: for groups
   * that are bounded, since all are held.
   *
   * @param prefix empty for all
   */
  default List<Named> all(String group, String prefix, Deadline deadline) throws StoreException {
    List<Named> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      Page page = query(group, prefix, next, MAX_PAGE, deadline);
      all.addAll(page.records());
      next = page.next();
    } while (next.isPresent());
    return all;
  }
}
