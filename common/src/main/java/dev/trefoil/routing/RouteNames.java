package dev.trefoil.routing;

import dev.trefoil.policy.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what goes by a name: an exact route, a target named outright, a pattern. */
final class RouteNames {
  private final List<Route> routes;
  private final Map<String, Route> exact = new LinkedHashMap<>();
  private final List<Wildcard> patterns = new ArrayList<>();
  private final Set<String> services;
  private final RoutingTable.Outright outright;

  RouteNames(RoutingTable table) {
    this.routes = table.routes();
    this.services = table.services().keySet();
    this.outright = table.outright();
    for (Route route : table.routes()) {
      if (route.isPattern()) {
        patterns.add(Wildcard.of(route));
      } else {
        exact.put(route.name(), route);
      }
    }
  }

  Optional<Route> find(String name) {
    Route route = exact.get(name);
    if (route != null) {
      return Optional.of(route);
    }
    Optional<Target> target =
        Target.parse(name).filter(named -> services.contains(named.service()));
    if (target.isPresent()) {
      return target.map(this::outright);
    }
    return patterns.stream()
        .filter(wildcard -> wildcard.pattern().matcher(name).matches())
        .findFirst()
        .map(Wildcard::route);
  }

  /**
   * What a caller can ask for by a name that is known, in the order of the configuration. In the
   * place of a pattern stand the models that its targets name, and, where a target takes the model
   * as asked, those that other routes name on the same service.
   */
  List<Route> named() {
    Map<String, Route> named = new LinkedHashMap<>();
    for (Route route : routes) {
      if (!route.isPattern()) {
        named.put(route.name(), route);
        continue;
      }
      for (RouteTarget entry : route.entries()) {
        models(entry)
            .filter(model -> find(model).filter(route::equals).isPresent())
            .forEach(model -> named.putIfAbsent(model, route.as(model)));
      }
    }
    return List.copyOf(named.values());
  }

  private Stream<String> models(RouteTarget entry) {
    Target target = entry.targetFor(Route.MODEL);
    if (!target.model().contains(Route.MODEL)) {
      return Stream.of(target.model());
    }
    return routes.stream()
        .flatMap(route -> route.entries().stream())
        .map(other -> other.targetFor(Route.MODEL))
        .filter(other -> other.service().equals(target.service()))
        .map(Target::model)
        .filter(model -> !model.contains(Route.MODEL));
  }

  /** The name of the first route that is not a pattern. */
  Optional<String> first() {
    return exact.keySet().stream().findFirst();
  }

  private Route outright(Target target) {
    return new Route(
        target.toString(),
        Optional.empty(),
        List.of(new RouteTarget(target.toString(), 1, outright.limits(), Optional.empty())),
        false,
        Strategy.ORDERED,
        0,
        true,
        outright.residency(),
        outright.policy());
  }

  /** A route whose name has stars in it, and what the name stands for. */
  private record Wildcard(Route route, Pattern pattern) {
    static Wildcard of(Route route) {
      return new Wildcard(
          route,
          Pattern.compile(
              Arrays.stream(route.name().split("\\*+", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")),
              Pattern.DOTALL));
    }
  }
}
