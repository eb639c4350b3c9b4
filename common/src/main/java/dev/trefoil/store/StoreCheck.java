package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException.NoBlob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a store's table and container are there, by reading what is in neither. */
public final class StoreCheck {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private StoreCheck() {}

  /** What is wrong, in words; empty where both answer. Queues cannot be asked without a message. */
  public static List<String> faults(Store store) {
    List<String> faults = new ArrayList<>();
    try {
      var unused = store.records().get(RecordKey.of("trefoil.check"), Deadline.after(LIMIT));
    } catch (StoreException e) {
      faults.add(e.getMessage());
    }
    try {
      var unused = store.blobs().get("trefoil-check/none", Deadline.after(LIMIT));
    } catch (NoBlob e) {
      // As it is to be: its container has answered.
    } catch (StoreException e) {
      faults.add(e.getMessage());
    }
    return faults;
  }
}
