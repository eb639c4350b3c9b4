// Whether functions on one cloud can become someone on each other cloud that the configuration
// calls.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Cloud;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for the names that a pair of clouds needs. Whether the trust exists, only the clouds know.
 */
final class IdentityCheck {
  private IdentityCheck() {}

  static List<Finding> of(TrefoilConfig config, Cloud on) {
    Stream<Optional<Cloud>> services =
        config.services().values().stream()
            .filter(service -> !service.emulate())
            .map(service -> service.cloud());
    Stream<Optional<Cloud>> guardrails =
        config.guardrails().stream()
            .flatMap(settings -> settings.checks().values().stream())
            .map(check -> check.looks().cloud());
    return Stream.concat(services, guardrails)
        .flatMap(Optional::stream)
        .distinct()
        .map(to -> pair(config, on, to))
        .toList();
  }

  private static Finding pair(TrefoilConfig config, Cloud on, Cloud to) {
    String pair = "functions on %s call %s".formatted(name(on), name(to));
    if (on == to) {
      return new Finding.Fine(pair + " with their own identity");
    }
    List<String> missing = config.identity().missing(on, to);
    if (missing.isEmpty()) {
      return new Finding.Fine(pair + " by the names under identity");
    }
    return new Finding.Fault(
        "functions on %s cannot become someone on %s: %s is not set"
            .formatted(name(on), name(to), String.join(" and ", missing)),
        "apply terraform/trust/%s-to-%s%s and give the functions its output `environment`"
            .formatted(
                name(on),
                name(to),
                on == Cloud.AZURE ? " and terraform/trust/azure-application" : ""));
  }

  private static String name(Cloud cloud) {
    return cloud.name().toLowerCase(Locale.ROOT);
  }
}
