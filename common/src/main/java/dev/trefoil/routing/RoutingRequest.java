package dev.trefoil.routing;

import java.util.Objects;

/**
 * What a plan is asked for.
 *
 * @param model a route's name, or {@code service/model}; not looked at where a task is given
 * @param wishes what the caller says of the way
 * @param needs what the request needs
 */
public record RoutingRequest(String model, RoutingPreferences wishes, Requirements needs) {
  public RoutingRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(wishes, "wishes");
    Objects.requireNonNull(needs, "needs");
  }

  /** Without wishes. */
  public RoutingRequest(String model, Requirements needs) {
    this(model, RoutingPreferences.NONE, needs);
  }
}
