package dev.trefoil.schema;

/**
 * Bounds the work of one check of an answer against a caller's JSON Schema. It is counted in steps,
 * not in time, so that the same answer always gets the same verdict; a step is some tens of
 * nanoseconds.
 */
final class Effort {
  static final int MOST_STEPS = 1_000_000;

  /**
   * Keywords within keywords. A step down takes a few frames of the stack, and a schema that refers
   * to itself goes as deep as the answer does, or without end.
   */
  static final int DEEPEST = 200;

  private long spent;
  private int depth;

  /** More than may be spent. */
  static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException(String bound) {
      super(bound);
    }
  }

  void spend(long steps) {
    spent += steps;
    if (spent > MOST_STEPS) {
      throw new ExhaustedException("it takes more than " + MOST_STEPS + " steps");
    }
  }

  /** Enters a keyword; {@link #leave} follows. */
  void enter() {
    if (depth >= DEEPEST) {
      throw new ExhaustedException("it leads through more than " + DEEPEST + " keywords");
    }
    depth++;
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  long spent() {
    return spent;
  }
}
