package dev.trefoil.config;

import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
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
   */
  static void overrides(
      ConfigMap declared,
      Set<String> services,
      NamedRows<Capabilities> known,
      Map<String, Capabilities> models,
      Map<Target, Residency> residencies) {
    for (String target : declared.names()) {
      if (Target.parse(target).filter(named -> services.contains(named.service())).isEmpty()) {
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
        Optional<Capabilities> family = known.named(like.get());
        if (family.isEmpty()) {
          model.mistake("like", "names a family that models.yaml does not have");
        }
        base = family.orElse(base);
      }
      models.put(target, capabilities(base.family(), model, base));
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
        protocol(model).or(base::protocol),
        model.number("contextWindow", 1, MOST_TOKENS, base.contextWindow()),
        model.number("maxOutput", 1, MOST_TOKENS, base.maxOutput()));
  }

  /** Which of OpenAI's protocols a service or a model is spoken to by. */
  static Optional<Protocol> protocol(ConfigMap declared) {
    return declared
        .word("protocol", List.of("chat", "responses"))
        .map(word -> Protocol.valueOf(word.toUpperCase(Locale.ROOT)));
  }
}
