package dev.trefoil.config;

import dev.trefoil.config.YamlMap.Mistakes;
import dev.trefoil.routing.Route;
import dev.trefoil.target.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      readServices(declared.get(), services);
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
    file.refuseTheRest();
    mistakes.throwIfAny();
    return new TrefoilConfig(services, routes, maxRequestBytes);
  }

  private static void readServices(YamlMap declared, Map<String, ServiceConfig> services) {
    for (String name : declared.names()) {
      if (!name.matches("[A-Za-z0-9_-]+")) {
        declared.mistake(name, "is not a service's name: letters, digits, - and _ only");
      }
      YamlMap service = declared.map(name).orElseThrow();
      readService(service).ifPresent(read -> services.put(name, read));
      service.refuseTheRest();
    }
  }

  private static Optional<ServiceConfig> readService(YamlMap service) {
    String kind =
        service
            .requiredText(
                "kind",
                String.join("|", ServiceConfig.KINDS),
                "one of " + String.join(", ", ServiceConfig.KINDS))
            .orElse("");
    boolean emulate = service.flag("emulate");
    return Optional.ofNullable(
        switch (kind) {
          case ServiceConfig.Bedrock.KIND ->
              new ServiceConfig.Bedrock(
                  service
                      .requiredText("region", "[a-z]{2,}(-[a-z]+)+-[0-9]+", "an AWS region")
                      .orElse(""),
                  service.url("endpoint", List.of("https", "http")),
                  emulate);
          case ServiceConfig.AzureOpenAi.KIND -> {
            boolean named = service.names().contains("endpoint");
            Optional<URI> endpoint = service.url("endpoint", List.of("https", "http"));
            if (!named && !emulate) {
              service.mistake("endpoint", "is missing");
            }
            yield new ServiceConfig.AzureOpenAi(endpoint, emulate);
          }
          case ServiceConfig.Vertex.KIND ->
              new ServiceConfig.Vertex(
                  service
                      .requiredText("project", "[a-z][a-z0-9:.-]*", "a Google Cloud project's id")
                      .orElse(""),
                  service
                      .requiredText("location", "[a-z]+(-[a-z]+[0-9]+)?", "a Vertex AI location")
                      .orElse(""),
                  service.url("endpoint", List.of("https")),
                  emulate);
          default -> {
            service.names().forEach(service::text);
            yield null;
          }
        });
  }

  private static void readRoutes(YamlMap named, Set<String> services, List<Route> routes) {
    for (String name : named.names()) {
      YamlMap route = named.map(name).orElseThrow();
      boolean pattern = name.indexOf('*') >= 0;
      routes.add(
          new Route(name, route.texts("targets", text -> wrongTarget(text, services, pattern))));
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

  private static Node compose(String yaml) {
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
