package dev.trefoil.config;

import dev.trefoil.agent.AgentSettings;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.ToolSettings;
import dev.trefoil.policy.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools}, {@code agents} and {@code toolLimits}, and what routes say of tools. */
final class AgentReader {
  /** Each is an attempt of the trail, which is a header. */
  private static final long MOST_STEPS = 50;

  private static final long MOST_CALLS = 1_000;
  private static final long MOST_PARALLEL = 64;
  private static final long MOST_SECONDS = 86_400;
  private static final long MOST_TOKENS = 1_000_000_000;
  private static final double MOST_USD = 100_000;

  private final Set<String> services;
  private final Set<String> routes;
  private final Map<String, ToolSettings> tools = new LinkedHashMap<>();
  private final Map<String, ToolIdentity> identities = new LinkedHashMap<>();
  private final Set<String> emulated = new HashSet<>();

  private AgentReader(Set<String> services, Set<String> routes) {
    this.services = services;
    this.routes = routes;
  }

  /**
   * @param services the names of all services
   * @param routes the names of all routes
   * @param ofRoutes what {@code tools} of each route says
   */
  static AgentConfig read(
      ConfigMap file,
      Set<String> services,
      Set<String> routes,
      Map<String, List<ConfigItem>> ofRoutes) {
    return new AgentReader(services, routes).all(file, ofRoutes);
  }

  private AgentConfig all(ConfigMap file, Map<String, List<ConfigItem>> ofRoutes) {
    file.map("tools").ifPresent(declared -> ToolReader.read(declared, tools, identities, emulated));
    RunLimits limits =
        file.map("toolLimits")
            .map(map -> limits(map, RunLimits.DEFAULTS))
            .orElse(RunLimits.DEFAULTS);
    Map<String, AgentSettings> agents = new LinkedHashMap<>();
    Optional<ConfigMap> declared = file.map("agents");
    if (declared.isPresent()) {
      for (String name : declared.get().names()) {
        agents.put(name, agent(name, declared.get(), limits));
      }
    }
    Map<String, List<String>> names = new LinkedHashMap<>();
    ofRoutes.forEach(
        (route, items) ->
            names.put(
                route,
                items.stream().flatMap(item -> item.text(this::wrongTool).stream()).toList()));
    return new AgentConfig(tools, identities, emulated, agents, names, limits);
  }

  private AgentSettings agent(String name, ConfigMap declared, RunLimits outer) {
    if (!name.matches(ToolReader.NAMES)) {
      declared.mistake(name, "is not an agent's name: 1 to 64 letters, digits, - and _");
    } else if (routes.contains(name)) {
      declared.mistake(name, "is the name of a route");
    }
    ConfigMap agent = declared.map(name).orElseThrow();
    if (!agent.has("model")) {
      agent.mistake("model", "is missing");
    }
    String model = agent.text("model", this::wrongModel).orElse("");
    Optional<String> instructions = agent.text("instructions");
    List<String> names = agent.has("tools") ? agent.texts("tools", this::wrongTool) : List.of();
    RunLimits limits = agent.map("limits").map(map -> limits(map, outer)).orElse(outer);
    agent.refuseTheRest();
    return new AgentSettings(name, model, instructions, names, limits);
  }

  private Optional<String> wrongModel(String text) {
    boolean known =
        routes.contains(text)
            || Target.parse(text).filter(it -> services.contains(it.service())).isPresent();
    return known
        ? Optional.empty()
        : Optional.of("is neither a route nor a target of a declared service");
  }

  private Optional<String> wrongTool(String text) {
    return identities.containsKey(text)
        ? Optional.empty()
        : Optional.of("names the tool " + text + ", which is not declared");
  }

  private static RunLimits limits(ConfigMap map, RunLimits outer) {
    RunLimits limits =
        new RunLimits(
            (int) map.number("steps", 2, MOST_STEPS).orElse(outer.steps()),
            (int) map.number("calls", 1, MOST_CALLS).orElse(outer.calls()),
            (int) map.number("corrections", 1, MOST_STEPS).orElse(outer.corrections()),
            (int) map.number("parallel", 1, MOST_PARALLEL).orElse(outer.parallel()),
            Duration.ofSeconds(
                map.number("seconds", 1, MOST_SECONDS).orElse(outer.time().toSeconds())),
            map.number("tokens", 1, MOST_TOKENS, outer.tokens()),
            map.has("usd") ? map.decimal("usd", 0, MOST_USD) : outer.usd());
    map.refuseTheRest();
    return limits;
  }
}
