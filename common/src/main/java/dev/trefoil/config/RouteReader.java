package dev.trefoil.config;

import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import dev.trefoil.routing.RoutingTable.Outright;
import dev.trefoil.routing.Shadow;
import dev.trefoil.routing.Strategy;
import dev.trefoil.routing.residency.Residencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one route. */
final class RouteReader {
  private static final double LARGEST_WEIGHT = 1_000;
  private static final List<Strategy> EXPLORING = List.of(Strategy.LEAST_LATENCY, Strategy.VALUE);
  private static final List<Strategy> GATED = List.of(Strategy.CASCADE, Strategy.VALUE);

  private final Set<String> services;
  private final Set<String> routes;
  private final Outright outer;
  private final Residencies residencies;
  private final SameModel same;
  private final Map<String, CheckSettings> guardrails;
  private final Map<String, List<ConfigItem>> tools = new LinkedHashMap<>();

  /**
   * @param services the names of all services
   * @param routes the names of all routes
   * @param outer what holds for what a route does not say
   * @param residencies where targets keep what they are sent
   * @param same where a model is served
   * @param guardrails by name
   */
  RouteReader(
      Set<String> services,
      Set<String> routes,
      Outright outer,
      Residencies residencies,
      SameModel same,
      Map<String, CheckSettings> guardrails) {
    this.same = same;
    this.guardrails = guardrails;
    this.services = services;
    this.routes = routes;
    this.outer = outer;
    this.residencies = residencies;
  }

  /** What routes say of tools, by their names, as far as they have been read. */
  Map<String, List<ConfigItem>> tools() {
    return tools;
  }

  Route read(String name, ConfigMap route) {
    if (route.has("tools")) {
      tools.put(name, route.items("tools"));
    }
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
            .ifPresent(target -> add(targets, target));
      }
    }
    Set<String> places = ResidencyReader.ofRoute(route, outer.residency());
    Optional<Shadow> shadow =
        route.map("shadow").flatMap(map -> shadow(map, limits, strategy, pattern, places));
    Route read =
        new Route(
            name,
            model,
            targets,
            route.flag("interchangeable")
                || ofOneModel && targets.stream().allMatch(target -> target.rank() == 0),
            strategy,
            onlyFor(EXPLORING, strategy, route, "exploration")
                ? route.decimal("exploration", 0, 1).orElse(Route.EXPLORATION)
                : Route.EXPLORATION,
            route.flag("overrides", true),
            places,
            policy(route, strategy),
            shadow);
    refuseIfNeverServed(route, read);
    if (read.policy().guarding().isPresent()) {
      GuardingReader.residency(route, read.policy().guarding().get(), read.residency(), guardrails);
    }
    route.refuseTheRest();
    return read;
  }

  /** One that is named twice is the first; of the route's own model, what is said of it holds. */
  private static void add(List<RouteTarget> targets, RouteTarget more) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).name().equals(more.name())) {
        if (targets.get(i).rank() < more.rank()) {
          targets.set(i, more.ranked(targets.get(i).rank()));
        }
        return;
      }
    }
    targets.add(more);
  }

  /** Of a standby that takes the model as asked, nothing is known before it is asked for. */
  private Optional<Shadow> shadow(
      ConfigMap map, AttemptLimits limits, Strategy strategy, boolean pattern, Set<String> places) {
    Optional<Shadow> shadow =
        ShadowReader.read(map, item -> target(item, limits, strategy, pattern));
    for (RouteTarget target : shadow.map(Shadow::targets).orElse(List.of())) {
      if (target.capacity().isPresent()) {
        map.mistake("targets", "has a capacity, which is for calls that somebody waits for");
      }
      Target standby = Target.parse(target.name()).orElseThrow();
      if (!places.isEmpty()
          && !target.name().contains(Route.MODEL)
          && !residencies.of(standby, 0).keepsTo(places)) {
        map.mistake(
            "targets",
            "leaves the route's residency: " + standby + " is in " + residencies.of(standby, 0));
      }
    }
    return shadow;
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
        onlyFor(List.of(Strategy.WEIGHTED), strategy, map, "weight")
            ? map.decimal("weight", 0, LARGEST_WEIGHT).orElse(1)
            : 1;
    AttemptLimits own = PolicyReader.limits(map, limits);
    Optional<String> instructions = map.text("instructions");
    Optional<Capacity> capacity = capacity(map, strategy, name);
    map.refuseTheRest();
    return name.map(text -> new RouteTarget(text, weight, own, instructions, 0, capacity));
  }

  private static Optional<Capacity> capacity(
      ConfigMap target, Strategy strategy, Optional<String> name) {
    if (target.has("capacity") && strategy == Strategy.CASCADE) {
      target.mistake("capacity", "is not for cascades, which begin with what is cheapest");
    }
    if (target.has("capacity") && name.filter(text -> text.contains(Route.MODEL)).isPresent()) {
      target.mistake("capacity", "is for one model, and not for any that is asked for");
    }
    return target.map("capacity").flatMap(CapacityReader::read);
  }

  private Policy policy(ConfigMap route, Strategy strategy) {
    Policy policy = PolicyReader.policy(route, outer.policy());
    if (route.has(GuardingReader.KEY)) {
      policy =
          policy.withGuarding(GuardingReader.ofRoute(route, guardrails, outer.policy().guarding()));
    }
    Optional<QualityGate> gate =
        onlyFor(GATED, strategy, route, "gate")
            ? route.map("gate").map(map -> GateReader.read(map, routes))
            : Optional.empty();
    if (strategy == Strategy.LEAST_LATENCY) {
      return streamed(policy);
    }
    if (strategy == Strategy.CASCADE) {
      return policy.withGate(gate.orElse(GateReader.DEFAULTS));
    }
    return gate.isPresent() ? policy.withGate(gate.get()) : policy;
  }

  /** Targets are compared by when their answers begin, which a whole answer does not show. */
  private static Policy streamed(Policy policy) {
    return policy.streamInside() == StreamInside.AUTO
        ? policy.withStreamInside(StreamInside.ALWAYS)
        : policy;
  }

  /** What only some strategies look at is a mistake where another would silently pass it over. */
  private static boolean onlyFor(
      List<Strategy> needed, Strategy strategy, ConfigMap map, String key) {
    if (map.has(key) && !needed.contains(strategy)) {
      map.mistake(
          key,
          "is for routes of the strategy "
              + needed.stream().map(Strategy::word).collect(Collectors.joining(" or "))
              + " only");
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
