package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.routing.residency.BedrockResidency;
import dev.trefoil.routing.residency.Places;
import dev.trefoil.routing.residency.Regions;
import dev.trefoil.routing.residency.Residency;
import dev.trefoil.routing.residency.ServiceResidency;
import dev.trefoil.routing.residency.VertexResidency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads where a service's models keep what they are sent: what is declared, otherwise what can be
 * derived from the service's region, location or deployment type.
 */
final class ResidencyReader {
  private static final String RESIDENCY = "residency";
  private static final String ANYWHERE = "any";
  private static final String STANDARD = "standard";
  private static final String DATA_ZONE = "data-zone";
  private static final String GLOBAL = "global";

  /** Data zones of Azure: its documentation, "Deployment types for Azure OpenAI". */
  private static final Set<String> ZONES = Set.of("us", "eu");

  private static final long MOST_TOKENS = 1L << 32;

  private ResidencyReader() {}

  /** Reads where something is declared to be: a place, or several; empty where nothing is said. */
  static Set<String> places(ConfigMap map) {
    return map.has(RESIDENCY)
        ? Set.copyOf(map.oneOrMoreTexts(RESIDENCY, ResidencyReader::wrongPlace))
        : Set.of();
  }

  /** Reads where a route's calls must stay; {@value #ANYWHERE} lifts what {@code outer} says. */
  static Set<String> ofRoute(ConfigMap route, Set<String> outer) {
    if (!route.has(RESIDENCY)) {
      return outer;
    }
    Set<String> places =
        Set.copyOf(
            route.oneOrMoreTexts(
                RESIDENCY, text -> text.equals(ANYWHERE) ? Optional.empty() : wrongPlace(text)));
    if (!places.contains(ANYWHERE)) {
      return places;
    }
    if (places.size() > 1) {
      route.mistake(RESIDENCY, "is " + ANYWHERE + " and something else");
    }
    return Set.of();
  }

  private static Optional<String> wrongPlace(String text) {
    return Places.NAMES.contains(text)
        ? Optional.empty()
        : Optional.of("is not a place: one of " + String.join(", ", Places.NAMES));
  }

  static ServiceResidency service(ConfigMap service, ServiceConfig config) {
    Set<String> declared = places(service);
    ServiceResidency derived =
        switch (config) {
          case ServiceConfig.Bedrock bedrock -> new BedrockResidency(bedrock.region());
          // It has the models of its region, by their bare ids.
          case ServiceConfig.BedrockMantle mantle -> new BedrockResidency(mantle.region());
          case ServiceConfig.AzureOpenAi azure -> ServiceResidency.declared(azure(service));
          case ServiceConfig.Foundry foundry -> ServiceResidency.declared(azure(service));
          case ServiceConfig.Vertex vertex ->
              new VertexResidency(vertex.location(), promised(vertex.location()));
          case ServiceConfig.OpenAi openAi -> ServiceResidency.UNKNOWN;
          case ServiceConfig.Anthropic anthropic -> ServiceResidency.UNKNOWN;
        };
    return declared.isEmpty() ? derived : ServiceResidency.declared(new Residency(declared));
  }

  /** The deployment type decides, which no call shows. */
  private static Residency azure(ConfigMap service) {
    Optional<String> deployment = service.word("deployment", List.of(STANDARD, DATA_ZONE, GLOBAL));
    boolean tied = deployment.isPresent() && !deployment.get().equals(GLOBAL);
    if (tied && !service.has("region")) {
      service.mistake("region", "is missing: a " + deployment.get() + " deployment has one");
    }
    Residency region = service.text("region").map(Regions::azure).orElse(Residency.UNKNOWN);
    return switch (deployment.orElse("")) {
      case STANDARD -> region;
      case DATA_ZONE -> region.keepsTo(ZONES) ? region : Residency.UNKNOWN;
      default -> Residency.UNKNOWN;
    };
  }

  /**
   * What Google promises of Vertex AI in a location: the longest prompts, by model. Only of
   * regions, so that the file is not read for others.
   */
  private static Map<String, Long> promised(String location) {
    return location.contains("-") ? promises().getOrDefault(location, Map.of()) : Map.of();
  }

  private static Map<String, Map<String, Long>> promises() {
    Mistakes mistakes = new Mistakes(Map.of());
    ConfigMap file = new ConfigMap("", Bundled.nodes("vertex-residency"), mistakes);
    Map<String, Map<String, Long>> promises = new HashMap<>();
    for (String region : file.names()) {
      ConfigMap models = file.map(region).orElseThrow();
      Map<String, Long> longest = new HashMap<>();
      for (String model : models.names()) {
        models.number(model, 1, MOST_TOKENS).ifPresent(tokens -> longest.put(model, tokens));
      }
      promises.put(region, longest);
    }
    mistakes.throwIfAny();
    return promises;
  }
}
