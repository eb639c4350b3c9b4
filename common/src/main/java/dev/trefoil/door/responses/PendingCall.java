package dev.trefoil.door.responses;

import dev.trefoil.json.Json;
import java.io.IOException;

/** A call whose arguments grow, whoever is to make it. */
abstract sealed class PendingCall extends OutputItem permits CallItem, MadeCall, ApprovalItem {
  private final StringBuilder arguments = new StringBuilder();
  private boolean growing = true;

  PendingCall(String id, int index) {
    super(id, index);
  }

  /** All of the arguments so far, as the model wrote them. */
  final String arguments() {
    return arguments.toString();
  }

  /** Remembers more of the arguments. */
  final void grow(String delta) {
    arguments.append(delta);
  }

  /** Takes more of the arguments. */
  abstract void append(String delta, OutputListener listener);

  /** It was added to the answer. */
  abstract void added(OutputListener listener);

  /**
   * The arguments have ended.
   *
   * @param whole whether all of them are there
   */
  abstract void ended(boolean whole, OutputListener listener);

  /** Whether arguments may still come. */
  final boolean isGrowing() {
    return growing;
  }

  /** Ends the arguments, once. */
  final void endArguments(boolean whole, OutputListener listener) {
    growing = false;
    ended(whole, listener);
  }

  /** Whether all of the arguments are there. */
  final boolean isWhole() {
    try {
      Json.readWhole(arguments());
      return true;
    } catch (IOException cut) {
      return false;
    }
  }
}
