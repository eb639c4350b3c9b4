package dev.trefoil.report;

import dev.trefoil.usage.BudgetReading;
import dev.trefoil.usage.UsageRecords;
import java.util.Optional;

/**
 * One cloud's records.
 *
 * @param cloud its name: {@code aws}
 * @param budgets empty where there are none
 */
public record ReportSource(String cloud, UsageRecords usage, Optional<BudgetReading> budgets) {}
