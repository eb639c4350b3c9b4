// `trefoil models`: what is known of models, as a table, in full, or as a file of its own.
package dev.trefoil.deployment.models;

import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ModelTable;
import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.provider.ModelCatalog;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the table of models. */
@Command(
    name = "models",
    description = {
      "Prints what is known of models: windows, thinking, prices, retirement.",
      "Ends with 0, 1 when nothing fits or that table has mistakes, 2 for wrong options."
    },
    mixinStandardHelpOptions = true)
public final class ModelsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "A part of a family's name (opus), or a model's id, which is looked up as calls do it"
              + " (us.anthropic.claude-opus-5-5). All unless given.")
  private List<String> names = List.of();

  @Option(
      names = "--service",
      paramLabel = "KIND",
      description =
          "Whose retirement dates are shown and count: bedrock, azure-openai, vertex, openai or"
              + " anthropic. All unless given.")
  private String service;

  @ArgGroup private Lives lives;

  @ArgGroup private Form form;

  @Mixin private TableOption table;

  @Mixin private DateOption date;

  @Spec private CommandSpec spec;

  /** One of two. */
  static final class Lives {
    @Option(
        names = "--living",
        description = "Leaves out what every service that has named a day has retired.")
    private boolean living;

    @Option(names = "--retired", description = "Only what a service has retired.")
    private boolean retired;
  }

  /** One of two. */
  static final class Form {
    @Option(
        names = "--details",
        description = "Each model in full: what it cannot do, its longer prompts, its sources.")
    private boolean details;

    @Option(
        names = "--json",
        description =
            "As JSON, in the form of TREFOIL_MODELS: what is printed can be edited and named there.")
    private boolean json;
  }

  @Override
  public Integer call() {
    if (service != null && !ServiceConfig.KINDS.contains(service)) {
      throw new ParameterException(
          spec.commandLine(),
          "--service " + service + " is none of " + String.join(", ", ServiceConfig.KINDS));
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      ModelTable fitting = fitting(ModelTable.load(table.env()));
      if (fitting.models().isEmpty()) {
        spec.commandLine().getErr().println("no model fits");
        return 1;
      }
      if (form != null && form.json) {
        out.println(TableJson.of(fitting));
      } else if (form != null && form.details) {
        ModelDetails.print(fitting, date.day(), out);
      } else {
        ModelRows.print(fitting, date.day(), out);
      }
      out.flush();
      return 0;
    } catch (ConfigException e) {
      e.mistakes().forEach(spec.commandLine().getErr()::println);
      return 1;
    }
  }

  /** The models that are asked for, by name, and the sources that they name. */
  private ModelTable fitting(ModelTable known) {
    Map<String, Model> models = new TreeMap<>();
    for (Map.Entry<String, Model> entry : known.models().entrySet()) {
      Model model = ofService(entry.getValue());
      if (isNamed(entry.getKey(), known) && (lives == null || fits(model))) {
        models.put(entry.getKey(), model);
      }
    }
    Set<String> named = new LinkedHashSet<>();
    models.values().forEach(model -> named.addAll(model.sources()));
    Map<String, Source> sources = new LinkedHashMap<>(known.sources());
    sources.keySet().retainAll(named);
    return new ModelTable(models, sources);
  }

  private Model ofService(Model model) {
    if (service == null) {
      return model;
    }
    Map<String, LocalDate> retires = new LinkedHashMap<>(model.retires());
    retires.keySet().retainAll(List.of(service));
    return new Model(model.capabilities(), model.price(), model.ids(), retires, model.sources());
  }

  private boolean isNamed(String family, ModelTable known) {
    return names.isEmpty()
        || names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(name -> family.contains(name) || family.equals(familyOf(name, known)));
  }

  private static String familyOf(String id, ModelTable known) {
    String found = "";
    for (String family : known.models().keySet()) {
      if (family.length() > found.length() && ModelCatalog.isPart(family, id)) {
        found = family;
      }
    }
    return found;
  }

  private boolean fits(Model model) {
    long ended = model.retires().values().stream().filter(day -> !day.isAfter(date.day())).count();
    return lives.retired ? ended > 0 : ended == 0 || ended < model.retires().size();
  }
}
