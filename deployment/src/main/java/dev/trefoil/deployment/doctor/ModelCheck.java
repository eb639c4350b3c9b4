// Whether the models that routes name are known, and live.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.ModelTable;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.deployment.models.DidYouMean;
import dev.trefoil.deployment.models.DidYouMean.Part;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the targets of routes with the table of models. */
final class ModelCheck {
  /** As long as services promise to say it before. */
  private static final int NOTICE_DAYS = 90;

  /** Where an id is the maker's and not a name that somebody has given a deployment. */
  private static final Set<String> NAMED_BY_MAKER =
      Set.of(
          ServiceConfig.BEDROCK,
          ServiceConfig.BEDROCK_MANTLE,
          ServiceConfig.VERTEX,
          ServiceConfig.ANTHROPIC);

  private final TrefoilConfig config;
  private final ModelTable table;
  private final LocalDate today;

  ModelCheck(TrefoilConfig config, ModelTable table, LocalDate today) {
    this.config = config;
    this.table = table;
    this.today = today;
  }

  List<Finding> findings() {
    Map<Target, String> targets = new LinkedHashMap<>();
    for (Route route : config.routes()) {
      for (String name : route.targets()) {
        Target.parse(name)
            .filter(target -> !target.model().contains(Route.MODEL))
            .ifPresent(target -> targets.putIfAbsent(target, "routes." + route.name()));
      }
    }
    List<Finding> findings = new ArrayList<>();
    targets.forEach((target, route) -> of(target, route).ifPresent(findings::add));
    return findings;
  }

  private Optional<Finding> of(Target target, String route) {
    String family = config.models().of(target.service(), target.model()).family();
    String kind = config.services().get(target.service()).kind();
    String names = route + " names " + target.service() + "/" + target.model();
    if (table.models().containsKey(family)) {
      return Optional.ofNullable(table.models().get(family).retires().get(kind))
          .flatMap(day -> retirement(names, family, kind, day));
    }
    // Of what the configuration says more of, the target itself is the family.
    return family.equals(target.model()) ? unknown(names, target.model(), kind) : Optional.empty();
  }

  private Optional<Finding> retirement(String names, String family, String kind, LocalDate day) {
    if (!day.isAfter(today)) {
      return Optional.of(
          new Finding.Fault(
              "%s, and services of the kind %s have retired %s on %s"
                  .formatted(names, kind, family, day),
              "name another one; ./trefoil models --living lists them. Where the day was put off,"
                  + " say so in a table of TREFOIL_MODELS: docs/models.md"));
    }
    return day.isAfter(today.plusDays(NOTICE_DAYS))
        ? Optional.empty()
        : Optional.of(
            new Finding.Note(
                "%s, and services of the kind %s retire %s on %s"
                    .formatted(names, kind, family, day),
                "name another one before; ./trefoil models --living lists them"));
  }

  private Optional<Finding> unknown(String names, String model, String kind) {
    Optional<Part> meant = DidYouMean.part(model.toLowerCase(Locale.ROOT), table.models().keySet());
    String what =
        names
            + ", which nobody knows"
            + meant.map(it -> ": did you mean " + it.id() + "?").orElse("");
    if (meant.filter(Part::sameVersion).isPresent() && NAMED_BY_MAKER.contains(kind)) {
      return Optional.of(
          new Finding.Fault(what, "mend the name, or say under models what it is: docs/models.md"));
    }
    return Optional.of(
        new Finding.Note(
            what,
            "nothing is refused on its behalf and it has no price; say which model it is like under"
                + " models, or name a newer table by TREFOIL_MODELS: docs/models.md"));
  }
}
