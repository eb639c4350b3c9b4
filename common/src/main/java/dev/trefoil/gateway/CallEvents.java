package dev.trefoil.gateway;

import dev.trefoil.chat.Deadline;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes what happens to calls to all who read it. Used by many threads at once. */
public final class CallEvents {
  private static final System.Logger LOG = System.getLogger(CallEvents.class.getName());

  /** Nobody reads it. */
  public static final CallEvents NONE = new CallEvents(List.of());

  private final List<CallEventConsumer> consumers;
  private final boolean onlyEnds;
  private final boolean contents;
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param consumers in the order in which they are told
   */
  public CallEvents(List<CallEventConsumer> consumers) {
    this.consumers = List.copyOf(consumers);
    boolean ends = true;
    boolean said = false;
    for (CallEventConsumer consumer : consumers) {
      ends &= consumer.readsOnlyEnds();
      said |= consumer.readsContents();
    }
    this.onlyEnds = ends;
    this.contents = said;
  }

  /** Whether anyone reads what is said in calls. */
  boolean readContents() {
    return contents;
  }

  /** Whether anyone reads more than the end of calls. */
  boolean areOnlyEnds() {
    return onlyEnds;
  }

  /** Never throws: a consumer that fails has lost the event, and no caller its answer. */
  void publish(CallEvent event) {
    for (CallEventConsumer consumer : consumers) {
      try {
        consumer.accept(event);
      } catch (RuntimeException | Error e) {
        lost.incrementAndGet();
        LOG.log(
            Level.ERROR, consumer + " has lost an event of call " + event.call().requestId(), e);
      }
    }
  }

  /** How many events were lost by consumers that failed when they were told. */
  public long lost() {
    return lost.get();
  }

  /**
   * Waits until all that was published before is safe with every consumer: for a process that is
   * about to stand still.
   *
   * @return whether it is
   */
  public boolean flush(Deadline deadline) {
    boolean all = true;
    for (CallEventConsumer consumer : consumers) {
      all &= consumer.flush(deadline);
    }
    return all;
  }
}
