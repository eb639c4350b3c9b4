package dev.trefoil.door.admin;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** What whoever watches asks: which calls a process has made last, how budgets stand. */
public final class CallsDoor implements Door {
  private final CallsEndpoint calls;
  private final BudgetsEndpoint budgets;
  private final Door problems;

  /**
   * @param problems the door whose form of problems this one shares
   */
  public CallsDoor(CallsEndpoint calls, BudgetsEndpoint budgets, Door problems) {
    this.calls = calls;
    this.budgets = budgets;
    this.problems = problems;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("trefoil/calls", calls::list), Endpoint.get("trefoil/budgets", budgets::list));
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }
}
