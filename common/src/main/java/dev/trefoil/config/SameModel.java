package dev.trefoil.config;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.openai.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one model is served: what {@code same} in a route stands for. A service has the model under
 * the id that the table of models knows for its kind, under the model's own name where the service
 * is its maker's or Azure's, and under each name of which {@code models} in trefoil.yaml says that
 * it is of the family.
 */
final class SameModel {
  /** Which kinds of service have whose models under the models' own names. */
  private static final Map<String, List<String>> MAKERS =
      Map.of(
          "claude-", List.of(ServiceConfig.ANTHROPIC, ServiceConfig.FOUNDRY, ServiceConfig.VERTEX),
          "gpt-", List.of(ServiceConfig.OPENAI, ServiceConfig.AZURE_OPENAI),
          "text-embedding-3-", List.of(ServiceConfig.OPENAI, ServiceConfig.AZURE_OPENAI),
          "gemini-", List.of(ServiceConfig.VERTEX));

  /**
   * The last version of Claude that Vertex AI has in single regions; later ones are in its
   * multi-regions and {@code global} only: "Claude on Google Cloud" in Anthropic's documentation.
   */
  private static final int LAST_IN_REGIONS = 46;

  private final Map<String, ServiceConfig> services;
  private final Map<String, Capabilities> declared;
  private final KnownModels known;

  /**
   * @param services by their names, in the order of the configuration
   * @param declared what the configuration says of its targets, by {@code service/model}
   */
  SameModel(
      Map<String, ServiceConfig> services, Map<String, Capabilities> declared, KnownModels known) {
    this.services = services;
    this.declared = declared;
    this.known = known;
  }

  /** The names of the models that are known. */
  boolean isKnown(String family) {
    return known.ids().named(family).isPresent();
  }

  /** The targets that serve the model, in the order of the services. */
  List<String> targets(String family) {
    ModelIds ids = known.ids().named(family).orElse(ModelIds.NONE);
    List<String> targets = new ArrayList<>();
    services.forEach(
        (name, service) -> {
          List<String> named =
              declared.entrySet().stream()
                  .filter(target -> target.getValue().family().equals(family))
                  .map(Map.Entry::getKey)
                  .filter(target -> target.startsWith(name + "/"))
                  .toList();
          targets.addAll(named);
          if (named.isEmpty()) {
            id(service, family, ids).map(id -> name + "/" + id).ifPresent(targets::add);
          }
        });
    return targets;
  }

  private static Optional<String> id(ServiceConfig service, String family, ModelIds ids) {
    if (service instanceof ServiceConfig.OpenAi openAi && openAi.dialect() != Dialect.OPENAI) {
      return Optional.empty(); // What such a server has, only its owner knows.
    }
    if (service instanceof ServiceConfig.Bedrock bedrock) {
      return ids.bedrock(bedrock.region());
    }
    if (service instanceof ServiceConfig.BedrockMantle && family.startsWith("claude-")) {
      return mantle(family, ids);
    }
    if (service instanceof ServiceConfig.Vertex vertex
        && vertex.location().contains("-")
        && Claude.of(family, family).filter(it -> it.version() > LAST_IN_REGIONS).isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(ids.byKind().get(service.kind()))
        .or(() -> Optional.of(family).filter(name -> isMakers(service.kind(), name)));
  }

  /** It has models from Opus 4.7 on, and Haiku 4.5, by their maker's names without a date. */
  private static Optional<String> mantle(String family, ModelIds ids) {
    boolean there =
        family.equals("claude-haiku-4-5")
            || Claude.of(family, family).filter(it -> it.version() > LAST_IN_REGIONS).isPresent();
    return Optional.ofNullable(ids.byKind().get(ServiceConfig.BEDROCK_MANTLE))
        .or(() -> Optional.of("anthropic." + family).filter(id -> there));
  }

  private static boolean isMakers(String kind, String family) {
    return MAKERS.entrySet().stream()
        .anyMatch(maker -> family.startsWith(maker.getKey()) && maker.getValue().contains(kind));
  }
}
