package dev.trefoil.door;

import dev.trefoil.auth.Caller;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.routing.RoutingPreferences;

/** Holds callers to the routes and targets that they may ask for. */
public final class RouteAccess {
  private final Gateway gateway;

  public RouteAccess(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Checks all that a request names: its model, or the route that its task stands for, and the
   * fallbacks that it preferences for.
   *
   * @throws Problem 403 when the caller may not ask for one of them, whether there is such a thing
   *     or not
   */
  public void check(Caller caller, String model, RoutingPreferences preferences) throws Problem {
    if (preferences.task().isPresent()) {
      String route = gateway.routeOfTask(preferences.task().get()).orElse("");
      check(caller, route, "task", "the task '" + preferences.task().get() + "'");
    } else {
      check(caller, model, "model", "the model '" + model + "'");
    }
    for (String fallback : preferences.fallbacks()) {
      check(caller, fallback, "fallbacks", "the model '" + fallback + "'");
    }
  }

  private static void check(Caller caller, String routeOrTarget, String param, String what)
      throws Problem {
    if (!caller.allows(routeOrTarget)) {
      throw Problem.of(
              403,
              "model_not_allowed",
              "You may not ask for "
                  + what
                  + ". GET /v1/models lists the routes that you may ask for.")
          .withParam(param);
    }
  }
}
