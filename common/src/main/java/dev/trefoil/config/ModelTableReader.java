package dev.trefoil.config;

import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.provider.Capabilities;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a table of models whole, with every check. */
final class ModelTableReader {
  private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9._-]{1,99}");
  private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
  private static final double MOST_REGIONAL = 10;

  private final Map<String, Model> bundled;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();

  /**
   * @param bundled the rows that rows of the same names start from
   */
  ModelTableReader(Map<String, Model> bundled) {
    this.bundled = bundled;
  }

  ModelTable read(ConfigMap file) {
    file.map("sources").ifPresent(this::sources);
    if (!file.has("models")) {
      file.mistake("models", "is missing");
    }
    Optional<ConfigMap> rows = file.map("models");
    if (rows.isPresent()) {
      for (String family : rows.get().names()) {
        if (!FAMILY.matcher(family).matches()) {
          rows.get()
              .mistake(family, "is not the name of a family: small letters, digits, '.', '_', '-'");
        }
        models.put(family, model(family, rows.get().map(family).orElseThrow()));
      }
    }
    file.refuseTheRest();
    return new ModelTable(models, sources);
  }

  private void sources(ConfigMap declared) {
    for (String name : declared.names()) {
      ConfigMap source = declared.map(name).orElseThrow();
      Optional<String> title = source.requiredText("title");
      Optional<String> url = source.requiredText("url", "https?://\\S+", "a URL");
      if (!source.has("date")) {
        source.mistake("date", "is missing");
      }
      Optional<LocalDate> date = date(source, "date");
      source.refuseTheRest();
      sources.put(name, new Source(title.orElse(""), url.orElse(""), date.orElse(LocalDate.EPOCH)));
    }
  }

  private Model model(String family, ConfigMap row) {
    Optional<Model> before = Optional.ofNullable(bundled.get(family));
    Capabilities base =
        like(row)
            .or(() -> before.map(Model::capabilities))
            .orElseGet(() -> Capabilities.unknown(family));
    Map<String, LocalDate> retires = new HashMap<>(before.map(Model::retires).orElseGet(Map::of));
    Optional<ConfigMap> dates = row.map("retires");
    if (dates.isPresent()) {
      for (String kind : ServiceConfig.KINDS) {
        date(dates.get(), kind).ifPresent(date -> retires.put(kind, date));
      }
      dates.get().refuseTheRest();
    }
    Optional<ListPrice> price = row.map("price").flatMap(ModelTableReader::price);
    Model model =
        new Model(
            ModelReader.capabilities(family, row, base),
            price.or(() -> before.flatMap(Model::price)),
            ids(row, before.map(Model::ids).orElse(ModelIds.NONE)),
            retires,
            named(row));
    row.refuseTheRest();
    return model;
  }

  /**
   * @param before what holds where the row does not say
   */
  static ModelIds ids(ConfigMap row, ModelIds before) {
    Map<String, String> ids = new HashMap<>(before.byKind());
    Optional<ConfigMap> said = row.map("ids");
    if (said.isPresent()) {
      for (String kind : ServiceConfig.KINDS) {
        said.get().optionalText(kind, "\\S+", "a model's id").ifPresent(id -> ids.put(kind, id));
      }
      said.get().refuseTheRest();
    }
    List<String> profiles =
        row.has("profiles")
            ? row.oneOrMoreTexts(
                "profiles",
                prefix ->
                    ModelIds.GEOGRAPHIES.contains(prefix)
                        ? Optional.empty()
                        : Optional.of("is not the prefix of Bedrock's inference profiles"))
            : before.profiles();
    return new ModelIds(ids, profiles);
  }

  private Optional<Capabilities> like(ConfigMap row) {
    if (!row.has("like")) {
      return Optional.empty();
    }
    return row.text(
            "like",
            name -> known(name).isPresent() ? Optional.empty() : Optional.of("is not known"))
        .flatMap(this::known);
  }

  /** A family that stands further up, or is bundled. */
  private Optional<Capabilities> known(String family) {
    return Optional.ofNullable(models.get(family))
        .or(() -> Optional.ofNullable(bundled.get(family)))
        .map(Model::capabilities);
  }

  private List<String> named(ConfigMap row) {
    if (!row.has("source")) {
      row.mistake("source", "is missing: the name of one of the sources above, or several");
      return List.of();
    }
    return row.oneOrMoreTexts(
        "source",
        name ->
            sources.containsKey(name)
                ? Optional.empty()
                : Optional.of("is not one of the sources"));
  }

  /** What a row's price says; {@code regional} is what Bedrock takes more. */
  static Optional<ListPrice> price(ConfigMap price) {
    double regional = price.decimal("regional", 1, MOST_REGIONAL).orElse(1);
    return PriceReader.price(price).map(read -> new ListPrice(read, regional));
  }

  private static Optional<LocalDate> date(ConfigMap map, String key) {
    return map.has(key)
        ? map.text(
                key,
                text ->
                    date(text).isPresent()
                        ? Optional.empty()
                        : Optional.of("is not a day: 2026-11-30"))
            .flatMap(ModelTableReader::date)
        : Optional.empty();
  }

  private static Optional<LocalDate> date(String text) {
    Matcher date = DATE.matcher(text);
    try {
      return date.matches()
          ? Optional.of(
              LocalDate.of(
                  Integer.parseInt(date.group(1)),
                  Integer.parseInt(date.group(2)),
                  Integer.parseInt(date.group(3))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
