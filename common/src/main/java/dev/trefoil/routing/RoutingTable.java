package dev.trefoil.routing;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Policy;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.residency.Residencies;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that plans are made from, as far as the configuration says it.
 *
 * @param routes in the order of the configuration
 * @param tasks the names of routes that are no patterns, by task
 * @param services what each service takes of requests, by its name
 * @param outright what holds for targets that are named outright
 * @param models what is known of models
 * @param prices what they cost
 * @param residencies where they keep what they are sent
 */
public record RoutingTable(
    List<Route> routes,
    Map<String, String> tasks,
    Map<String, RequestRules> services,
    Outright outright,
    ModelCatalog models,
    PriceTable prices,
    Residencies residencies) {

  /**
   * What holds for targets that are named outright: what the configuration says of all routes.
   *
   * @param limits how long they may be silent
   * @param residency the places that calls must stay in; empty for anywhere
   * @param policy how calls are carried out
   */
  public record Outright(AttemptLimits limits, Set<String> residency, Policy policy) {
    public static final Outright DEFAULTS =
        new Outright(AttemptLimits.DEFAULTS, Set.of(), Policy.DEFAULTS);

    public Outright {
      residency = Set.copyOf(residency);
    }
  }

  public RoutingTable {
    routes = List.copyOf(routes);
    tasks = Map.copyOf(tasks);
    services = Map.copyOf(services);
  }

  /** Routes and services of which nothing more is known. */
  public RoutingTable(List<Route> routes, Map<String, RequestRules> services) {
    this(
        routes,
        Map.of(),
        services,
        Outright.DEFAULTS,
        ModelCatalog.empty(),
        PriceTable.EMPTY,
        Residencies.UNKNOWN);
  }
}
