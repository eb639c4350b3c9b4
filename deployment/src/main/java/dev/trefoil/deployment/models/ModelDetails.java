// All that is known of a few models, a paragraph a model.
package dev.trefoil.deployment.models;

import dev.trefoil.config.ModelIds;
import dev.trefoil.config.ModelTable;
import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.policy.Price;
import dev.trefoil.provider.Capabilities;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints paragraphs of a fact a line. */
final class ModelDetails {
  private ModelDetails() {}

  static void print(ModelTable table, LocalDate today, PrintWriter out) {
    for (Map.Entry<String, Model> entry : table.models().entrySet()) {
      Model model = entry.getValue();
      Capabilities can = model.capabilities();
      out.println(entry.getKey());
      can.contextWindow().ifPresent(tokens -> line(out, "window", tokens + " tokens"));
      can.maxOutput().ifPresent(tokens -> line(out, "output", tokens + " tokens"));
      line(out, "thinks", ModelRows.thinks(can));
      List<String> lacking = Flags.lacking(can);
      if (!lacking.isEmpty()) {
        line(out, "without", String.join(", ", lacking));
      }
      model.price().ifPresent(price -> price(price, out));
      if (!model.retires().isEmpty()) {
        line(out, "retires", ModelRows.retires(model.retires(), today));
      }
      ids(model.ids(), out);
      for (String name : model.sources()) {
        Source source = table.sources().get(name);
        line(out, "source", source.date() + " " + source.title() + ", " + source.url());
      }
      out.println();
    }
  }

  private static void ids(ModelIds ids, PrintWriter out) {
    for (Map.Entry<String, String> id : new TreeMap<>(ids.byKind()).entrySet()) {
      boolean profiled = id.getKey().equals(ServiceConfig.BEDROCK) && !ids.profiles().isEmpty();
      line(
          out,
          "id",
          id.getValue()
              + " on "
              + id.getKey()
              + (profiled ? ", in profiles of " + String.join(", ", ids.profiles()) : ""));
    }
  }

  private static void price(ListPrice listed, PrintWriter out) {
    line(out, "price", tokens(listed.price()));
    listed
        .price()
        .longPrompt()
        .ifPresent(
            dear ->
                line(
                    out,
                    "",
                    tokens(dear.price()) + " for prompts above " + dear.above() + " tokens"));
    if (listed.regional() != 1) {
      line(
          out,
          "",
          "times " + Flags.plain(listed.regional()) + " in Bedrock's regions and geographies");
    }
  }

  private static String tokens(Price price) {
    return "$%s in, $%s out, $%s from a cache, $%s into one"
        .formatted(
            Flags.plain(price.input()),
            Flags.plain(price.output()),
            Flags.plain(price.cachedInput()),
            Flags.plain(price.cacheWrite()));
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-8s %s%n", name, text);
  }
}
