// What became of one budget.
package dev.trefoil.local.load;

import java.util.Locale;

/**
 * The accounting.
 *
 * @param callers at once
 * @param answered of those
 * @param refusals by the budget, of which a caller may meet several
 * @param others answers that were neither
 * @param served calls that reached the emulated service
 * @param spentUsd what these have cost
 * @param toldUsd what callers were told that their calls cost
 * @param recordedUsd what {@code GET /v1/usage} says
 * @param budgetUsd the bound
 */
public record SpentBudget(
    String cloud,
    int callers,
    int answered,
    int refusals,
    int others,
    int served,
    double spentUsd,
    double toldUsd,
    double recordedUsd,
    double budgetUsd) {
  private static final double ROUNDING = 1e-6;

  /** Not passed, not left unspent for no reason, and the same wherever it is counted. */
  public boolean isSound() {
    return spentUsd <= budgetUsd + ROUNDING
        && spentUsd >= budgetUsd / 2
        && served == answered
        && Math.abs(recordedUsd - toldUsd) < ROUNDING;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-5s callers %d  answered %d  refused %d times  other answers %d  served by the model %d"
            + "  budget $%.4f  really spent $%.4f  told to callers $%.4f  recorded $%.4f  %s",
        cloud,
        callers,
        answered,
        refusals,
        others,
        served,
        budgetUsd,
        spentUsd,
        toldUsd,
        recordedUsd,
        isSound() ? "kept" : "NOT KEPT");
  }
}
