package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Adds to counters of the store on conditions, one write of a record at a time: what comes while
 * one is under way goes together in the next. A condition is looked at after the write, on what the
 * counters are then, and what it refuses is taken back: so that the sum of what was accepted keeps
 * to every condition, whoever else writes. Used by many threads at once.
 */
final class CombinedAdds {
  private static final System.Logger LOG = System.getLogger(CombinedAdds.class.getName());

  /** What a write may take together. */
  private static final int MOST_TOGETHER = 200;

  /** Of taking back, while others are quicker. */
  private static final int MOST_TRIES = 5;

  private final RecordStore records;
  private final Duration patience;
  private final Map<RecordKey, Line> lines = new HashMap<>();

  /**
   * @param patience how long one write may take
   */
  CombinedAdds(RecordStore records, Duration patience) {
    this.records = records;
    this.patience = patience;
  }

  /**
   * What is to be added.
   *
   * @param deltas by counter
   * @param fits whether the counters may be as they are with it
   * @param result what they were with it, whether accepted or not
   */
  private record Entry(
      Map<String, Long> deltas,
      Instant expires,
      Predicate<Map<String, Long>> fits,
      CompletableFuture<Added> result) {}

  /** Who waits for a record. */
  private static final class Line {
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private boolean writing;
  }

  /**
   * What became of an addition.
   *
   * @param accepted false where it was taken back
   * @param counters with it
   */
  record Added(boolean accepted, Map<String, Long> counters) {}

  /**
   * Adds, and takes back what does not fit.
   *
   * @throws StoreException when it was not added, or nobody knows whether it was
   */
  Added add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Predicate<Map<String, Long>> fits)
      throws StoreException {
    Entry entry = new Entry(deltas, expires, fits, new CompletableFuture<>());
    boolean first;
    synchronized (lines) {
      Line line = lines.computeIfAbsent(key, ignored -> new Line());
      line.waiting.add(entry);
      first = !line.writing;
      line.writing = true;
    }
    if (first) {
      write(key);
      if (more(key)) { // Not on this call's time.
        Thread.ofVirtual().name("trefoil-counters").start(() -> writeAll(key));
      }
    }
    try {
      return entry.result().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException store) {
        throw store;
      }
      throw e;
    }
  }

  private void writeAll(RecordKey key) {
    do {
      write(key);
    } while (more(key));
  }

  /** Whether somebody has come meanwhile; the line is given up where nobody has. */
  private boolean more(RecordKey key) {
    synchronized (lines) {
      boolean more = !lines.get(key).waiting.isEmpty();
      if (!more) {
        lines.remove(key);
      }
      return more;
    }
  }

  /** The next write of a record, and its answer to all who are part of it. */
  private void write(RecordKey key) {
    List<Entry> together = new ArrayList<>();
    synchronized (lines) {
      Queue<Entry> waiting = lines.get(key).waiting;
      while (!waiting.isEmpty() && together.size() < MOST_TOGETHER) {
        together.add(waiting.poll());
      }
    }
    try {
      tell(key, together);
    } catch (StoreException | RuntimeException | Error e) {
      together.forEach(entry -> entry.result().completeExceptionally(e));
    }
  }

  private void tell(RecordKey key, List<Entry> together) throws StoreException {
    Map<String, Long> sum = new HashMap<>();
    for (Entry entry : together) {
      entry.deltas().forEach((name, delta) -> sum.merge(name, delta, Long::sum));
    }
    Instant expires = together.getFirst().expires();
    Map<String, Long> running =
        new HashMap<>(records.add(key, sum, expires, Deadline.after(patience)));
    sum.forEach((name, delta) -> running.merge(name, -delta, Long::sum));
    Map<String, Long> back = new HashMap<>();
    List<Runnable> answers = new ArrayList<>();
    for (Entry entry : together) {
      Map<String, Long> with = new HashMap<>(running);
      entry.deltas().forEach((name, delta) -> with.merge(name, delta, Long::sum));
      boolean fits = entry.fits().test(with);
      if (fits) {
        running.putAll(with);
      } else {
        entry.deltas().forEach((name, delta) -> back.merge(name, -delta, Long::sum));
      }
      answers.add(() -> entry.result().complete(new Added(fits, with)));
    }
    if (!back.isEmpty()) {
      takeBack(key, back, expires);
    }
    answers.forEach(Runnable::run);
  }

  private void takeBack(RecordKey key, Map<String, Long> back, Instant expires) {
    for (int tries = 1; ; tries++) {
      try {
        var unused = records.add(key, back, expires, Deadline.after(patience));
        return;
      } catch (StoreException e) {
        // Of what surely did not happen there is another try.
        if (!(e instanceof Contended) || tries == MOST_TRIES) {
          LOG.log(
              Level.WARNING,
              "what was refused stays counted until its month ends: "
                  + key
                  + ": "
                  + e.getMessage());
          return;
        }
      }
    }
  }
}
