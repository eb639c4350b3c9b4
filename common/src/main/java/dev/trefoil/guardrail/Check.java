package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Side;
import java.util.List;

/** Looks at texts. Used by many threads at once. */
interface Check {
  /**
   * Looks at all of some texts.
   *
   * @param texts none of them to be kept or logged
   * @param asking is told what it takes
   * @return what was found, in no particular order
   * @throws UncheckedTextException when it cannot
   */
  List<Found> find(List<String> texts, Side side, CheckCall asking) throws UncheckedTextException;

  /** Whether somebody else is asked, who may take time or not be there. */
  default boolean isRemote() {
    return true;
  }
}
