// The table of models, a line a model.
package dev.trefoil.deployment.models;

import dev.trefoil.config.ModelTable;
import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.policy.Price;
import dev.trefoil.provider.Capabilities;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints lines of columns as wide as what stands in them. */
final class ModelRows {
  private static final List<String> HEAD =
      List.of("model", "window", "output", "thinks", "in $", "out $", "cached", "write", "retires");

  private ModelRows() {}

  static void print(ModelTable table, LocalDate today, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>(List.of(HEAD));
    for (Map.Entry<String, Model> model : table.models().entrySet()) {
      lines.add(line(model.getKey(), model.getValue(), today));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
    out.printf(
        "%n%s models; prices are in US dollars for a million tokens, and Bedrock's regions may cost more.%n",
        table.models().size());
    out.printf(
        "Sources of %s to %s; --details names them.%n",
        table.sources().values().stream().map(Source::date).min(LocalDate::compareTo).orElseThrow(),
        table.sources().values().stream()
            .map(Source::date)
            .max(LocalDate::compareTo)
            .orElseThrow());
  }

  private static List<String> line(String family, Model model, LocalDate today) {
    Capabilities can = model.capabilities();
    return List.of(
        family,
        tokens(can.contextWindow()),
        tokens(can.maxOutput()),
        thinks(can),
        price(model.price(), Price::input),
        price(model.price(), Price::output),
        price(model.price(), Price::cachedInput),
        price(model.price(), Price::cacheWrite),
        retires(model.retires(), today));
  }

  static String thinks(Capabilities can) {
    String told = can.reasoning().name().toLowerCase(Locale.ROOT);
    return can.thinksFirst() ? told + ", unasked" : told;
  }

  static String retires(Map<String, LocalDate> days, LocalDate today) {
    return Flags.sorted(days).stream()
        .map(
            day ->
                day.getKey() + (day.getValue().isAfter(today) ? " " : " retired ") + day.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String tokens(OptionalLong tokens) {
    return tokens.isPresent() ? Flags.tokens(tokens.getAsLong()) : "-";
  }

  private static String price(Optional<ListPrice> price, Function<Price, Double> part) {
    return price.map(it -> Flags.plain(part.apply(it.price()))).orElse("-");
  }
}
