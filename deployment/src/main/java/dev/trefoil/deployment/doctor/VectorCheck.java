// Whether the targets of a route of embeddings can stand in for one another.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the models whose vectors a route gives. */
final class VectorCheck {
  /** In the name of every model of vectors that a service of ours has. */
  private static final String VECTORS = "embed";

  private final TrefoilConfig config;

  private VectorCheck(TrefoilConfig config) {
    this.config = config;
  }

  static List<Finding> of(TrefoilConfig config) {
    VectorCheck check = new VectorCheck(config);
    List<Finding> findings = new ArrayList<>();
    for (Route route : config.routes()) {
      Map<String, Capabilities> models = check.models(route);
      if (!models.isEmpty()) {
        vectors(route, models).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /** Of the targets that have a model of their own, in the route's order. */
  private Map<String, Capabilities> models(Route route) {
    Map<String, Capabilities> models = new LinkedHashMap<>();
    for (String name : route.targets()) {
      Target.parse(name)
          .filter(target -> !target.model().contains(Route.MODEL))
          .ifPresent(
              target -> models.put(name, config.models().of(target.service(), target.model())));
    }
    return models;
  }

  /** A call for vectors goes to targets of the first one's model alone. */
  private static Optional<Finding> vectors(Route route, Map<String, Capabilities> models) {
    String first = models.values().iterator().next().family();
    List<String> others =
        models.entrySet().stream()
            .filter(model -> !model.getValue().family().equals(first))
            .map(Map.Entry::getKey)
            .toList();
    return route.interchangeable() || !first.contains(VECTORS) || others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding.Fault(
                "routes.%s: the vectors of %s are not those of %s, so that no failover goes there"
                    .formatted(route.name(), String.join(", ", others), first),
                "name services that have %s, or write same: %s; interchangeable: true is for vectors"
                        .formatted(first, first)
                    + " that nobody compares"));
  }
}
