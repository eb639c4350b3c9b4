package dev.trefoil.config;

import dev.trefoil.policy.Target;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code retrieval}: what makes vectors, and where they are searched. */
final class RetrievalReader {
  private static final long DEFAULT_CACHE = 1024;
  private static final String LUCENE_NAME = "[a-z0-9](-?[a-z0-9]){0,39}";

  /** Source: "Naming rules (Azure AI Search)". */
  private static final String AZURE_NAME = "[a-z0-9](-?[a-z0-9]){1,63}";

  /** In the place of what was refused. */
  private static final URI NOWHERE = URI.create("https://search.invalid");

  private RetrievalReader() {}

  static RetrievalConfig read(ConfigMap section, RoutingTable routing) {
    if (!section.has("embeddings")) {
      section.mistake("embeddings", "is missing");
    }
    String route = section.text("embeddings", name -> wrong(name, routing)).orElse("");
    IndexConfig index =
        switch (section.word("index", List.of("memory", "lucene", "azure-search")).orElse("")) {
          case "lucene" ->
              new IndexConfig.Lucene(
                  name(section, LUCENE_NAME),
                  dimensions(section),
                  section.text("folder"),
                  section.number("cacheMegabytes", 16, 65_536).orElse(DEFAULT_CACHE) << 20);
          case "azure-search" -> azureSearch(section);
          default -> new IndexConfig.Memory();
        };
    section.refuseTheRest();
    return new RetrievalConfig(route, index);
  }

  private static IndexConfig azureSearch(ConfigMap section) {
    if (!section.has("endpoint")) {
      section.mistake("endpoint", "is missing");
    }
    Optional<URI> endpoint = section.url("endpoint", List.of("https", "http"));
    if (endpoint.isPresent() && endpoint.get().getRawPath().length() > 1) {
      section.mistake("endpoint", "has a path");
    }
    return new IndexConfig.AzureSearch(
        endpoint.orElse(NOWHERE), name(section, AZURE_NAME), dimensions(section));
  }

  private static String name(ConfigMap section, String regex) {
    return section
        .optionalText("name", regex, "a name of small letters, digits and single dashes")
        .orElse("trefoil");
  }

  /** An index is made for vectors of one length, before the first is there. */
  private static int dimensions(ConfigMap section) {
    if (!section.has("dimensions")) {
      section.mistake("dimensions", "is missing: how long the vectors of the route's model are");
    }
    return (int) section.number("dimensions", 1, Vectors.MAX_DIMENSIONS).orElse(1);
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
