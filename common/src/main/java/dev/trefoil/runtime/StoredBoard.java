package dev.trefoil.runtime;

import dev.trefoil.chat.Deadline;
import dev.trefoil.health.Board;
import dev.trefoil.health.BoardSettings;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.Sighting;
import dev.trefoil.policy.Target;
import dev.trefoil.runtime.HeldPrompts.Held;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The board as one record of the jobs' table. It is read and written in the background, one at a
 * time; while the store cannot be reached, this process knows what it finds itself.
 */
final class StoredBoard implements Board {
  /** No job has an id with a dot in it. */
  static final String ID = "trefoil.board";

  private static final RecordKey KEY = RecordKey.of(ID);

  /** What each call of the store has: in the background, longer than any call waits for it. */
  private static final Duration EXCHANGE = Duration.ofSeconds(10);

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private static final System.Logger LOG = System.getLogger(StoredBoard.class.getName());

  /** How many times a write is begun anew that another process has overtaken. */
  private static final int TRIES = 5;

  /** More conversations do not move at a time, or others learn it from their next turns. */
  private static final int MOST_MOVED = 200;

  private final RecordStore records;
  private final HealthBook health;
  private final BoardSettings settings;
  private final Duration patience;
  private final InstantSource clock;
  private final Executor background;

  /** What this process has found and the board does not say yet. */
  private final Map<Target, Finding> news = new ConcurrentHashMap<>();

  /** Conversations that have moved, as far as the board does not say it yet. */
  private final Map<String, Held> moved = new ConcurrentHashMap<>();

  private volatile BoardText listed = BoardText.EMPTY;
  private volatile Instant begun = Instant.EPOCH;
  private volatile CompletableFuture<Void> ahead = DONE;
  private CompletableFuture<Void> exchange = DONE;

  /** Another one after everything was forgotten: what was asked before is not learned any more. */
  private Object life = new Object();

  private boolean warned;

  /**
   * What a call has shown of a target.
   *
   * @param failing whether its breaker opened; otherwise it answered
   */
  private record Finding(boolean failing, Instant at) {}

  /**
   * @param health is told what the others have found
   * @param patience the longest that a call with news waits for the store
   * @param background runs what talks to the store
   */
  StoredBoard(
      RecordStore records,
      HealthBook health,
      BoardSettings settings,
      Duration patience,
      InstantSource clock,
      Executor background) {
    this.records = records;
    this.health = health;
    this.settings = settings;
    this.patience = patience;
    this.clock = clock;
    this.background = background;
  }

  /** Begins to read, for the first call to know what the others have found. */
  void readAhead() {
    ahead = begin();
  }

  /** Returns when what was begun ahead has been read, or the store does not answer. */
  void awaitReadAhead() {
    await(ahead, EXCHANGE);
  }

  @Override
  public void beforeCall() {
    CompletableFuture<Void> reading = ahead;
    if (!reading.isDone()) {
      await(reading, settings.firstRead());
      // Where that was in vain, no other call waits.
      ahead = DONE;
    }
    if (isDue()) {
      synchronized (this) {
        if (isDue() && exchange.isDone()) {
          begin();
        }
      }
    }
  }

  @Override
  public void afterCall(List<? extends Sighting> sightings) {
    boolean any = false;
    for (Sighting attempt : sightings) {
      Optional<Finding> finding = finding(attempt);
      if (finding.isPresent()) {
        any |= isNew(attempt.target(), finding.get());
      }
    }
    if (any) {
      await(begin(), patience);
    }
  }

  /** Told in the background, and again before half of the time is over that others know it for. */
  @Override
  public void held(String prefix, Target target, Duration lifetime) {
    Instant now = clock.instant();
    Optional<Held> known = Optional.ofNullable(listed.held().byPrefix().get(prefix));
    boolean isTold =
        known
            .filter(held -> held.target().equals(target))
            .filter(held -> held.until().isAfter(now.plus(lifetime.dividedBy(2))))
            .isPresent();
    if (isTold || !BoardText.takes(target) || moved.size() >= MOST_MOVED) {
      return;
    }
    moved.put(prefix, new Held(target, now.plus(lifetime)));
    synchronized (this) {
      if (exchange.isDone()) {
        begin();
      }
    }
  }

  @Override
  public void read(Duration atMost) {
    await(begin(), atMost);
  }

  @Override
  public Set<Target> listed() {
    return listed.opened().keySet();
  }

  /** What this process knows of the board is not true any more. */
  synchronized void forget() {
    life = new Object();
    exchange = DONE;
    ahead = DONE;
    listed = BoardText.EMPTY;
    news.clear();
    moved.clear();
    begun = Instant.EPOCH;
  }

  private Optional<Finding> finding(Sighting attempt) {
    Target target = attempt.target();
    Optional<Instant> known = Optional.ofNullable(listed.opened().get(target));
    if (attempt.breaker() == Breaker.State.OPEN) {
      return health
          .of(target)
          .breaker()
          .openedAt()
          .filter(at -> BoardText.takes(target) && known.filter(at::equals).isEmpty())
          .map(at -> new Finding(true, at));
    }
    return attempt.answered()
        ? known.map(opened -> new Finding(false, clock.instant()))
        : Optional.empty();
  }

  /** Where the store did not take the same before, the next read tries again. */
  private boolean isNew(Target target, Finding finding) {
    Optional<Finding> before = Optional.ofNullable(news.put(target, finding));
    return before.filter(known -> known.failing() == finding.failing()).isEmpty();
  }

  private boolean isDue() {
    Duration age = Duration.between(begun, clock.instant());
    return age.isNegative() || age.compareTo(settings.every()) >= 0;
  }

  /** Talks to the store, once what is under way with it has ended. */
  private synchronized CompletableFuture<Void> begin() {
    Object mine = life;
    exchange =
        exchange.exceptionally(broken -> null).thenRunAsync(() -> exchange(mine), background);
    return exchange;
  }

  private void exchange(Object mine) {
    begun = clock.instant();
    try {
      learn(
          news.isEmpty() && moved.isEmpty()
              ? text(records.get(KEY, Deadline.after(EXCHANGE)))
              : write(),
          mine);
      warned = false;
    } catch (StoreException | RuntimeException e) {
      // What was found stays in the news, for the next time.
      if (!warned) {
        warned = true;
        LOG.log(
            Level.WARNING,
            "the board cannot be kept: each process learns for itself what fails, until it can: "
                + e.getMessage());
      }
    }
  }

  private BoardText write() throws StoreException {
    Map<Target, Finding> written = Map.copyOf(news);
    Map<String, Held> told = Map.copyOf(moved);
    for (int i = 0; i < TRIES; i++) {
      Optional<Stored> there = records.get(KEY, Deadline.after(EXCHANGE));
      BoardText before = text(there);
      BoardText after = before.withHeld(before.held().with(told, clock.instant()));
      for (Map.Entry<Target, Finding> one : written.entrySet()) {
        Finding finding = one.getValue();
        after =
            finding.failing()
                ? after.withOpened(one.getKey(), finding.at())
                : after.withAnswer(one.getKey(), finding.at());
      }
      if (after.equals(before) || put(there, after)) {
        written.forEach(news::remove);
        told.forEach(moved::remove);
        return after;
      }
    }
    throw new Contended("others were quicker " + TRIES + " times");
  }

  private boolean put(Optional<Stored> there, BoardText text) throws StoreException {
    Instant expires = clock.instant().plus(BoardText.KEPT);
    Optional<String> version =
        there.isPresent()
            ? records.replace(
                KEY, text.toString(), expires, there.get().version(), Deadline.after(EXCHANGE))
            : records.create(KEY, text.toString(), expires, Deadline.after(EXCHANGE));
    return version.isPresent();
  }

  private BoardText text(Optional<Stored> stored) throws StoreException {
    Instant oldest = clock.instant().minus(BoardText.KEPT);
    return stored.isEmpty()
        ? BoardText.EMPTY
        : BoardText.read(stored.get().text()).withoutThoseBefore(oldest);
  }

  private synchronized void learn(BoardText board, Object mine) {
    if (life != mine) {
      return;
    }
    Instant oldest = clock.instant().minus(BoardText.KEPT);
    Map<Target, Instant> before = listed.opened();
    listed = board;
    board
        .held()
        .byPrefix()
        .forEach((prefix, held) -> health.heldElsewhere(prefix, held.target(), held.until()));
    board.opened().forEach((target, at) -> health.of(target).breaker().openedElsewhere(at));
    before.forEach(
        (target, at) -> {
          if (!board.opened().containsKey(target) && at.isAfter(oldest)) {
            health.of(target).breaker().closedElsewhere(at);
          }
        });
  }

  private static void await(CompletableFuture<Void> exchange, Duration atMost) {
    try {
      exchange.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It goes on in the background.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "the board failed unexpectedly", e.getCause());
    }
  }
}
