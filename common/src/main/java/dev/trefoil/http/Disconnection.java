package dev.trefoil.http;

/**
 * Tells when a caller has left before its answer is whole, as far as the platform notices it
 * without something being written. A platform that cannot tell never does.
 */
@FunctionalInterface
public interface Disconnection {
  /** Of a platform that cannot tell, or a call that outlasts its caller. */
  Disconnection UNNOTICED = action -> {};

  /**
   * Runs {@code action} once the caller has left, at once if it already has. On any thread, at most
   * once; it must not block.
   */
  void onDisconnect(Runnable action);
}
