package dev.trefoil.agent;

import java.util.List;

/**
 * What a request wants of tools that Trefoil itself calls.
 *
 * @param wishes one for each declared tool
 * @param approved what is called before the model is asked
 */
public record RunPlan(List<ToolWish> wishes, RunLimits limits, List<ApprovedCall> approved) {
  public RunPlan {
    wishes = List.copyOf(wishes);
    approved = List.copyOf(approved);
  }
}
