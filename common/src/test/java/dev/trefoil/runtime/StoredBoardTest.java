package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Usage;
import dev.trefoil.health.BoardSettings;
import dev.trefoil.health.Breaker.State;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.MovedClock;
import dev.trefoil.job.MemoryBackend;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What processes tell one another by the board, and what becomes of it when the store fails. */
@Timeout(60)
class StoredBoardTest {
  private static final Target TARGET = new Target("bedrock", "m");
  private static final RecordKey BOARD = RecordKey.of(StoredBoard.ID);
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MovedClock clock = new MovedClock();
  private final MemoryBackend store = new MemoryBackend();
  private final Process one = new Process(store);
  private final Process other = new Process(store);

  /** A process of the fleet, whose board is read and written before a call goes on. */
  private final class Process {
    private final HealthBook health =
        new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
    private final StoredBoard board;

    Process(RecordStore records) {
      this(records, LONG, Runnable::run);
    }

    Process(RecordStore records, Duration patience, Executor background) {
      board =
          new StoredBoard(
              records, health, new BoardSettings(EVERY, LONG), patience, clock, background);
    }

    /** Makes calls until the breaker is open, then tells. */
    void meetsOutage() {
      ProviderException down = new ProviderException(Kind.OVERLOADED, "down");
      for (int i = 0; i < BreakerSettings.DEFAULTS.consecutiveFailures(); i++) {
        health.of(TARGET).failed(down);
      }
      board.afterCall(trail("overloaded").attempts());
    }

    void isAnswered() {
      health.of(TARGET).succeeded();
      board.afterCall(trail(Attempt.OK).attempts());
    }

    State state() {
      return health.of(TARGET).breaker().state();
    }

    private Trail trail(String outcome) {
      return new Trail(
          List.of(
              new Attempt(
                  TARGET,
                  outcome,
                  Optional.empty(),
                  Optional.empty(),
                  Duration.ZERO,
                  Optional.empty(),
                  Optional.empty(),
                  Usage.NONE,
                  false,
                  OptionalDouble.empty(),
                  state(),
                  "us")));
    }
  }

  @Test
  void whatOneHasFoundFailingTheOtherKnowsBeforeItsFirstCall() {
    one.meetsOutage();
    other.board.read(LONG);

    assertThat(other.state()).isEqualTo(State.OPEN);
    assertThat(other.board.listed()).containsExactly(TARGET);
    clock.advance(BreakerSettings.DEFAULTS.openFor());
    assertThat(other.health.of(TARGET).breaker().admits()).as("30 s after the one's").isTrue();
  }

  @Test
  void theBoardIsReadNoMoreOftenThanItIsToldTo() {
    other.board.beforeCall();
    one.meetsOutage();
    clock.advance(EVERY.minusMillis(1));
    other.board.beforeCall();
    assertThat(other.state()).isEqualTo(State.CLOSED);

    clock.advance(Duration.ofMillis(1));
    other.board.beforeCall();

    assertThat(other.state()).isEqualTo(State.OPEN);
  }

  @Test
  void anAnswerTakesTheTargetOffTheBoardForAll() {
    one.meetsOutage();
    other.board.read(LONG);
    other.isAnswered();
    assertThat(other.board.listed()).isEmpty();

    one.board.read(LONG);

    assertThat(one.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whereAPromptIsKeptOthersLearnWhenTheyReadTheBoard() {
    one.board.held("prefix", TARGET, HealthBook.HELD_FOR);
    assertThat(other.health.holder("prefix")).isEmpty();

    other.board.read(LONG);

    assertThat(other.health.holder("prefix")).contains(TARGET);
    clock.advance(HealthBook.HELD_FOR);
    assertThat(other.health.holder("prefix")).isEmpty();
  }

  @Test
  void whatOthersKnowOfAPromptIsToldAgainOnlyAfterAWhile() throws StoreException {
    one.board.held("prefix", TARGET, HealthBook.HELD_FOR);
    String told = board();
    clock.advance(HealthBook.HELD_FOR.dividedBy(2).minusMillis(1));
    one.board.held("prefix", TARGET, HealthBook.HELD_FOR);
    assertThat(board()).isEqualTo(told);

    clock.advance(Duration.ofMillis(1));
    one.board.held("prefix", TARGET, HealthBook.HELD_FOR);

    assertThat(board()).isNotEqualTo(told);
    one.board.held("prefix", new Target("azure", "m"), HealthBook.HELD_FOR);
    other.board.read(LONG);
    assertThat(other.health.holder("prefix")).contains(new Target("azure", "m"));
  }

  @Test
  void aFewHundredPromptsAreOnTheBoardAndWhatFailsStaysThere() throws StoreException {
    one.meetsOutage();
    for (int i = 0; i < 1000; i++) {
      one.board.held("prefix-" + i, TARGET, HealthBook.HELD_FOR);
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(board()).contains("prefix-999", "prefix-800").doesNotContain("prefix-799");
    assertThat(board().length()).isLessThan(30_000);
    other.board.read(LONG);
    assertThat(other.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aPromptOfThisProcessIsNewerThanWhatTheBoardSays() {
    one.board.held("prefix", TARGET, HealthBook.HELD_FOR);
    clock.advance(Duration.ofSeconds(1));
    other.health.held("prefix", new Target("azure", "m"), HealthBook.HELD_FOR);

    other.board.read(LONG);

    assertThat(other.health.holder("prefix")).contains(new Target("azure", "m"));
  }

  private String board() throws StoreException {
    return store.get(BOARD, SOON).orElseThrow().text();
  }

  @Test
  void anAnswerFromBeforeItFailedAgainChangesNothing() throws StoreException {
    one.meetsOutage();
    other.board.read(LONG);
    String later = clock.instant().plusSeconds(1).toString();
    String version = store.get(BOARD, SOON).orElseThrow().version();
    store.replace(BOARD, "{\"bedrock/m\":\"" + later + "\"}", clock.instant(), version, SOON);

    other.isAnswered();

    assertThat(store.get(BOARD, SOON).orElseThrow().text()).contains(later);
  }

  @Test
  void twoWhoWriteAtTheSameTimeAreBothHeard() throws StoreException {
    AtomicInteger overtaken = new AtomicInteger();
    Process late =
        new Process(
            new ForwardingRecords(store) {
              @Override
              public Optional<String> create(
                  RecordKey key, String text, Instant expires, Deadline deadline)
                  throws StoreException {
                if (overtaken.getAndIncrement() == 0) {
                  store.create(key, "{\"azure/x\":\"" + clock.instant() + "\"}", expires, deadline);
                }
                return super.create(key, text, expires, deadline);
              }
            });

    late.meetsOutage();

    assertThat(overtaken).hasValue(1);
    assertThat(late.board.listed()).containsExactlyInAnyOrder(TARGET, new Target("azure", "x"));
    assertThat(store.get(BOARD, SOON).orElseThrow().text()).contains("azure/x", "bedrock/m");
  }

  @Test
  void whatIsOlderThanAnHourIsDropped() {
    one.meetsOutage();
    clock.advance(Duration.ofHours(1));
    other.board.read(LONG);
    assertThat(other.board.listed()).isEmpty();
  }

  @Test
  void aStoreThatIsDownFailsNoCallAndIsToldOnceItIsBack() {
    store.down(true);
    one.board.beforeCall();
    one.meetsOutage();
    other.board.read(LONG);
    assertThat(other.state()).isEqualTo(State.CLOSED);

    store.down(false);
    clock.advance(EVERY);
    one.board.beforeCall();
    other.board.read(LONG);

    assertThat(other.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aRecordThatIsNoBoardFailsNoCall() throws StoreException {
    store.create(BOARD, "no json", clock.instant(), SOON);
    one.meetsOutage();
    assertThat(one.board.listed()).isEmpty();
  }

  @Test
  void theBoardSaysHowItIsToBeRead() throws StoreException {
    one.meetsOutage();

    assertThat(store.get(BOARD, SOON).orElseThrow().text())
        .startsWith("{\"format\":1,\"bedrock/m\":");
  }

  @Test
  void aBoardOfANewerVersionIsLeftToIt() throws StoreException {
    String newer = "{\"format\":2,\"failing\":[\"bedrock/m\"]}";
    store.create(BOARD, newer, clock.instant(), SOON);

    one.meetsOutage();
    other.board.beforeCall();

    assertThat(one.state()).isEqualTo(State.OPEN);
    assertThat(other.state()).isEqualTo(State.CLOSED);
    assertThat(store.get(BOARD, SOON).orElseThrow().text()).isEqualTo(newer);
  }

  @Test
  void ofARecordThatIsPartlyABoardThatPartCounts() throws StoreException {
    store.create(
        BOARD,
        "{\"bedrock/m\":\"" + clock.instant() + "\",\"x\":1,\"azure/y\":\"yesterday\"}",
        clock.instant(),
        SOON);
    one.board.read(LONG);
    assertThat(one.board.listed()).containsExactly(TARGET);
  }

  @Test
  void whileAReadIsUnderWayCallsGoOnAndBeginNoOther() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    Process slow =
        new Process(
            new Slow(store, reading, go) {
              @Override
              public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
                reads.incrementAndGet();
                return super.get(key, deadline);
              }
            },
            LONG,
            Thread::startVirtualThread);

    slow.board.beforeCall();
    await(reading);
    clock.advance(EVERY);
    slow.board.beforeCall();
    slow.board.read(Duration.ZERO);
    assertThat(reads).hasValue(1);

    go.countDown();
    slow.board.read(LONG);
    assertThat(reads).as("the two that were asked for, one after the other").hasValue(3);
  }

  @Test
  void newsThatTheStoreDoesNotTakeIsWaitedForOnlyOnce() {
    AtomicInteger begun = new AtomicInteger();
    // What is in the background here never runs.
    Process alone = new Process(store, Duration.ZERO, task -> begun.incrementAndGet());
    alone.meetsOutage();
    alone.meetsOutage();
    assertThat(begun).hasValue(1);
  }

  @Test
  void aRestoredProcessKnowsOnlyWhatItReadsThen() {
    one.meetsOutage();
    one.board.forget();
    one.health.clear();
    assertThat(one.board.listed()).isEmpty();

    one.board.read(LONG);

    assertThat(one.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aProcessIsLoadedWhileItReadsAndItsFirstCallWaits() throws Exception {
    one.meetsOutage();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Process slow = new Process(new Slow(store, reading, go), LONG, Thread::startVirtualThread);

    slow.board.readAhead();
    await(reading);
    assertThat(slow.state()).isEqualTo(State.CLOSED);

    Thread call = Thread.startVirtualThread(slow.board::beforeCall);
    go.countDown();
    call.join();
    assertThat(slow.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aBoardThatIsNotReadInTimeHoldsNoCallUpAndIsNotReadAgainMeanwhile() {
    List<Runnable> never = new ArrayList<>();
    StoredBoard board =
        new StoredBoard(
            store, one.health, new BoardSettings(EVERY, Duration.ZERO), LONG, clock, never::add);
    board.readAhead();

    board.beforeCall();
    board.beforeCall();

    assertThat(never).as("the read that was begun ahead").hasSize(1);
  }

  @Test
  void whatWasAskedBeforeASnapshotIsNotLearnedAfterIt() throws Exception {
    one.meetsOutage();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    Process frozen =
        new Process(
            new Slow(store, reading, go),
            LONG,
            task -> threads.add(Thread.startVirtualThread(task)));
    frozen.board.readAhead();
    await(reading);

    frozen.board.forget();
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(frozen.state()).isEqualTo(State.CLOSED);
    assertThat(frozen.board.listed()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store that says when it is read, and answers when it is told to. */
  private static class Slow extends ForwardingRecords {
    private final CountDownLatch reading;
    private final CountDownLatch go;

    Slow(RecordStore store, CountDownLatch reading, CountDownLatch go) {
      super(store);
      this.reading = reading;
      this.go = go;
    }

    @Override
    public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
      reading.countDown();
      await(go);
      return super.get(key, deadline);
    }
  }
}
