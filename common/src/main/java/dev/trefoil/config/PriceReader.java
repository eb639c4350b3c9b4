package dev.trefoil.config;

import dev.trefoil.policy.ListPrice;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Price.LongPrompt;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.NamedRows;
import dev.trefoil.routing.PriceTable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads what models cost: in a row of the table of models, and in {@code prices} of trefoil.yaml.
 */
final class PriceReader {
  /** US dollars for a million tokens. */
  private static final double DEAREST = 1_000_000;

  /** Of the price of input, where nothing is said of what is read from a cache. */
  private static final double CACHED = 0.1;

  private static final long MOST_TOKENS = 1L << 32;

  private PriceReader() {}

  /**
   * The table's prices, with the configuration's own before them.
   *
   * @param listed what the table of models says
   */
  static PriceTable read(
      ConfigMap declared, Set<String> services, NamedRows<Optional<ListPrice>> listed) {
    Map<Target, Price> targets = new HashMap<>();
    Map<String, Price> models = new HashMap<>();
    for (String name : declared.names()) {
      Optional<Target> target = Target.parse(name);
      if (target.isPresent() && !services.contains(target.get().service())) {
        declared.mistake(name, "is not a model of a declared service");
      }
      Optional<Price> price = price(declared.map(name).orElseThrow());
      if (target.isPresent()) {
        price.ifPresent(read -> targets.put(target.get(), read));
      } else {
        price.ifPresent(read -> models.put(name.toLowerCase(Locale.ROOT), read));
      }
    }
    return new PriceTable(targets, NamedRows.of(models), listed);
  }

  static Optional<Price> price(ConfigMap map) {
    Optional<LongPrompt> longPrompt = map.map("longPrompt").flatMap(PriceReader::longPrompt);
    Optional<Price> price = tokens(map);
    map.refuseTheRest();
    return price.map(
        usual ->
            new Price(
                usual.input(),
                usual.output(),
                usual.cachedInput(),
                usual.cacheWrite(),
                usual.cacheWriteHour(),
                longPrompt));
  }

  private static Optional<LongPrompt> longPrompt(ConfigMap map) {
    if (!map.has("above")) {
      map.mistake("above", "is missing");
    }
    OptionalLong above = map.number("above", 1, MOST_TOKENS);
    Optional<Price> price = tokens(map);
    map.refuseTheRest();
    return above.isEmpty()
        ? Optional.empty()
        : price.map(then -> new LongPrompt(above.getAsLong(), then));
  }

  private static Optional<Price> tokens(ConfigMap map) {
    if (!map.has("input")) {
      map.mistake("input", "is missing");
    }
    OptionalDouble input = map.decimal("input", 0, DEAREST);
    OptionalDouble output = map.decimal("output", 0, DEAREST);
    OptionalDouble cachedInput = map.decimal("cachedInput", 0, DEAREST);
    OptionalDouble cacheWrite = map.decimal("cacheWrite", 0, DEAREST);
    OptionalDouble hour = map.decimal("cacheWriteHour", 0, DEAREST);
    if (input.isEmpty()) {
      return Optional.empty();
    }
    double written = cacheWrite.orElse(input.getAsDouble());
    return Optional.of(
        new Price(
            input.getAsDouble(),
            output.orElse(0),
            cachedInput.orElse(input.getAsDouble() * CACHED),
            written,
            hour.orElse(Price.hour(written)),
            Optional.empty()));
  }
}
