package dev.trefoil.agent;

import java.util.Set;

/**
 * Which calls a request wants to agree to, beside those for which the configuration wants it.
 *
 * @param otherwise whether all calls that {@code never} does not name
 * @param always names of tools, as their server knows them
 * @param never the same
 */
public record ApprovalRule(boolean otherwise, Set<String> always, Set<String> never) {
  /** What the configuration wants and no more. */
  public static final ApprovalRule NONE = new ApprovalRule(false, Set.of(), Set.of());

  /** Every call. */
  public static final ApprovalRule ALL = new ApprovalRule(true, Set.of(), Set.of());

  public ApprovalRule {
    always = Set.copyOf(always);
    never = Set.copyOf(never);
  }

  boolean wants(String tool) {
    return always.contains(tool) || otherwise && !never.contains(tool);
  }
}
