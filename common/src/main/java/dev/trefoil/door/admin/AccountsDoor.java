package dev.trefoil.door.admin;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** What callers ask of their accounts, and operators of everybody's. */
public final class AccountsDoor implements Door {
  private final UsageEndpoint usage;
  private final KeysEndpoint keys;
  private final EraseEndpoint erasures;
  private final AuditEndpoint audit;
  private final Door problems;

  /**
   * @param problems the door whose form of problems this one shares
   */
  public AccountsDoor(
      UsageEndpoint usage,
      KeysEndpoint keys,
      EraseEndpoint erasures,
      AuditEndpoint audit,
      Door problems) {
    this.usage = usage;
    this.keys = keys;
    this.erasures = erasures;
    this.audit = audit;
    this.problems = problems;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("usage", usage::list),
        Endpoint.get("trefoil/audit", audit::list),
        Endpoint.get("admin/keys", keys::list),
        new Endpoint("POST", "admin/keys", Access.CALLERS, keys::issue),
        new Endpoint("POST", "admin/keys/{id}/rotate", Access.CALLERS, keys::rotate),
        new Endpoint("DELETE", "admin/keys/{id}", Access.CALLERS, keys::revoke),
        new Endpoint("POST", "trefoil/erase", Access.CALLERS, erasures::erase));
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }
}
