package dev.trefoil.gateway;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallEnded;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The calls of this process that have ended last, for whoever watches it. It holds a bounded number
 * of them, of each what the log says of it: neither prompts nor answers, and no failure's own words
 * where a request was to blame, since services quote requests. Used by many threads at once.
 */
public final class RecentCalls implements CallEventConsumer {
  /** How many calls are held. Each takes less than 2 KB of memory. */
  public static final int MOST = 5_000;

  private static final int MOST_WARNINGS = 100;
  private static final int MOST_ATTEMPTS = 50;
  private static final int LONGEST_MESSAGE = 300;
  private static final int ID_BYTES = 6;

  private final String process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final CallEnded[] ring;
  private final Deque<BudgetWarning> warnings = new ArrayDeque<>();
  private long ended;
  private boolean closed;

  /** Those of this process. */
  public RecentCalls() {
    this(MOST, random());
  }

  RecentCalls(int most, String process) {
    this.ring = new CallEnded[most];
    this.process = process;
  }

  private static String random() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /**
   * A call that is held.
   *
   * @param number of calls of this process, from 1 in the order in which they ended
   */
  public record Recent(long number, CallEnded call) {}

  /**
   * Calls in the order in which they ended.
   *
   * @param next the number to go on from
   * @param more whether there are more already
   * @param missed how many came before these and are held no more, whosever they were
   */
  public record Page(List<Recent> calls, long next, boolean more, long missed) {
    public Page {
      calls = List.copyOf(calls);
    }
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded call) {
      add(bounded(call));
    } else if (event instanceof BudgetWarning warning) {
      add(warning);
    }
  }

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  private void add(CallEnded call) {
    lock.lock();
    try {
      ring[(int) (ended % ring.length)] = call;
      ended++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(BudgetWarning warning) {
    lock.lock();
    try {
      if (warnings.size() == MOST_WARNINGS) {
        warnings.removeFirst();
      }
      warnings.add(warning);
    } finally {
      lock.unlock();
    }
  }

  /** The name of this process, another one each time that one starts. */
  public String process() {
    return process;
  }

  /** The budgets that were found to be nearly spent last, oldest first. */
  public List<BudgetWarning> warnings() {
    lock.lock();
    try {
      return List.copyOf(warnings);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The calls after one, oldest first.
   *
   * @param after the number of the call before the first; 0 for all, and so is one that is yet to
   *     come
   * @param most how many at most
   * @param wanted which of them
   */
  public Page read(long after, int most, Predicate<CallEnded> wanted) {
    List<Recent> held = new ArrayList<>();
    long from;
    long last;
    long oldest;
    lock.lock();
    try {
      last = ended;
      from = after < 0 || after > last ? 0 : after;
      oldest = Math.max(from, last - ring.length);
      for (long at = oldest; at < last; at++) {
        held.add(new Recent(at + 1, ring[(int) (at % ring.length)]));
      }
    } finally {
      lock.unlock();
    }
    List<Recent> calls = new ArrayList<>();
    long next = oldest;
    for (Recent one : held) {
      if (calls.size() == most) {
        break;
      }
      next = one.number();
      if (wanted.test(one.call())) {
        calls.add(one);
      }
    }
    return new Page(calls, next, next < last, oldest - from);
  }

  /**
   * Waits until a call has ended after one.
   *
   * @param after the number of that one
   * @return false when none has for so long, or none is to be waited for any more
   */
  public boolean await(long after, Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (ended <= after && !closed && left > 0) {
        left = more.awaitNanos(left);
      }
      return ended > after && !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody is to wait any more. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** To be called when the process is about to end: nobody waits from now on. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Without what was said, without exceptions, and of bounded length. */
  private static CallEnded bounded(CallEnded call) {
    List<Attempt> attempts =
        call.trail().attempts().stream().limit(MOST_ATTEMPTS).map(RecentCalls::bounded).toList();
    List<CheckRun> checks =
        call.trail().checks().stream().limit(MOST_ATTEMPTS).map(RecentCalls::bounded).toList();
    List<AttemptTimes> times =
        call.times().stream()
            .limit(MOST_ATTEMPTS)
            .map(
                one ->
                    new AttemptTimes(
                        one.number(), bounded(one.attempt()), one.began(), one.ended()))
            .toList();
    return new CallEnded(
        call.call(), call.outcome(), new Trail(attempts, checks), call.took(), call.left(), times);
  }

  private static Attempt bounded(Attempt attempt) {
    boolean tellable = attempt.failure().map(failure -> failure.kind().isOfService()).orElse(true);
    return new Attempt(
        attempt.target(),
        attempt.outcome(),
        Optional.empty(),
        tellable ? attempt.message().map(RecentCalls::cut) : Optional.empty(),
        attempt.took(),
        attempt.limit(),
        attempt.firstContent(),
        attempt.usage(),
        attempt.estimated(),
        attempt.costUsd(),
        attempt.breaker(),
        attempt.residency(),
        attempt.overflow());
  }

  private static CheckRun bounded(CheckRun run) {
    return new CheckRun(
        run.check(),
        run.side(),
        run.questions(),
        run.unchecked(),
        run.began(),
        run.ended(),
        run.took(),
        run.units(),
        run.costUsd(),
        List.of());
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  @Override
  public String toString() {
    return "the console";
  }
}
