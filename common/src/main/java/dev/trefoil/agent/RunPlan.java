package dev.trefoil.agent;

import java.util.List;
import java.util.Optional;

/**
 * What a request wants of tools that Trefoil itself calls.
 *
 * @param wishes one for each declared tool
 * @param approved what is called before the model is asked
 * @param search what is said of the search of files, as JSON that only its door reads; empty where
 *     none is wanted
 */
public record RunPlan(
    List<ToolWish> wishes, RunLimits limits, List<ApprovedCall> approved, Optional<String> search) {
  public RunPlan {
    wishes = List.copyOf(wishes);
    approved = List.copyOf(approved);
  }

  /** A plan without a search of files. */
  public RunPlan(List<ToolWish> wishes, RunLimits limits, List<ApprovedCall> approved) {
    this(wishes, limits, approved, Optional.empty());
  }
}
