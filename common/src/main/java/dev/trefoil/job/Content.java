package dev.trefoil.job;

import java.util.OptionalLong;

/** A body, beside what is said about it or too large for that. */
sealed interface Content {
  /** Lies in the record itself. */
  record Inline(String text) implements Content {}

  /**
   * Lies in the blob store.
   *
   * @param bytes how long it is; empty in a record from before that was written down
   */
  record Stored(String name, OptionalLong bytes) implements Content {}
}
