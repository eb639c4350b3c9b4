// Which models a first configuration can have, on which services.
package dev.trefoil.deployment.init;

import dev.trefoil.config.ModelTable;
import dev.trefoil.deployment.models.DidYouMean;
import dev.trefoil.deployment.models.DidYouMean.Part;
import dev.trefoil.policy.Cloud;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Models and services.
 *
 * @param table what is known of models
 * @param env what services' fields are filled from
 * @param today the day of which it is said which models are retired
 */
record Offer(ModelTable table, Map<String, String> env, LocalDate today) {

  /**
   * The service of a cloud that has a model.
   *
   * @throws IllegalArgumentException in a person's words, when there is none
   */
  CloudService service(Cloud cloud, String family) {
    if (!table.models().containsKey(family)) {
      Optional<Part> meant = DidYouMean.part(family, table.models().keySet());
      throw new IllegalArgumentException(
          "nobody knows "
              + family
              + meant.map(it -> ": did you mean " + it.id() + "?").orElse("")
              + "; ./trefoil models --living lists the families");
    }
    List<CloudService> having =
        CloudService.ALL.stream()
            .filter(service -> service.cloud() == cloud && service.has(family, env))
            .toList();
    if (having.isEmpty()) {
      throw new IllegalArgumentException(
          "no service of %s is known to have %s where this environment has it"
              .formatted(cloud.name().toLowerCase(Locale.ROOT), family));
    }
    return having.stream()
        .filter(service -> retired(service, family).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has retired %s on %s; ./trefoil models --living lists what is left"
                        .formatted(
                            having.getFirst().kind(),
                            family,
                            retired(having.getFirst(), family).orElseThrow())));
  }

  /** The first service of each other cloud that has a model too. */
  List<CloudService> elsewhere(Cloud cloud, String family) {
    return List.of(Cloud.values()).stream()
        .filter(other -> other != cloud)
        .flatMap(
            other ->
                CloudService.ALL.stream()
                    .filter(service -> service.cloud() == other && service.has(family, env))
                    .filter(service -> retired(service, family).isEmpty())
                    .limit(1))
        .toList();
  }

  private Optional<LocalDate> retired(CloudService service, String family) {
    return Optional.ofNullable(table.models().get(family).retires().get(service.kind()))
        .filter(day -> !day.isAfter(today));
  }
}
