// What the routes of one model come to.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import java.util.List;

/** Says of each route with {@code same} which targets that is. */
final class OneModel {
  private OneModel() {}

  static List<Finding> of(TrefoilConfig config) {
    return config.routes().stream()
        .filter(route -> route.model().isPresent())
        .map(OneModel::of)
        .toList();
  }

  private static Finding of(Route route) {
    List<String> same =
        route.entries().stream()
            .filter(target -> target.rank() == 0)
            .map(RouteTarget::name)
            .toList();
    String found =
        "routes.%s: %s is %s"
            .formatted(route.name(), route.model().orElseThrow(), String.join(", ", same));
    return same.size() > 1
        ? new Finding.Fine(found)
        : new Finding.Note(
            found + ", and no other declared service is known to have it",
            "when that fails another model answers, or none: declare a service that has it, or say"
                + " under models which of a service's deployments is like it");
  }
}
