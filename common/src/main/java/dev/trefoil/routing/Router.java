package dev.trefoil.routing;

import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the plan for a model's name: an exact route, a target named outright, a pattern. */
public final class Router {
  private final Map<String, Route> exact = new LinkedHashMap<>();
  private final List<Wildcard> patterns = new ArrayList<>();
  private final Set<String> services;
  private final Set<String> nativeServices;
  private final List<Route> routes;

  /**
   * @param routes in the order of the configuration
   * @param services the names of all services
   * @param nativeServices those of the cloud that we run on, which are tried first
   */
  public Router(List<Route> routes, Set<String> services, Set<String> nativeServices) {
    this.routes = List.copyOf(routes);
    this.services = Set.copyOf(services);
    this.nativeServices = Set.copyOf(nativeServices);
    for (Route route : routes) {
      if (route.isPattern()) {
        patterns.add(Wildcard.of(route));
      } else {
        exact.put(route.name(), route);
      }
    }
  }

  /** The plan for a call that names {@code model}; empty where nothing goes by that name. */
  public Optional<Plan> plan(String model) {
    Route route = exact.get(model);
    if (route != null) {
      return Optional.of(nativeFirst(route, model));
    }
    Optional<Target> outright =
        Target.parse(model).filter(target -> services.contains(target.service()));
    if (outright.isPresent()) {
      return outright.map(target -> new Plan(List.of(target)));
    }
    return patterns.stream()
        .filter(wildcard -> wildcard.pattern().matcher(model).matches())
        .findFirst()
        .map(wildcard -> nativeFirst(wildcard.route(), model));
  }

  /** The routes, in the order of the configuration. */
  public List<Route> routes() {
    return routes;
  }

  /** The name of the first route that is not a pattern: what a call without a model gets. */
  public Optional<String> defaultRoute() {
    return exact.keySet().stream().findFirst();
  }

  private Plan nativeFirst(Route route, String model) {
    List<Target> targets = route.targetsFor(model);
    List<Target> ordered = new ArrayList<>(targets.size());
    targets.stream().filter(this::isNative).forEach(ordered::add);
    targets.stream().filter(target -> !isNative(target)).forEach(ordered::add);
    return new Plan(ordered, route.interchangeable());
  }

  private boolean isNative(Target target) {
    return nativeServices.contains(target.service());
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
