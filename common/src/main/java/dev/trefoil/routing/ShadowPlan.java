package dev.trefoil.routing;

import dev.trefoil.policy.Policy;
import java.util.List;
import java.util.Objects;

/**
 * Which standbys get a copy of a call.
 *
 * @param route the name of the route
 * @param copies one for each of them; may be none
 * @param monthlyUsd what the copies of a month may cost together
 * @param policy how each is asked: once
 */
public record ShadowPlan(String route, List<Copy> copies, double monthlyUsd, Policy policy) {
  /**
   * A copy.
   *
   * @param likelyUsd what it is likely to cost, at most
   */
  public record Copy(Step step, double likelyUsd) {
    public Copy {
      Objects.requireNonNull(step, "step");
    }
  }

  public ShadowPlan {
    Objects.requireNonNull(policy, "policy");
    copies = List.copyOf(copies);
  }
}
