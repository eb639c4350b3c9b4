// The program behind `trefoil bench`.
package dev.trefoil.benchmarks;

import dev.trefoil.benchmarks.cold.AotStart;
import dev.trefoil.benchmarks.cold.ColdStart;
import dev.trefoil.benchmarks.cold.Restore;
import dev.trefoil.benchmarks.commit.AzureStarts;
import dev.trefoil.benchmarks.commit.CommitBefore;
import dev.trefoil.benchmarks.commit.LambdaCalls;
import dev.trefoil.benchmarks.cost.Cost;
import dev.trefoil.benchmarks.failover.Failover;
import dev.trefoil.benchmarks.failures.Failures;
import dev.trefoil.benchmarks.growth.Growth;
import dev.trefoil.benchmarks.guardrails.Rules;
import dev.trefoil.benchmarks.load.Doors;
import dev.trefoil.benchmarks.load.Latency;
import dev.trefoil.benchmarks.load.Throughput;
import dev.trefoil.benchmarks.memory.Memory;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.retrieval.Retrieval;
import dev.trefoil.benchmarks.translation.Translation;
import dev.trefoil.benchmarks.warm.Dialects;
import dev.trefoil.benchmarks.warm.TracedCalls;
import dev.trefoil.benchmarks.warm.WarmCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures, and prints a table in Markdown. */
@Command(
    name = "bench",
    description =
        "Measures start-up, calls, load and memory beside what others need for the same on this"
            + " machine, and prints a table of medians. Leave the machine alone meanwhile.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  static final List<Measure> MEASURES =
      List.of(
          new Sizes(),
          new ColdStart(),
          new AotStart(),
          new Restore(),
          new Latency(),
          new Throughput(),
          new Doors(),
          new Memory(),
          new WarmCalls(),
          new Dialects(),
          new TracedCalls(),
          new Failover(),
          new Failures(),
          new Growth(),
          new Translation(),
          new Rules(),
          new Retrieval(),
          new Cost());

  @Option(
      names = "--quick",
      description = "Few rounds: under five minutes in place of about half an hour.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these, of: ${COMPLETION-CANDIDATES}; with --commit of: commit, services, tools,"
              + " azure.",
      completionCandidates = Names.class)
  private List<String> only = List.of();

  @Option(
      names = "--failures",
      description = "As --only failures: the same faults behind Trefoil and behind Portkey.")
  private boolean failures;

  @Option(
      names = "--commit",
      paramLabel = "REVISION",
      description =
          "Only compares this build with that of another commit, such as HEAD~1, in 30 pairs.")
  private Optional<String> commit = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Writes the table to a file as well.")
  private Optional<Path> output = Optional.empty();

  @Spec private CommandSpec spec;

  private Main() {}

  /** Ends with 0 when everything was measured, whatever the figures; 1 when something was not. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    List<Measure> all = commit.map(Main::ofCommit).orElse(MEASURES);
    List<String> known = names(all);
    if (failures) {
      only = List.of("failures");
    }
    List<String> unknown = only.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is not one of %s".formatted(unknown.getFirst(), String.join(", ", known)));
    }
    BenchmarkContext context = new BenchmarkContext(home(), quick, System.err);
    Results results = new Results();
    boolean complete = true;
    for (Measure measure : all) {
      if (only.isEmpty() || only.contains(measure.name())) {
        complete &= run(measure, context, results);
      }
    }
    String text = Machine.text() + "\n" + results.text();
    System.out.print(text);
    if (output.isPresent()) {
      Files.writeString(output.get(), text);
    }
    return complete ? 0 : 1;
  }

  private static List<Measure> ofCommit(String revision) {
    return List.of(
        new CommitBefore(revision),
        LambdaCalls.ofServices(revision),
        LambdaCalls.withTools(revision),
        new AzureStarts(revision));
  }

  private static boolean run(Measure measure, BenchmarkContext context, Results results)
      throws InterruptedException {
    context.say(measure.name());
    try {
      measure.run(context, results);
      return true;
    } catch (IOException e) {
      context.say(measure.name() + " was not measured: " + e.getMessage());
      results.note(
          measure.name() + " was not measured: " + e.getMessage().lines().findFirst().orElse(""));
      return false;
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
  }

  private static List<String> names(List<Measure> measures) {
    return measures.stream().map(Measure::name).collect(Collectors.toList());
  }

  /** For the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return names(MEASURES).iterator();
    }
  }
}
