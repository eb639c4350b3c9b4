package dev.trefoil.config;

import dev.trefoil.routing.Route;
import dev.trefoil.routing.Strategy;
import dev.trefoil.routing.residency.Places;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads {@code routes} and {@code tasks}, and what routes say of one another. */
final class RoutesReader {
  private RoutesReader() {}

  static List<Route> routes(ConfigMap declared, RouteReader reader) {
    Map<String, Route> routes = new LinkedHashMap<>();
    for (String name : declared.names()) {
      routes.put(name, reader.read(name, declared.map(name).orElseThrow()));
    }
    if (routes.isEmpty()) {
      declared.mistake("", "names no route");
    }
    judges(routes, declared::mistake);
    return List.copyOf(routes.values());
  }

  static Map<String, String> tasks(ConfigMap declared, Set<String> routes) {
    Map<String, String> tasks = new LinkedHashMap<>();
    for (String task : declared.names()) {
      declared
          .item(task)
          .flatMap(item -> item.text(route -> GateReader.wrongRoute(route, routes)))
          .ifPresent(route -> tasks.put(task, route));
    }
    return tasks;
  }

  /** A judge sees the answer: it must stay where the answer does, and come to an end. */
  private static void judges(Map<String, Route> routes, BiConsumer<String, String> mistake) {
    for (Route route : routes.values()) {
      route
          .policy()
          .gate()
          .flatMap(gate -> gate.judge())
          .map(routes::get)
          .ifPresent(
              judge -> {
                String key = route.name() + ".gate.judge";
                if (judge.strategy() == Strategy.CASCADE) {
                  mistake.accept(key, "is a cascade itself");
                }
                if (!staysWithin(judge.residency(), route.residency())) {
                  mistake.accept(
                      key,
                      "may call outside of the route's residency: give " + judge.name() + " one");
                }
              });
    }
  }

  private static boolean staysWithin(Set<String> inner, Set<String> outer) {
    return outer.isEmpty()
        || (!inner.isEmpty() && inner.stream().allMatch(place -> Places.isWithin(place, outer)));
  }
}
