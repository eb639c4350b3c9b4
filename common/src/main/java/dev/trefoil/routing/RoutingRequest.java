package dev.trefoil.routing;

import java.util.Objects;
import java.util.Optional;

/**
 * What a plan is asked for.
 *
 * @param model a route's name, or {@code service/model}; not looked at where a task is given
 * @param preferences what the caller says of the way
 * @param needs what the request needs
 * @param tenant whose call it is, where callers have tenants: their prompts are not the same
 */
public record RoutingRequest(
    String model, RoutingPreferences preferences, Requirements needs, Optional<String> tenant) {
  public RoutingRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(preferences, "preferences");
    Objects.requireNonNull(needs, "needs");
    Objects.requireNonNull(tenant, "tenant");
  }

  /** Of nobody's. */
  public RoutingRequest(String model, RoutingPreferences preferences, Requirements needs) {
    this(model, preferences, needs, Optional.empty());
  }

  /** Without preferences. */
  public RoutingRequest(String model, Requirements needs) {
    this(model, RoutingPreferences.NONE, needs);
  }
}
