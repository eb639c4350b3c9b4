package dev.trefoil.config;

import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.PromptCache;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.NamedRows;
import dev.trefoil.routing.residency.Residency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a model can do: in a row of the table of models, and in {@code models} of
 * trefoil.yaml.
 */
final class ModelReader {
  private static final long MOST_TOKENS = 1L << 32;

  private ModelReader() {}

  /**
   * What the configuration says of its targets, by {@code service/model}: {@code like} names a
   * family to start from, the rest changes it; and where they keep what they are sent.
   *
   * @param names of all services that are declared
   * @param services those of them that could be read
   */
  static void overrides(
      ConfigMap declared,
      Set<String> names,
      Map<String, ServiceConfig> services,
      NamedRows<Capabilities> families,
      Map<String, Capabilities> models,
      Map<Target, Residency> residencies) {
    for (String target : declared.names()) {
      Optional<Target> parsed =
          Target.parse(target).filter(named -> names.contains(named.service()));
      if (parsed.isEmpty()) {
        declared.mistake(target, "is not a model of a declared service: write service/model");
      }
      ConfigMap model = declared.map(target).orElseThrow();
      Set<String> places = ResidencyReader.places(model);
      if (!places.isEmpty()) {
        Target.parse(target).ifPresent(named -> residencies.put(named, new Residency(places)));
      }
      Capabilities base = Capabilities.unknown(target);
      Optional<String> like = model.text("like");
      if (like.isPresent()) {
        Optional<Capabilities> family = families.named(like.get());
        if (family.isEmpty()) {
          model.mistake("like", "names a family that models.yaml does not have");
        }
        base = family.orElse(base);
      }
      Optional<ServiceConfig> service = parsed.map(named -> services.get(named.service()));
      List<Protocol> spoken =
          service.map(ServiceConfig::protocols).orElse(List.of(Protocol.values()));
      Capabilities known = protocol(model, spoken).map(base::withProtocol).orElse(base);
      base = service.map(it -> it.offered(parsed.orElseThrow().model(), known)).orElse(known);
      models.put(target, capabilities(base.family(), model, base, spoken));
      model.refuseTheRest();
    }
  }

  /**
   * What is said of a model.
   *
   * @param family the name by which it is known
   * @param base what holds where nothing is said
   */
  static Capabilities capabilities(String family, ConfigMap model, Capabilities base) {
    return capabilities(family, model, base, List.of(Protocol.values()));
  }

  private static Capabilities capabilities(
      String family, ConfigMap model, Capabilities base, List<Protocol> spoken) {
    return new Capabilities(
        family,
        model.flag("temperature", base.temperature()),
        model.flag("temperatureWithTopP", base.temperatureWithTopP()),
        model.flag("system", base.system()),
        model.flag("tools", base.tools()),
        model.flag("toolsInStream", base.toolsInStream()),
        model.flag("images", base.images()),
        model.flag("audio", base.audio()),
        model.flag("files", base.files()),
        model.flag("schema", base.schema()),
        model
            .word("reasoning", List.of("none", "effort", "budget"))
            .map(word -> Reasoning.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(base.reasoning()),
        model.flag("thinksFirst", base.thinksFirst()),
        model.flag("responses", base.responses()),
        protocol(model, spoken).or(base::protocol),
        model
            .word("promptCache", List.of("unknown", "none", "key", "breakpoints", "contents"))
            .map(word -> PromptCache.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(base.promptCache()),
        model.number("contextWindow", 1, MOST_TOKENS, base.contextWindow()),
        model.number("maxOutput", 1, MOST_TOKENS, base.maxOutput()));
  }

  /**
   * Which protocol a service or a model is spoken to by.
   *
   * @param spoken of which it may be one
   */
  static Optional<Protocol> protocol(ConfigMap declared, List<Protocol> spoken) {
    return declared
        .word("protocol", spoken.stream().map(ModelReader::word).toList())
        .map(word -> Protocol.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static String word(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
