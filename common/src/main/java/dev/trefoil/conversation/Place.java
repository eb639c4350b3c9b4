package dev.trefoil.conversation;

import java.time.Instant;

/**
 * How a place of a conversation stands. Each position is one record, which only one can make and
 * which only the one who read it last can change: so turns never interleave.
 */
sealed interface Place {
  /** It has a turn. */
  record Whole() implements Place {}

  /**
   * A response is being made for it.
   *
   * @param until when another may take the place over
   */
  record Running(Instant until) implements Place {}

  /** The conversation was deleted: whoever read it before finds that it cannot go on. */
  record Gone() implements Place {}
}
