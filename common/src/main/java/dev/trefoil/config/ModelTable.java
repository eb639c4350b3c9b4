package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.provider.Capabilities;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of models, for those who show and check it. docs/models.md is the reference of
 * its file.
 *
 * @param models by the name of their family
 * @param sources where it is known from, by the name that rows have for it
 */
public record ModelTable(Map<String, Model> models, Map<String, Source> sources) {
  /** The variable that names a newer table, or holds the text itself. */
  public static final String VARIABLE = "TREFOIL_MODELS";

  /**
   * A row.
   *
   * @param price empty where nobody says what it costs
   * @param ids what services call it
   * @param retires on which day a service ends it, by the service's kind
   * @param sources names of sources
   */
  public record Model(
      Capabilities capabilities,
      Optional<ListPrice> price,
      ModelIds ids,
      Map<String, LocalDate> retires,
      List<String> sources) {
    public Model {
      retires = Map.copyOf(retires);
      sources = List.copyOf(sources);
    }
  }

  /**
   * Where something is known from.
   *
   * @param title the document's
   * @param url where it is
   * @param date the day of which it speaks
   */
  public record Source(String title, String url, LocalDate date) {}

  /**
   * The bundled table, with that of {@value #VARIABLE} over it.
   *
   * @throws ConfigException with all mistakes in the latter
   */
  public static ModelTable load(Map<String, String> env) {
    ModelTable bundled = read(Bundled.text(BundledModels.FILE), "", Map.of(), Map.of());
    String value = env.getOrDefault(VARIABLE, "");
    if (value.isBlank()) {
      return bundled;
    }
    String file = TrefoilConfig.isText(value) ? VARIABLE : value;
    ModelTable own = read(TrefoilConfig.text(VARIABLE, value), file, env, bundled.models());
    Map<String, Model> models = new LinkedHashMap<>(bundled.models());
    models.putAll(own.models());
    Map<String, Source> sources = new LinkedHashMap<>(bundled.sources());
    sources.putAll(own.sources());
    return new ModelTable(models, sources);
  }

  private static ModelTable read(
      String text, String file, Map<String, String> env, Map<String, Model> bundled) {
    Mistakes mistakes = new Mistakes(env, file);
    ConfigMap root = new ConfigMap("", ConfigReader.nodes(text, file), mistakes);
    ModelTable table = new ModelTableReader(bundled).read(root);
    mistakes.throwIfAny();
    return table;
  }
}
