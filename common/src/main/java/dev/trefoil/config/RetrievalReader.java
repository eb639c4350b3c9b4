package dev.trefoil.config;

import dev.trefoil.config.RetrievalConfig.Kind;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code retrieval}: what makes vectors, and where they are searched. */
final class RetrievalReader {
  private RetrievalReader() {}

  static RetrievalConfig read(ConfigMap section, RoutingTable routing) {
    if (!section.has("embeddings")) {
      section.mistake("embeddings", "is missing");
    }
    String route = section.text("embeddings", name -> wrong(name, routing)).orElse("");
    List<String> kinds =
        Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
    Kind index =
        section
            .word("index", kinds)
            .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Kind.MEMORY);
    section.refuseTheRest();
    return new RetrievalConfig(route, index);
  }

  /** Vectors of two models do not mix, and a route of two would give now these and now those. */
  private static Optional<String> wrong(String name, RoutingTable routing) {
    Optional<Route> route =
        routing.routes().stream().filter(one -> one.name().equals(name)).findFirst();
    if (route.isEmpty()) {
      return Optional.of("names the route " + name + ", which is not declared");
    }
    Set<String> models = new TreeSet<>();
    for (String text : route.get().targets()) {
      Optional<Target> target = Target.parse(text);
      if (target.isPresent()) {
        models.add(routing.models().of(target.get().service(), target.get().model()).family());
      }
    }
    return models.size() == 1
        ? Optional.empty()
        : Optional.of(
            "names the route "
                + name
                + ", whose targets are not one model but "
                + String.join(" and ", models)
                + ": their vectors do not mix");
  }
}
