package dev.trefoil.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What services call a model.
 *
 * @param byKind its id, by the kind of service; on Bedrock the foundation model's
 * @param profiles the geographies of which Amazon Bedrock has an inference profile of it, by the
 *     prefix of the profile's id; empty for a model that is called by its own id
 */
public record ModelIds(Map<String, String> byKind, List<String> profiles) {
  /** Nothing is known. */
  public static final ModelIds NONE = new ModelIds(Map.of(), List.of());

  /** "Supported Regions and models for inference profiles" in Amazon Bedrock's user guide. */
  static final Set<String> GEOGRAPHIES =
      Set.of("us", "us-gov", "eu", "jp", "au", "in", "apac", "global");

  private static final Map<String, String> OF_A_REGION =
      Map.of(
          "ap-northeast-1", "jp",
          "ap-northeast-3", "jp",
          "ap-southeast-2", "au",
          "ap-southeast-4", "au",
          "ap-south-1", "in",
          "ap-south-2", "in");

  public ModelIds {
    byKind = Map.copyOf(byKind);
    profiles = List.copyOf(profiles);
  }

  /**
   * What Amazon Bedrock calls it in a region: the profile of the region's own geography, otherwise
   * the global one; empty where neither is.
   */
  Optional<String> bedrock(String region) {
    Optional<String> id = Optional.ofNullable(byKind.get(ServiceConfig.BEDROCK));
    if (id.isEmpty() || profiles.isEmpty()) {
      return id;
    }
    String own = OF_A_REGION.getOrDefault(region, continent(region));
    return profiles.contains(own) || profiles.contains("global")
        ? id.map(model -> (profiles.contains(own) ? own : "global") + "." + model)
        : Optional.empty();
  }

  private static String continent(String region) {
    if (region.startsWith("us-gov-")) {
      return "us-gov";
    }
    String first = region.substring(0, Math.max(0, region.indexOf('-')));
    return first.equals("ap") ? "apac" : first;
  }
}
