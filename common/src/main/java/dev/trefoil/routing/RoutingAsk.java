package dev.trefoil.routing;

import java.util.Objects;

/**
 * What a plan is asked for.
 *
 * @param model a route's name, or {@code service/model}; not looked at where a task is given
 * @param wishes what the caller says of the way
 * @param needs what the request needs
 */
public record RoutingAsk(String model, Wishes wishes, Needs needs) {
  public RoutingAsk {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(wishes, "wishes");
    Objects.requireNonNull(needs, "needs");
  }

  /** Without wishes. */
  public RoutingAsk(String model, Needs needs) {
    this(model, Wishes.NONE, needs);
  }
}
