// Whether the regions that services name exist.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.deployment.models.DidYouMean;
import dev.trefoil.routing.residency.Regions;
import dev.trefoil.routing.residency.Residency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Compares regions with those that residency is derived from. */
final class RegionCheck {
  /** Locations of Vertex AI that are no regions. */
  private static final Set<String> MULTI_REGIONS = Set.of("global", "us", "eu");

  private RegionCheck() {}

  static List<Finding> of(TrefoilConfig config) {
    List<Finding> findings = new ArrayList<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              switch (service) {
                case ServiceConfig.Bedrock bedrock ->
                    aws(name, bedrock.region()).ifPresent(findings::add);
                case ServiceConfig.BedrockMantle mantle ->
                    aws(name, mantle.region()).ifPresent(findings::add);
                case ServiceConfig.Vertex vertex ->
                    check(
                            "services." + name + ".location " + vertex.location(),
                            vertex.location(),
                            region ->
                                MULTI_REGIONS.contains(region)
                                    || !Regions.google(region).equals(Residency.UNKNOWN))
                        .ifPresent(findings::add);
                case ServiceConfig.AzureOpenAi azure -> {}
                case ServiceConfig.Foundry foundry -> {}
                case ServiceConfig.OpenAi openAi -> {}
                case ServiceConfig.Anthropic anthropic -> {}
              }
            });
    return findings;
  }

  private static Optional<Finding> aws(String service, String declared) {
    return check(
        "services." + service + ".region " + declared,
        declared,
        region -> !Regions.aws(region).equals(Residency.UNKNOWN));
  }

  private static Optional<Finding> check(String what, String region, Predicate<String> known) {
    if (known.test(region)) {
      return Optional.empty();
    }
    return Optional.of(
        DidYouMean.known(region, known)
            .<Finding>map(
                meant ->
                    new Finding.Fault(
                        what + " is no region that is known: did you mean " + meant + "?",
                        "mend the name"))
            .orElseGet(
                () ->
                    new Finding.Note(
                        what + " is no region that is known",
                        "mend the name; of a new region declare the service's residency, which"
                            + " cannot be derived from its name")));
  }
}
