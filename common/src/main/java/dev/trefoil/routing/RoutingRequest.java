package dev.trefoil.routing;

import java.util.Objects;

/**
 * What a plan is asked for.
 *
 * @param model a route's name, or {@code service/model}; not looked at where a task is given
 * @param preferences what the caller says of the way
 * @param needs what the request needs
 */
public record RoutingRequest(String model, RoutingPreferences preferences, Requirements needs) {
  public RoutingRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(preferences, "preferences");
    Objects.requireNonNull(needs, "needs");
  }

  /** Without preferences. */
  public RoutingRequest(String model, Requirements needs) {
    this(model, RoutingPreferences.NONE, needs);
  }
}
