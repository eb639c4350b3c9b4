package dev.trefoil.door.responses;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of an answer. Their arguments may come by turns: they have ended when they are whole
 * and something else begins, at the latest with the answer.
 */
final class CallItems {
  private final OutputListener listener;
  private final List<PendingCall> calls = new ArrayList<>(0);

  CallItems(OutputListener listener) {
    this.listener = listener;
  }

  void add(PendingCall call) {
    calls.add(call);
    call.added(listener);
  }

  /** More of the arguments of the call of this index. */
  void arguments(int index, String delta) {
    calls.get(index).append(delta, listener);
  }

  /** Ends those whose arguments are all there; those of the others may still come. */
  void endWhole() {
    for (PendingCall call : calls) {
      if (call.isGrowing() && call.isWhole()) {
        call.endArguments(true, listener);
      }
    }
  }

  /**
   * Ends all.
   *
   * @param whole whether the model said all that it wanted to
   */
  void end(boolean whole) {
    for (PendingCall call : calls) {
      if (call.isGrowing()) {
        call.endArguments(whole || call.isWhole(), listener);
      }
    }
  }
}
