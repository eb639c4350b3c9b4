package dev.trefoil.config;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import dev.trefoil.routing.RoutingTable.Outright;
import dev.trefoil.routing.Strategy;
import dev.trefoil.routing.residency.Residencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one route. */
final class RouteReader {
  private static final double LARGEST_WEIGHT = 1_000;

  private final Set<String> services;
  private final Set<String> routes;
  private final Outright outer;
  private final Residencies residencies;
  private final SameModel same;

  /**
   * @param services the names of all services
   * @param routes the names of all routes
   * @param outer what holds for what a route does not say
   * @param residencies where targets keep what they are sent
   * @param same where a model is served
   */
  RouteReader(
      Set<String> services,
      Set<String> routes,
      Outright outer,
      Residencies residencies,
      SameModel same) {
    this.same = same;
    this.services = services;
    this.routes = routes;
    this.outer = outer;
    this.residencies = residencies;
  }

  Route read(String name, ConfigMap route) {
    Strategy strategy =
        route.word("strategy", Strategy.WORDS).map(Strategy::of).orElse(Strategy.NATIVE_FIRST);
    AttemptLimits limits = PolicyReader.limits(route, outer.limits());
    boolean pattern = name.indexOf('*') >= 0;
    boolean ofOneModel = route.has("same");
    Optional<String> model = ofOneModel ? route.text("same", this::wrongModel) : Optional.empty();
    List<RouteTarget> targets = new ArrayList<>(same(model, limits));
    int rank = ofOneModel ? 1 : 0;
    if (!ofOneModel || route.has("targets")) {
      for (ConfigItem item : route.items("targets")) {
        target(item, limits, strategy, pattern)
            .map(target -> target.ranked(rank))
            .filter(target -> targets.stream().noneMatch(it -> it.name().equals(target.name())))
            .ifPresent(targets::add);
      }
    }
    Set<String> places = ResidencyReader.ofRoute(route, outer.residency());
    Route read =
        new Route(
            name,
            model,
            targets,
            route.flag("interchangeable")
                || ofOneModel && targets.stream().allMatch(target -> target.rank() == 0),
            strategy,
            onlyFor(Strategy.LEAST_LATENCY, strategy, route, "exploration")
                ? route.decimal("exploration", 0, 1).orElse(Route.EXPLORATION)
                : Route.EXPLORATION,
            route.flag("overrides", true),
            places,
            policy(route, strategy));
    refuseIfNeverServed(route, read);
    route.refuseTheRest();
    return read;
  }

  /** The targets of the model that the route is for. */
  private List<RouteTarget> same(Optional<String> model, AttemptLimits limits) {
    return model.map(same::targets).orElseGet(List::of).stream()
        .map(target -> new RouteTarget(target, 1, limits, Optional.empty()))
        .toList();
  }

  private Optional<String> wrongModel(String family) {
    if (!same.isKnown(family)) {
      return Optional.of(
          "is not the name of a model in models.yaml; ./trefoil models lists what is known");
    }
    return same.targets(family).isEmpty()
        ? Optional.of(
            "is a model that no declared service is known to have: see ids in models.yaml")
        : Optional.empty();
  }

  private Optional<RouteTarget> target(
      ConfigItem item, AttemptLimits limits, Strategy strategy, boolean pattern) {
    if (!item.isMap()) {
      return item.text(text -> wrongTarget(text, pattern))
          .map(text -> new RouteTarget(text, 1, limits, Optional.empty()));
    }
    ConfigMap map = item.map();
    if (!map.has("target")) {
      map.mistake("target", "is missing");
    }
    Optional<String> name =
        map.item("target").flatMap(target -> target.text(text -> wrongTarget(text, pattern)));
    double weight =
        onlyFor(Strategy.WEIGHTED, strategy, map, "weight")
            ? map.decimal("weight", 0, LARGEST_WEIGHT).orElse(1)
            : 1;
    AttemptLimits own = PolicyReader.limits(map, limits);
    Optional<String> instructions = map.text("instructions");
    map.refuseTheRest();
    return name.map(text -> new RouteTarget(text, weight, own, instructions));
  }

  private Policy policy(ConfigMap route, Strategy strategy) {
    Policy policy = PolicyReader.policy(route, outer.policy());
    Optional<QualityGate> gate =
        onlyFor(Strategy.CASCADE, strategy, route, "gate")
            ? route.map("gate").map(map -> GateReader.read(map, routes))
            : Optional.empty();
    return strategy == Strategy.CASCADE
        ? policy.withGate(gate.orElse(GateReader.DEFAULTS))
        : policy;
  }

  /** What only one strategy looks at is a mistake where another would silently pass it over. */
  private static boolean onlyFor(Strategy needed, Strategy strategy, ConfigMap map, String key) {
    if (map.has(key) && strategy != needed) {
      map.mistake(key, "is for routes of the strategy " + needed.word() + " only");
      map.forget(key);
      return false;
    }
    return true;
  }

  private Optional<String> wrongTarget(String text, boolean pattern) {
    Optional<Target> target = Target.parse(text);
    if (target.isEmpty()) {
      return Optional.of("is not a target: write service/model");
    }
    if (!services.contains(target.get().service())) {
      return Optional.of("names the service " + target.get().service() + ", which is not declared");
    }
    if (!pattern && text.contains(Route.MODEL)) {
      return Optional.of(
          "has "
              + Route.MODEL
              + ", which stands for something only where the route's name has a *");
    }
    return Optional.empty();
  }

  /** Of a target that takes the model as asked, nothing is known before it is asked for. */
  private void refuseIfNeverServed(ConfigMap route, Route read) {
    Set<String> places = read.residency();
    List<Target> targets = new ArrayList<>();
    for (String name : read.targets()) {
      Target target = Target.parse(name).orElseThrow();
      if (places.isEmpty()
          || name.contains(Route.MODEL)
          || residencies.of(target, 0).keepsTo(places)) {
        return;
      }
      targets.add(target);
    }
    if (!targets.isEmpty()) {
      route.mistake(
          "residency",
          "can never be kept: "
              + targets.stream()
                  .map(target -> target + " is in " + residencies.of(target, 0))
                  .collect(Collectors.joining(", ")));
    }
  }
}
