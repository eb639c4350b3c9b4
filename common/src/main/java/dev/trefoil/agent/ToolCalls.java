package dev.trefoil.agent;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Part;
import dev.trefoil.provider.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Makes the calls of one answer at the same time, within a bound, and tells as each one ends. */
final class ToolCalls {
  /** What a call has beyond its deadline to say that it has ended. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final int parallel;
  private final Deadline deadline;
  private final Cancellation gone;

  ToolCalls(int parallel, Deadline deadline, Cancellation gone) {
    this.parallel = parallel;
    this.deadline = deadline;
    this.gone = gone;
  }

  private record Ended(String id, ToolOutcome outcome) {}

  /**
   * @param work makes one call, whatever comes of it; on a thread of its own
   * @param ended hears of each call on this thread, in the order in which they end
   * @return all outcomes by the calls' ids
   */
  Map<String, ToolOutcome> make(
      List<Part.ToolCall> calls,
      Function<Part.ToolCall, ToolOutcome> work,
      BiConsumer<String, ToolOutcome> ended) {
    BlockingQueue<Ended> queue = new LinkedBlockingQueue<>();
    Semaphore places = new Semaphore(parallel);
    List<Thread> threads = new ArrayList<>(calls.size());
    for (Part.ToolCall call : calls) {
      threads.add(Thread.ofVirtual().start(() -> queue.add(one(call, work, places))));
    }
    Map<String, ToolOutcome> outcomes = new HashMap<>();
    while (outcomes.size() < calls.size()) {
      Ended next = next(queue);
      if (next == null) {
        break;
      }
      outcomes.put(next.id(), next.outcome());
      ended.accept(next.id(), next.outcome());
    }
    threads.forEach(Thread::interrupt);
    for (Part.ToolCall call : calls) {
      if (!outcomes.containsKey(call.id())) {
        outcomes.put(
            call.id(),
            ToolOutcome.failed("The tool gave no result in time. It may have been called."));
        ended.accept(call.id(), outcomes.get(call.id()));
      }
    }
    return outcomes;
  }

  private static Ended one(
      Part.ToolCall call, Function<Part.ToolCall, ToolOutcome> work, Semaphore places) {
    try {
      places.acquire();
      try {
        return new Ended(call.id(), work.apply(call));
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      return new Ended(call.id(), ToolOutcome.failed("The tool was not called in time."));
    } catch (RuntimeException e) {
      return new Ended(call.id(), ToolOutcome.failed("The tool could not be called: " + e));
    }
  }

  private Ended next(BlockingQueue<Ended> queue) {
    try {
      return gone.isCancelled()
          ? queue.poll()
          : queue.poll(deadline.remaining().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
