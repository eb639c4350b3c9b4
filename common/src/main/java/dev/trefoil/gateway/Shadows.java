package dev.trefoil.gateway;

/** Has copies of answered calls sent to standbys, now or later. Used by many threads at once. */
@FunctionalInterface
public interface Shadows {
  /**
   * Called before the caller is told the answer's end: returns at once, or in a moment. Never
   * throws.
   */
  void offer(ShadowCopy copy);
}
