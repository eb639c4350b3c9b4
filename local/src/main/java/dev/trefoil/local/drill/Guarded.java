// What callers got while guardrail services failed, against what these have judged.
package dev.trefoil.local.drill;

import java.util.List;

/**
 * Counts of calls whose models were well.
 *
 * @param asked all of them
 * @param answered those that got an answer, whole or begun, on a route of {@code fail: closed}
 * @param unchecked of these, those of which something was not judged by a check that answered
 * @param unavailable those that were told that no check could be had
 * @param opened those that got an answer on a route of {@code fail: open}
 * @param openUnchecked the same of these
 * @param untold of these, those that were not told
 * @param refused those that say what is to be refused, and were
 * @param shown those that got such words all the same, from a route of {@code fail: closed} or
 *     although they were judged
 * @param wrong those that got something else: a refusal of good words, an error although a check
 *     could be had, half an answer
 * @param complaints what went wrong, a line each
 */
public record Guarded(
    int asked,
    int answered,
    int unchecked,
    int unavailable,
    int opened,
    int openUnchecked,
    int untold,
    int refused,
    int shown,
    int wrong,
    List<String> complaints) {
  static final Guarded NONE = new Guarded(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  public Guarded {
    complaints = List.copyOf(complaints);
  }

  /** Whether all that passed was looked at or said not to be, and what was to be refused was. */
  public boolean isGood() {
    return unchecked == 0 && untold == 0 && shown == 0 && wrong == 0;
  }
}
