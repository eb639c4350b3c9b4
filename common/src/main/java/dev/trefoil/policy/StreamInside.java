package dev.trefoil.policy;

/** How services are asked for answers that their callers want whole. */
public enum StreamInside {
  /**
   * For the whole answer where the target's answers have lately been whole long before its limits,
   * and piece by piece everywhere else.
   */
  AUTO,
  /** Piece by piece, so that a model that is silent can be told from one that writes. */
  ALWAYS,
  /** For the whole answer. */
  NEVER
}
