package dev.trefoil.agent;

import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What of a run other processes have done already, and what this one adds. Of one thread. */
final class RunHistory {
  private final RunJournal journal;
  private final String writer = UUID.randomUUID().toString();
  private final List<RunEntry> before = new ArrayList<>();
  private int place;

  /**
   * @throws RunHaltedException when it cannot be known
   */
  RunHistory(RunJournal journal) {
    this.journal = journal;
    try {
      for (String entry : journal.load()) {
        before.add(RunEntryText.read(entry));
      }
    } catch (StoreException | IOException e) {
      throw new RunHaltedException("what the run has done cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether entries are kept. */
  boolean keeps() {
    return journal.keeps();
  }

  /** The next step, where another process has made it. */
  <T extends RunEntry> Optional<T> next(Class<T> type) {
    if (place >= before.size()) {
      return Optional.empty();
    }
    if (!type.isInstance(before.get(place))) {
      throw new RunHaltedException("the run's entry " + place + " is of another step");
    }
    return Optional.of(type.cast(before.get(place++)));
  }

  /**
   * Keeps the next step.
   *
   * @throws RunHaltedException when it cannot be kept, or another process goes on with the run
   */
  void add(RunEntry entry) {
    if (!journal.keeps()) {
      return;
    }
    try {
      if (!journal.add(place, RunEntryText.write(entry, writer))) {
        throw new RunHaltedException("another process goes on with the run");
      }
      place++;
    } catch (StoreException e) {
      throw new RunHaltedException("a step of the run cannot be kept: " + e.getMessage(), e);
    }
  }
}
