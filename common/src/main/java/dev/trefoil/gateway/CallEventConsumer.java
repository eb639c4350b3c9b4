package dev.trefoil.gateway;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.health.Board;

/**
 * Reads what happens to calls. It is told on the thread that makes the call, before the caller is
 * told the answer's end, so that nothing is lost in a function that stands still right after it:
 * what may block belongs into a {@link QueuedConsumer}. Used by many threads at once.
 */
@FunctionalInterface
public interface CallEventConsumer {
  /** An event of a call. What is thrown has lost the event, and no caller its answer. */
  void accept(CallEvent event);

  /** Whether it reads the end of calls alone; where all do, nothing else is made to be read. */
  default boolean readsOnlyEnds() {
    return false;
  }

  /** Whether it reads what is said in calls, which is kept for it then. */
  default boolean readsContents() {
    return false;
  }

  /**
   * Waits until what it was told before is safe.
   *
   * @return whether it is
   */
  default boolean flush(Deadline deadline) {
    return true;
  }

  /** Tells a board what calls have shown. */
  static CallEventConsumer of(Board board) {
    return new CallEventConsumer() {
      @Override
      public void accept(CallEvent event) {
        if (event instanceof CallEnded ended) {
          board.afterCall(ended.trail().attempts());
        } else if (event instanceof ShadowEnded shadow) {
          board.afterCall(shadow.trail().attempts());
        }
      }

      @Override
      public boolean readsOnlyEnds() {
        return true;
      }

      @Override
      public String toString() {
        return "the board";
      }
    };
  }
}
