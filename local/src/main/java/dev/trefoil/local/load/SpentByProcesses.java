// What became of a budget that many processes spent, of which some were killed.
package dev.trefoil.local.load;

import java.util.Locale;

/**
 * The accounting.
 *
 * @param table where the budget is counted
 * @param processes in all
 * @param atOnce how many of them at a time, at most
 * @param killed of these, by SIGKILL
 * @param answered calls of which their process has told
 * @param refusals by the budget
 * @param others answers that were neither
 * @param served calls that reached the emulated service
 * @param eachUsd what one of these costs
 * @param countedUsd what the budget's record says in the end, reservations included
 * @param heldUsd what of that is reserved, and settled by nobody any more
 * @param budgetUsd the bound
 */
public record SpentByProcesses(
    String table,
    int processes,
    int atOnce,
    int killed,
    int answered,
    int refusals,
    int others,
    int served,
    double eachUsd,
    double countedUsd,
    double heldUsd,
    double budgetUsd) {
  private static final double ROUNDING = 1e-6;

  /** What was really spent. */
  public double spentUsd() {
    return served * eachUsd;
  }

  /** How many calls were paid for and settled by nobody: their processes were killed before. */
  public long lostUnderWay() {
    return served - Math.round((countedUsd - heldUsd) / eachUsd);
  }

  /**
   * Not passed, though processes died between reservation and settlement; what they have spent
   * stays charged; and every answer that was told is settled, and charged once.
   */
  public boolean isSound() {
    return killed > 0
        && refusals > 0
        && lostUnderWay() > 0
        && spentUsd() <= budgetUsd + ROUNDING
        && spentUsd() >= budgetUsd / 2
        && countedUsd >= spentUsd() - ROUNDING
        && heldUsd >= lostUnderWay() * eachUsd - ROUNDING
        && countedUsd - heldUsd >= answered * eachUsd - ROUNDING;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s  processes %d (%d at once)  killed %d  calls lost under way %d  answered %d"
            + "  refused %d times  other answers %d  served by the model %d  budget $%.4f"
            + "  really spent $%.4f  counted $%.4f  of that reserved by the dead $%.4f  %s",
        table,
        processes,
        atOnce,
        killed,
        lostUnderWay(),
        answered,
        refusals,
        others,
        served,
        budgetUsd,
        spentUsd(),
        countedUsd,
        heldUsd,
        isSound() ? "kept" : "NOT KEPT");
  }
}
