package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.NamedRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What calls need of the table of models.
 *
 * @param families what they can do
 * @param prices what they cost
 * @param ids what services call them
 */
record KnownModels(
    NamedRows<Capabilities> families,
    NamedRows<Optional<ListPrice>> prices,
    NamedRows<ModelIds> ids) {

  /**
   * The bundled table, whose rows are read when they are first met; or, with that of {@value
   * ModelTable#VARIABLE} over it, all rows of both, since a table of somebody's own is checked
   * whole.
   *
   * @throws ConfigException with all mistakes in the latter
   */
  static KnownModels of(Map<String, String> env) {
    if (env.getOrDefault(ModelTable.VARIABLE, "").isBlank()) {
      BundledModels bundled = new BundledModels();
      return new KnownModels(
          new NamedRows<>(bundled.names(), family -> capabilities(bundled, family)),
          new NamedRows<>(bundled.names(), family -> price(bundled, family)),
          new NamedRows<>(bundled.names(), family -> ids(bundled, family)));
    }
    Map<String, Model> models = ModelTable.load(env).models();
    List<String> names = NamedRows.longestFirst(List.copyOf(models.keySet()));
    return new KnownModels(
        new NamedRows<>(names, family -> models.get(family).capabilities()),
        new NamedRows<>(names, family -> models.get(family).price()),
        new NamedRows<>(names, family -> models.get(family).ids()));
  }

  private static Capabilities capabilities(BundledModels bundled, String family) {
    Mistakes mistakes = new Mistakes(Map.of());
    ConfigMap row = bundled.row(family, mistakes);
    Capabilities can = ModelReader.capabilities(family, row, Capabilities.unknown(family));
    mistakes.throwIfAny();
    return can;
  }

  private static Optional<ListPrice> price(BundledModels bundled, String family) {
    Mistakes mistakes = new Mistakes(Map.of());
    Optional<ConfigMap> said = bundled.row(family, mistakes).map("price");
    Optional<ListPrice> price =
        said.isPresent() ? ModelTableReader.price(said.get()) : Optional.empty();
    mistakes.throwIfAny();
    return price;
  }

  private static ModelIds ids(BundledModels bundled, String family) {
    Mistakes mistakes = new Mistakes(Map.of());
    ModelIds ids = ModelTableReader.ids(bundled.row(family, mistakes), ModelIds.NONE);
    mistakes.throwIfAny();
    return ids;
  }
}
