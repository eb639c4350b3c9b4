package dev.trefoil.gateway;

/** What copies may cost. Used by many threads at once. */
public interface ShadowBudget {
  /**
   * Takes what a copy may cost out of the month's.
   *
   * @return false where there is not enough left, or nobody knows
   */
  boolean take(String route, double usd, double monthlyUsd);

  /** A copy has cost so much more, or less where it is negative, than was taken for it. */
  void settle(String route, double usd);
}
