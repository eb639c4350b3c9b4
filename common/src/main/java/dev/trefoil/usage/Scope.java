package dev.trefoil.usage;

import dev.trefoil.attempt.Call;
import dev.trefoil.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * By whose account something is counted.
 *
 * @param tenant of a caller, since two may have callers of one name; empty for all else
 * @param name of the tenant, caller, route or target; empty for all calls together
 */
public record Scope(Kind kind, String tenant, String name) {
  /** What accounts there are. */
  public enum Kind {
    /** All calls together. */
    ALL,
    /** Those of a tenant. */
    TENANT,
    /** Those of a caller: of a key by its name, of a token by its subject. */
    CALLER,
    /** Those of a route. */
    ROUTE,
    /** What one target is asked. */
    TARGET
  }

  private static final Scope ALL = new Scope(Kind.ALL, "", "");

  /** All that a call is counted by but its targets. */
  static List<Scope> of(Call call, String route) {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(ALL);
    String tenant = call.caller().tenant().orElse("");
    if (!tenant.isEmpty()) {
      scopes.add(new Scope(Kind.TENANT, "", tenant));
    }
    scopes.add(new Scope(Kind.CALLER, tenant, call.caller().id()));
    scopes.add(new Scope(Kind.ROUTE, "", route));
    return scopes;
  }

  static Scope of(Target target) {
    return new Scope(Kind.TARGET, "", target.toString());
  }

  /** For messages: {@code the tenant acme}. */
  @Override
  public String toString() {
    return kind == Kind.ALL
        ? "all calls"
        : "the " + kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }
}
