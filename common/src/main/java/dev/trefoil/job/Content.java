package dev.trefoil.job;

/** A body, beside what is said about it or too large for that. */
sealed interface Content {
  /** Lies in the record itself. */
  record Inline(String text) implements Content {}

  /** Lies in the blob store. */
  record Stored(String name) implements Content {}
}
