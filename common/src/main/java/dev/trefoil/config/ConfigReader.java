package dev.trefoil.config;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.identity.IdentitySettings;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.NamedRows;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.PriceTable;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.routing.RoutingTable.Outright;
import dev.trefoil.routing.residency.Residencies;
import dev.trefoil.routing.residency.Residency;
import dev.trefoil.routing.residency.ServiceResidency;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the text of trefoil.yaml, and goes on after a mistake so that all are reported at once. */
final class ConfigReader {
  /** As long as OpenAI keeps responses. */
  private static final long DEFAULT_KEEP_DAYS = 30;

  private static final long MOST_KEEP_DAYS = 3_650;

  private ConfigReader() {}

  static TrefoilConfig read(String text, Map<String, String> env) {
    Mistakes mistakes = new Mistakes(env);
    ConfigMap file = new ConfigMap("", nodes(text), mistakes);
    Map<String, ServiceConfig> services = new LinkedHashMap<>();
    RoutingTable routing = routing(file, services, KnownModels.of(env));
    AuthSettings auth = AuthReader.read(file, routing.routes(), routing.services().keySet());
    BreakerSettings breaker =
        file.map("breaker").map(PolicyReader::breaker).orElse(BreakerSettings.DEFAULTS);
    IdentitySettings identity =
        file.map("identity").map(IdentityReader::read).orElse(IdentitySettings.NONE);
    HttpSettings http = HttpReader.read(file);
    OptionalLong keepAlive = file.number("keepAliveSeconds", 1, 3600);
    Optional<Duration> board = BoardReader.read(file);
    Map<Cloud, JobSettings> jobs = new EnumMap<>(Cloud.class);
    boolean priming = file.flag("priming", true);
    file.map("jobs").ifPresent(section -> JobReader.read(section, jobs));
    Duration conversations = conversations(file);
    file.refuseTheRest();
    mistakes.throwIfAny();
    return new TrefoilConfig(
        auth,
        services,
        routing,
        breaker,
        http,
        keepAlive.isPresent()
            ? Optional.of(Duration.ofSeconds(keepAlive.getAsLong()))
            : Optional.empty(),
        identity,
        jobs,
        board,
        conversations,
        priming);
  }

  /** How long what was said is kept. */
  private static Duration conversations(ConfigMap file) {
    Optional<ConfigMap> section = file.map("conversations");
    long days =
        section.isEmpty()
            ? DEFAULT_KEEP_DAYS
            : section.get().number("keepDays", 0, MOST_KEEP_DAYS).orElse(DEFAULT_KEEP_DAYS);
    section.ifPresent(ConfigMap::refuseTheRest);
    return Duration.ofDays(days);
  }

  private static RoutingTable routing(
      ConfigMap file, Map<String, ServiceConfig> services, KnownModels known) {
    Set<String> names = Set.of();
    Map<String, ServiceResidency> residencies = new HashMap<>();
    Optional<ConfigMap> declared = required(file, "services");
    if (declared.isPresent()) {
      names = Set.copyOf(declared.get().names());
      ServiceReader.read(declared.get(), services, residencies);
    }
    Map<String, Capabilities> models = new LinkedHashMap<>();
    Map<Target, Residency> places = new HashMap<>();
    Optional<ConfigMap> overrides = file.map("models");
    if (overrides.isPresent()) {
      ModelReader.overrides(overrides.get(), names, services, known.families(), models, places);
    }
    Optional<ConfigMap> prices = file.map("prices");
    Outright outright =
        new Outright(
            PolicyReader.limits(file, AttemptLimits.DEFAULTS),
            ResidencyReader.ofRoute(file, Set.of()),
            PolicyReader.policy(file, Policy.DEFAULTS));
    Residencies whereabouts = new Residencies(residencies, places);
    List<Route> routes = List.of();
    Map<String, String> tasks = Map.of();
    Optional<ConfigMap> named = required(file, "routes");
    if (named.isPresent()) {
      Set<String> routeNames = Set.copyOf(named.get().names());
      routes =
          RoutesReader.routes(
              named.get(),
              new RouteReader(
                  names,
                  routeNames,
                  outright,
                  whereabouts,
                  new SameModel(services, models, known)));
      tasks = file.map("tasks").map(map -> RoutesReader.tasks(map, routeNames)).orElse(Map.of());
    }
    Map<String, RequestRules> rules = new HashMap<>();
    services.forEach((name, service) -> rules.put(name, service.rules()));
    return new RoutingTable(
        routes,
        tasks,
        rules,
        outright,
        new ModelCatalog(
            models,
            known.families(),
            (service, model, can) ->
                services.containsKey(service) ? services.get(service).offered(model, can) : can),
        (prices.isPresent()
                ? PriceReader.read(prices.get(), names, known.prices())
                : new PriceTable(Map.of(), NamedRows.of(Map.of()), known.prices()))
            .withRegional(regional(services)),
        whereabouts);
  /** Vertex AI takes more for Claude everywhere but at its global endpoint. */
  private static Set<String> regional(Map<String, ServiceConfig> services) {
    Set<String> regional = new HashSet<>();
    services.forEach(
        (name, service) -> {
          if (service instanceof ServiceConfig.Vertex vertex
              && !vertex.location().equals("global")) {
            regional.add(name);
          }
        });
    return regional;
  }

  private static Optional<ConfigMap> required(ConfigMap file, String key) {
    if (!file.has(key)) {
      file.mistake(key, "is missing");
    }
    return file.map(key);
  }

  /**
   * The nodes of a file that is not the configuration itself.
   *
   * @param file what its mistakes are to name; empty for nothing
   */
  static ConfigNode nodes(String text, String file) {
    try {
      return nodes(text);
    } catch (ConfigException e) {
      throw new ConfigException(
          e.mistakes().stream().map(mistake -> Mistakes.of(file, mistake)).toList());
    }
  }

  static ConfigNode nodes(String text) {
    return (text.stripLeading().startsWith("{")
            ? JsonNodes.read(text)
            : Optional.<ConfigNode>empty())
        .orElseGet(() -> YamlNodes.read(text));
  }
}
