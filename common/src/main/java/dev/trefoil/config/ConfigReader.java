package dev.trefoil.config;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.guardrail.GuardrailSettings;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.health.BoardSettings;
import dev.trefoil.identity.IdentitySettings;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Guarding;
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
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.LimitTerms;
import dev.trefoil.usage.Terms;
import dev.trefoil.usage.UsageSettings;
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
import java.util.stream.Collectors;

/** Reads the text of trefoil.yaml, and goes on after a mistake so that all are reported at once. */
final class ConfigReader {
  /** As long as OpenAI keeps responses. */
  private static final long DEFAULT_KEEP_DAYS = 30;

  private static final long MOST_KEEP_DAYS = 3_650;

  /** A year, and time to look at it. */
  private static final long DEFAULT_AUDIT_DAYS = 400;

  private ConfigReader() {}

  static TrefoilConfig read(String text, Map<String, String> env) {
    Mistakes mistakes = new Mistakes(env);
    ConfigMap file = new ConfigMap("", nodes(text), mistakes);
    Map<String, ServiceConfig> services = new LinkedHashMap<>();
    Map<String, List<ConfigItem>> tools = new LinkedHashMap<>();
    Optional<ConfigMap> section = file.map(GuardingReader.KEY);
    Guards guards = Guards.NONE;
    Optional<GuardrailSettings> guardrails = Optional.empty();
    if (section.isPresent()) {
      Map<String, CheckSettings> checks = checks(section.get());
      GuardingReader.OfFile ofFile = GuardingReader.ofFile(section.get(), checks);
      guards = new Guards(checks, ofFile.routes());
      guardrails = Optional.of(new GuardrailSettings(checks, ofFile.accounts()));
    }
    RoutingTable routing = routing(file, services, KnownModels.of(env), tools, guards);
    Optional<AgentConfig> agents =
        file.has("tools") || file.has("agents") || !tools.isEmpty()
            ? Optional.of(
                AgentReader.read(file, routing.services().keySet(), names(routing), tools))
            : Optional.empty();
    AuthSettings auth =
        AuthReader.read(file, askedFor(routing, agents), routing.services().keySet());
    if (guardrails.isPresent()) {
      GuardingReader.judges(section.get(), guardrails.get().checks(), routing.routes());
      GuardingReader.names(section.get(), guardrails.get().accounts(), auth);
    }
    BreakerSettings breaker =
        file.map("breaker").map(PolicyReader::breaker).orElse(BreakerSettings.DEFAULTS);
    IdentitySettings identity =
        file.map("identity").map(IdentityReader::read).orElse(IdentitySettings.NONE);
    HttpSettings http = HttpReader.read(file);
    OptionalLong keepAlive = file.number("keepAliveSeconds", 1, 3600);
    Optional<BoardSettings> board = BoardReader.read(file);
    Optional<Terms<LimitTerms>> limits = Optional.empty();
    Optional<BudgetSettings> budgets = Optional.empty();
    Optional<UsageSettings> usage = Optional.empty();
    if (file.has("rateLimits") || file.has("budgets") || file.has("usage")) {
      TermsReader accounts =
          new TermsReader(
              routing.routes().stream().map(Route::name).collect(Collectors.toSet()),
              routing.services().keySet());
      limits = LimitsReader.read(file, accounts);
      budgets = BudgetsReader.read(file, accounts);
      usage = UsageReader.read(file);
    }
    Set<String> operators = operators(file, auth);
    Duration audit =
        Duration.ofDays(file.number("auditDays", 1, MOST_KEEP_DAYS).orElse(DEFAULT_AUDIT_DAYS));
    Map<Cloud, JobSettings> jobs = new EnumMap<>(Cloud.class);
    boolean priming = file.flag("priming", true);
    boolean console = file.flag("console");
    file.map("jobs").ifPresent(queues -> JobReader.read(queues, jobs));
    Optional<ConfigMap> reported = file.map("report");
    Optional<ReportConfig> report = Optional.empty();
    if (reported.isPresent()) { // A lambda would load the class where there is none.
      report =
          Optional.of(ReportReader.read(reported.get(), usage, jobs, routing.services().keySet()));
    }
    Duration conversations = conversations(file);
    Optional<TelemetryConfig> telemetry = telemetry(file);
    FilesConfig files = FilesReader.read(file);
    Optional<RetrievalConfig> retrieval = retrieval(file, routing);
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
        limits,
        budgets,
        usage,
        operators,
        audit,
        agents,
        priming,
        telemetry,
        guardrails,
        console,
        files,
        retrieval,
        report);
  }

  /** All guardrails by name, and which hold where a route says nothing. */
  private record Guards(Map<String, CheckSettings> checks, Optional<Guarding> guarding) {
    static final Guards NONE = new Guards(Map.of(), Optional.empty());
  }

  private static Map<String, CheckSettings> checks(ConfigMap section) {
    if (!section.has("checks")) {
      section.mistake("checks", "is missing");
    }
    return section.map("checks").map(GuardrailReader::read).orElse(Map.of());
  }

  /** A method reference would load the class where there is nothing to read. */
  private static Optional<TelemetryConfig> telemetry(ConfigMap file) {
    Optional<ConfigMap> section = file.map("telemetry");
    return section.isPresent()
        ? Optional.of(TelemetryReader.read(section.get()))
        : Optional.empty();
  }

  /** A method reference would load the class where there is nothing to read. */
  private static Optional<RetrievalConfig> retrieval(ConfigMap file, RoutingTable routing) {
    Optional<ConfigMap> section = file.map("retrieval");
    return section.isPresent()
        ? Optional.of(RetrievalReader.read(section.get(), routing))
        : Optional.empty();
  }

  private static String named(AuthSettings.Key key) {
    return key.tenant().map(tenant -> tenant + "/").orElse("") + key.name();
  }

  /** Whoever is to be known by a key must have one. */
  private static Set<String> operators(ConfigMap file, AuthSettings auth) {
    if (!file.has("operators")) {
      return Set.of();
    }
    return Set.copyOf(
        file.texts(
            "operators",
            name ->
                auth instanceof AuthSettings.Keys keys
                        && keys.keys().stream().noneMatch(key -> named(key).equals(name))
                    ? Optional.of("is the name of no key")
                    : Optional.empty()));
  }

  private static Set<String> names(RoutingTable routing) {
    return routing.routes().stream().map(Route::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Names that callers may be allowed: of routes and of agents. */
  private static Set<String> askedFor(RoutingTable routing, Optional<AgentConfig> agents) {
    Set<String> names = new HashSet<>(names(routing));
    if (agents.isPresent()) {
      names.addAll(agents.get().agents().keySet());
    }
    return names;
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
      ConfigMap file,
      Map<String, ServiceConfig> services,
      KnownModels known,
      Map<String, List<ConfigItem>> tools,
      Guards guards) {
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
            PolicyReader.policy(file, Policy.DEFAULTS).withGuarding(guards.guarding()));
    if (guards.guarding().isPresent()) {
      GuardingReader.residency(
          file, guards.guarding().get(), outright.residency(), guards.checks());
    }
    Residencies whereabouts = new Residencies(residencies, places);
    List<Route> routes = List.of();
    Map<String, String> tasks = Map.of();
    Optional<ConfigMap> named = required(file, "routes");
    if (named.isPresent()) {
      Set<String> routeNames = Set.copyOf(named.get().names());
      RouteReader reader =
          new RouteReader(
              names,
              routeNames,
              outright,
              whereabouts,
              new SameModel(services, models, known),
              guards.checks());
      routes = RoutesReader.routes(named.get(), reader);
      tools.putAll(reader.tools());
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
  }

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
