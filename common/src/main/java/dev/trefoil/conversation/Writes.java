package dev.trefoil.conversation;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Instant;
import java.util.Optional;

/**
 * Conditional writes of texts that nobody else writes. Where the store does not say whether one was
 * made, it is made once more, and the text that is there then tells.
 */
final class Writes {
  private final RecordStore records;

  Writes(RecordStore records) {
    this.records = records;
  }

  /** A write, as the store has it. */
  @FunctionalInterface
  private interface Write {
    Optional<String> once() throws StoreException;
  }

  /** The new record's version; empty where there is another's. */
  Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    return write(key, text, deadline, () -> records.create(key, text, expires, deadline));
  }

  /** The record's new version; empty where another was quicker. */
  Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    return write(key, text, deadline, () -> records.replace(key, text, expires, version, deadline));
  }

  private Optional<String> write(RecordKey key, String text, Deadline deadline, Write write)
      throws StoreException {
    Optional<String> version;
    try {
      version = write.once();
    } catch (Unreachable e) {
      version = write.once();
    }
    return version.isPresent()
        ? version
        : records.get(key, deadline).filter(own -> own.text().equals(text)).map(Stored::version);
  }
}
