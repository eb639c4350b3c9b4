package dev.trefoil.config;

import dev.trefoil.config.YamlMap.Mistakes;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.routing.Route;
import dev.trefoil.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the text of trefoil.yaml, and goes on after a mistake so that all are reported at once. */
final class ConfigReader {
  /** A synchronous Lambda invocation takes 6 MB, so a larger body works on two clouds of three. */
  private static final long DEFAULT_MAX_REQUEST_BYTES = 6L * 1024 * 1024;

  private static final long LARGEST_MAX_REQUEST_BYTES = 1L << 30;

  private ConfigReader() {}

  static TrefoilConfig read(String yaml, Map<String, String> env) {
    Mistakes mistakes = new Mistakes(env);
    YamlMap file = new YamlMap("", compose(yaml), mistakes);
    Map<String, ServiceConfig> services = new LinkedHashMap<>();
    Set<String> names = Set.of();
    Optional<YamlMap> declared = file.map("services");
    if (declared.isPresent()) {
      names = Set.copyOf(declared.get().names());
      ServiceReader.read(declared.get(), services);
    } else {
      file.mistake("services", "is missing");
    }
    List<Route> routes = new ArrayList<>();
    Optional<YamlMap> named = file.map("routes");
    if (named.isPresent()) {
      readRoutes(named.get(), names, routes);
    } else {
      file.mistake("routes", "is missing");
    }
    long maxRequestBytes =
        file.number("maxRequestBytes", 1, LARGEST_MAX_REQUEST_BYTES)
            .orElse(DEFAULT_MAX_REQUEST_BYTES);
    OptionalLong keepAlive = file.number("keepAliveSeconds", 1, 3600);
    List<Capabilities> families = ModelReader.bundled();
    Map<String, Capabilities> models = new LinkedHashMap<>();
    Optional<YamlMap> overrides = file.map("models");
    if (overrides.isPresent()) {
      ModelReader.overrides(overrides.get(), names, families, models);
    }
    file.refuseTheRest();
    mistakes.throwIfAny();
    return new TrefoilConfig(
        services,
        routes,
        maxRequestBytes,
        keepAlive.isPresent()
            ? Optional.of(Duration.ofSeconds(keepAlive.getAsLong()))
            : Optional.empty(),
        new ModelCatalog(models, families));
  }

  private static void readRoutes(YamlMap named, Set<String> services, List<Route> routes) {
    for (String name : named.names()) {
      YamlMap route = named.map(name).orElseThrow();
      boolean pattern = name.indexOf('*') >= 0;
      routes.add(
          new Route(
              name,
              route.texts("targets", text -> wrongTarget(text, services, pattern)),
              route.flag("interchangeable")));
      route.refuseTheRest();
    }
    if (routes.isEmpty()) {
      named.mistake("", "names no route");
    }
  }

  private static Optional<String> wrongTarget(String text, Set<String> services, boolean pattern) {
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

  static Node compose(String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel("trefoil.yaml").build();
    try {
      return new Compose(settings)
          .composeString(yaml)
          .orElseThrow(() -> new ConfigException(List.of("the file is empty")));
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark()
              .map(m -> "line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ": ")
              .orElse("");
      throw new ConfigException(List.of(place + "the file is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      throw new ConfigException(List.of("the file is not YAML: " + e.getMessage()));
    }
  }
}
