package dev.trefoil.door.responses;

import dev.trefoil.agent.ToolOutcome;

/** A call that Trefoil itself makes, as soon as its arguments are there. */
abstract sealed class MadeCall extends PendingCall permits ServerCallItem, FileSearchItem {
  private final String call;

  /**
   * @param call the id that the model gave it
   */
  MadeCall(String id, int index, String call) {
    super(id, index);
    this.call = call;
  }

  /** Whether it is the call of this id. */
  final boolean is(String other) {
    return call.equals(other);
  }

  /** It has been made. */
  abstract void finish(ToolOutcome how, OutputListener listener);

  /** It is not made. */
  final void abandon(OutputListener listener) {
    end(false);
    listener.done(this);
  }
}
