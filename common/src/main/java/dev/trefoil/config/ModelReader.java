package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.routing.residency.Residency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is known of models: the bundled models.yaml, and {@code models} of trefoil.yaml. */
final class ModelReader {
  private static final long MOST_TOKENS = 1L << 32;

  private ModelReader() {}

  /** The bundled families. */
  static List<Capabilities> bundled() {
    Mistakes mistakes = new Mistakes(Map.of());
    ConfigMap file = new ConfigMap("", Bundled.nodes("models"), mistakes);
    List<Capabilities> families = new ArrayList<>();
    for (String family : file.names()) {
      families.add(read(file.map(family).orElseThrow(), Capabilities.unknown(family)));
    }
    mistakes.throwIfAny();
    return families;
  }

  /**
   * What the configuration says of its targets, by {@code service/model}: {@code like} names a
   * family to start from, the rest changes it; and where they keep what they are sent.
   */
  static void overrides(
      ConfigMap declared,
      Set<String> services,
      List<Capabilities> bundled,
      Map<String, Capabilities> models,
      Map<Target, Residency> residencies) {
    Map<String, Capabilities> families = new HashMap<>();
    bundled.forEach(family -> families.put(family.family(), family));
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
        if (families.containsKey(like.get())) {
          base = families.get(like.get());
        } else {
          model.mistake("like", "names a family that models.yaml does not have");
        }
      }
      models.put(target, read(model, base));
    }
  }

  private static Capabilities read(ConfigMap model, Capabilities base) {
    Capabilities read =
        new Capabilities(
            base.family(),
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
            model.number("contextWindow", 1, MOST_TOKENS, base.contextWindow()),
            model.number("maxOutput", 1, MOST_TOKENS, base.maxOutput()));
    model.refuseTheRest();
    return read;
  }
}
