package dev.trefoil.door.responses;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of an answer. Their arguments may come by turns: a call has ended when its arguments
 * are whole and something else begins, at the latest with the answer.
 */
final class CallItems {
  private final OutputListener listener;
  private final List<CallItem> calls = new ArrayList<>(0);

  CallItems(OutputListener listener) {
    this.listener = listener;
  }

  void add(CallItem call) {
    calls.add(call);
  }

  /** More of the arguments of the call of this index. */
  void arguments(int index, String delta) {
    CallItem call = calls.get(index);
    String told = call.append(delta);
    if (!told.isEmpty()) {
      listener.delta(call, call.piece(), 0, told);
    }
  }

  /** Ends those whose arguments are all there; those of the others may still come. */
  void endWhole() {
    for (CallItem call : calls) {
      if (call.isOpen() && call.isWhole()) {
        end(call, true);
      }
    }
  }

  /**
   * Ends all.
   *
   * @param whole whether the model said all that it wanted to
   */
  void end(boolean whole) {
    for (CallItem call : calls) {
      if (call.isOpen()) {
        end(call, whole || call.isWhole());
      }
    }
  }

  private void end(CallItem call, boolean whole) {
    String rest = call.rest(whole);
    if (!rest.isEmpty()) {
      listener.delta(call, call.piece(), 0, rest);
    }
    listener.ended(call, call.piece(), 0);
    call.end(whole);
    listener.done(call);
  }
}
