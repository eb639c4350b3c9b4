package dev.trefoil.auth;

import java.util.Optional;

/**
 * Who sends a call.
 *
 * @param name for the log; at most 256 characters, none of them a control character
 * @param routes what it may ask for; empty for everything
 */
public record Caller(String name, Optional<AllowedRoutes> routes) {
  /** Whoever calls where nobody is asked. */
  public static final Caller ANONYMOUS = new Caller("anonymous");

  /** Whoever has put a job on the queue without a call. No caller of a call has this name. */
  public static final Caller QUEUE = new Caller("queue");

  private static final String PREFIX = "named:";

  public Caller {
    name = LogText.of(name);
  }

  /**
   * A caller by the name that a token or a platform has for it. Where that is {@link #QUEUE}'s, the
   * caller is called {@code named:queue}.
   */
  static Caller named(String name, Optional<AllowedRoutes> routes) {
    boolean taken = isReserved(name) || name.startsWith(PREFIX);
    return new Caller(taken ? PREFIX + name : name, routes);
  }

  /** Whether no key may have this name. */
  public static boolean isReserved(String name) {
    return name.equals(QUEUE.name());
  }

  /** A caller that may ask for everything. */
  public Caller(String name) {
    this(name, Optional.empty());
  }

  /**
   * Whether it may ask for a route by its name, for a model that a pattern is to match, or for a
   * target written as {@code service/model}.
   */
  public boolean allows(String routeOrTarget) {
    return routes.isEmpty() || routes.get().contain(routeOrTarget);
  }
}
