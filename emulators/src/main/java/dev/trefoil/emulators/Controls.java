// The handles of one emulated service: what it is told to do, and what it has seen.
package dev.trefoil.emulators;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Faults, replies, journal and pace of one emulated service. Safe for use by many threads. */
public final class Controls {

  /** How many requests the journal keeps; the oldest are dropped. */
  public static final int JOURNAL_LIMIT = 1_000;

  /** How many bytes of request bodies the journal keeps; the oldest are dropped, never the last. */
  public static final long JOURNAL_BYTES_LIMIT = 32L * 1024 * 1024;

  private final Failure.Sort sort;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition leaving = lock.newCondition();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Deque<Kept> journal = new ArrayDeque<>();
  private long journalBytes;
  private int abandoned;
  private Optional<Fault> fault = Optional.empty();
  private volatile Pace pace = Pace.FREE;
  private volatile Duration ahead = Duration.ZERO;

  /** Of a model service. */
  public Controls() {
    this(Failure.Sort.MODEL);
  }

  /** Of a service of this sort. */
  public Controls(Failure.Sort sort) {
    this.sort = sort;
  }

  /**
   * Sets the fault, in the place of any other.
   *
   * @throws IllegalArgumentException when it cannot befall this sort of service
   */
  public void fault(Fault newFault) {
    if (!newFault.failure().befalls(sort)) {
      throw new IllegalArgumentException(
          "kind: '%s' cannot befall a %s service"
              .formatted(newFault.failure().kind(), sort.name().toLowerCase(Locale.ROOT)));
    }
    setFault(Optional.of(newFault));
  }

  /** The fault as it is set now, with the times that remain. */
  public Optional<Fault> fault() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the service whole again. What a fault holds up already stays held up. */
  public void clearFault() {
    setFault(Optional.empty());
  }

  /** Answers to give next, in order, in the place of any that are left. */
  public void replies(List<Reply> newReplies) {
    lock.lock();
    try {
      replies.clear();
      replies.addAll(newReplies);
    } finally {
      lock.unlock();
    }
  }

  /** The replies that have not been given yet. */
  public List<Reply> replies() {
    lock.lock();
    try {
      return List.copyOf(replies);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the replies that have not been given yet. */
  public void clearReplies() {
    replies(List.of());
  }

  /** The last requests, oldest first, within {@link #JOURNAL_LIMIT}. */
  public List<JournalEntry> journal() {
    lock.lock();
    try {
      return journal.stream().map(Kept::entry).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all requests. */
  public void clearJournal() {
    lock.lock();
    try {
      journal.clear();
      journalBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many requests lost their client before their answer's end. Over HTTP that is noticed at
   * once where nothing is being sent (silent, slow, stalled), else by a write that fails, which may
   * be the second after the client has gone; over gRPC always at once.
   */
  public int abandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until {@link #abandoned} is at least this. */
  public void awaitAbandoned(int requests) throws InterruptedException {
    lock.lock();
    try {
      while (abandoned < requests) {
        leaving.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** For the services: a client has gone before its answer's end. */
  public void noteAbandoned() {
    lock.lock();
    try {
      abandoned++;
      leaving.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sets what is asked before each token; {@link Pace#FREE} to ask nobody. */
  public void pace(Pace newPace) {
    pace = Objects.requireNonNull(newPace);
  }

  /** For the services: what is asked before each token. */
  public Pace pace() {
    return pace;
  }

  /** Lets time pass, for what the service forgets: its clock is so much further ahead. */
  public void pass(Duration time) {
    lock.lock();
    try {
      ahead = ahead.plus(time);
    } finally {
      lock.unlock();
    }
  }

  /** For the services: the clock that {@link #pass} moves. */
  public InstantSource clock() {
    return () -> Instant.now().plus(ahead);
  }

  /**
   * For the services: notes a request.
   *
   * @param bodyBytes how long its body was
   */
  public void record(JournalEntry entry, int bodyBytes) {
    lock.lock();
    try {
      journal.addLast(new Kept(entry, bodyBytes));
      journalBytes += bodyBytes;
      while (journal.size() > JOURNAL_LIMIT
          || journalBytes > JOURNAL_BYTES_LIMIT && journal.size() > 1) {
        journalBytes -= journal.removeFirst().bodyBytes();
      }
    } finally {
      lock.unlock();
    }
  }

  /** For the services: the failure that strikes a request before it is looked at, counted down. */
  public Optional<Failure> takeImmediateFailure() {
    return takeFailure(true);
  }

  /** For the services: the failure that strikes while a valid request is answered, counted down. */
  public Optional<Failure> takeAnswerFailure() {
    return takeFailure(false);
  }

  /** For the services: the reply to give to a valid request. */
  public Optional<Reply> takeReply() {
    lock.lock();
    try {
      return Optional.ofNullable(replies.pollFirst());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Failure> takeFailure(boolean atOnce) {
    lock.lock();
    try {
      Optional<Fault> striking = fault.filter(f -> f.failure().strikesAtOnce() == atOnce);
      striking.ifPresent(f -> fault = countedDown(f));
      return striking.map(Fault::failure);
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Fault> countedDown(Fault fault) {
    if (fault.times().isEmpty()) {
      return Optional.of(fault);
    }
    int left = fault.times().getAsInt() - 1;
    return left == 0
        ? Optional.empty()
        : Optional.of(new Fault(fault.failure(), OptionalInt.of(left)));
  }

  private void setFault(Optional<Fault> newFault) {
    lock.lock();
    try {
      fault = newFault;
    } finally {
      lock.unlock();
    }
  }

  /** A journal entry and what it weighs. */
  private record Kept(JournalEntry entry, int bodyBytes) {}
}
