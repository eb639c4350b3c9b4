package dev.trefoil.gateway;

import java.lang.System.Logger.Level;

/**
 * Where calls are accounted for when they have ended, however they ended. What fails here has lost
 * a line of the log or the fleet's knowledge, and no caller its answer.
 */
record Accounting(CallLog log, Board board) {
  private static final System.Logger LOG = System.getLogger(Accounting.class.getName());

  void ended(CallRecord call) {
    quietly("log", call, () -> log.call(call));
    quietly("board", call, () -> board.afterCall(call.trail()));
  }

  private static void quietly(String what, CallRecord call, Runnable told) {
    try {
      told.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the " + what + " was not told of call " + call.requestId(), e);
    }
  }
}
