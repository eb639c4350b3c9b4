package dev.trefoil.auth;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who sends a call. What it has stored is its own by tenant and id together.
 *
 * @param id by which it is known again; at most 256 characters, none of them a control character
 * @param tenant to whom it belongs, by its key's entry or a verified claim and never by a header;
 *     empty where the configuration tells no tenants apart
 * @param label for the log; bounded as {@code id} is
 * @param routes what it may ask for; empty for everything
 */
public record Caller(
    String id, Optional<String> tenant, String label, Optional<AllowedRoutes> routes) {
  /** Whoever calls where nobody is asked. */
  public static final Caller ANONYMOUS = new Caller("anonymous");

  /** Whoever has put a job on the queue without a call. No caller of a call has this id. */
  public static final Caller QUEUE = new Caller("queue");

  /** What a tenant's name looks like, in words for mistakes. */
  public static final String TENANTS = "1 to 128 visible ASCII characters";

  private static final Pattern TENANT = Pattern.compile("[!-~]{1,128}");

  private static final String PREFIX = "named:";

  public Caller {
    id = LogText.of(id);
    label = LogText.of(label);
  }

  /**
   * A caller by the name that a token or a platform has for it. Where that is {@link #QUEUE}'s, the
   * caller is called {@code named:queue}.
   */
  static Caller named(String name, Optional<String> tenant, Optional<AllowedRoutes> routes) {
    boolean taken = isReserved(name) || name.startsWith(PREFIX);
    return of(taken ? PREFIX + name : name, tenant, routes);
  }

  /** A caller whose label is its id. */
  public static Caller of(String id, Optional<String> tenant, Optional<AllowedRoutes> routes) {
    return new Caller(id, tenant, id, routes);
  }

  /** Whether no key may have this name. */
  public static boolean isReserved(String name) {
    return name.equals(QUEUE.id());
  }

  /** Whether a text can be a tenant's name: see {@link #TENANTS}. */
  public static boolean isTenant(String text) {
    return TENANT.matcher(text).matches();
  }

  /** A caller of no tenant that may ask for everything. */
  public Caller(String id) {
    this(id, Optional.empty(), id, Optional.empty());
  }

  /** Whether what is stored for {@code other} is this caller's. */
  public boolean owns(Caller other) {
    return id.equals(other.id) && tenant.equals(other.tenant);
  }

  /**
   * Whether it may ask for a route by its name, for a model that a pattern is to match, or for a
   * target written as {@code service/model}.
   */
  public boolean allows(String routeOrTarget) {
    return routes.isEmpty() || routes.get().contain(routeOrTarget);
  }
}
