package dev.trefoil.agent;

import java.util.List;
import java.util.Optional;

/**
 * What a request, a route or an agent wants of a declared tool.
 *
 * @param tool as declared
 * @param label what its caller calls it
 * @param allowed the names of a server's tools that may be used; empty for all
 * @param approval which calls are to be agreed to
 */
public record ToolWish(
    String tool, String label, Optional<List<String>> allowed, ApprovalRule approval) {
  public ToolWish {
    allowed = allowed.map(List::copyOf);
  }

  /** All of a declared tool, by its own name. */
  public static ToolWish of(String tool) {
    return new ToolWish(tool, tool, Optional.empty(), ApprovalRule.NONE);
  }
}
