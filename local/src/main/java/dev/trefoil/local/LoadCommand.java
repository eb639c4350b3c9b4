// `trefoil load`: many callers against a budget on each cloud that has a table here; or runs of
// agents.
package dev.trefoil.local;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.load.AgentLoad;
import dev.trefoil.local.load.AgentTimes;
import dev.trefoil.local.load.BudgetLoad;
import dev.trefoil.local.load.BudgetLoad.Target;
import dev.trefoil.local.load.SpentBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Spends a budget and counts; or makes runs of agents, and times them. */
@Command(
    name = "load",
    description =
        "Has many callers spend one budget at once on every cloud, and prints it against what was"
            + " really spent at the emulated services. With --agents, times runs with two tool"
            + " calls instead.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  /** Dear enough that callers are refused, and fewer are answered than a journal keeps. */
  private static final double USD_A_TOKEN = 200;

  static final List<Target> TARGETS =
      List.of(
          new Target("aws", "bedrock", "us.anthropic.claude-sonnet-4-6"),
          new Target("azure", "azure", "gpt-5.4"),
          new Target("gcp", "vertex_ai", "gemini-3.5-flash"));

  @Mixin private PortOption port;

  @Option(
      names = "--callers",
      paramLabel = "N",
      description = "How many call at once. Default: ${DEFAULT-VALUE}.")
  private int callers = 1_000;

  @Option(
      names = "--budget",
      paramLabel = "USD",
      arity = "0..1",
      fallbackValue = "1",
      description = "The budget of each cloud in US dollars. Default: 1.")
  private double budget = 1;

  @Option(
      names = "--agents",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "200",
      description =
          "How many runs with two tool calls are timed on each cloud, at a model that takes 500 ms."
              + " Without a number: ${FALLBACK-VALUE}.")
  private Integer agents;

  /** The bundled configuration with a second tool. */
  static String agents() {
    return LocalConfig.bundled().replaceFirst("(?m)^agents:", AgentLoad.SECOND_TOOL + "agents:");
  }

  /** The bundled configuration with prices, a budget and the record of usage. */
  static String config(double budgetUsd) {
    StringBuilder prices = new StringBuilder("\nprices:\n");
    TARGETS.forEach(
        target ->
            prices.append("  \"%s\": {input: 0, output: %s}%n".formatted(target, USD_A_TOKEN)));
    return LocalConfig.bundled().replace("${TREFOIL_PRIMING:-true}", "false")
        + prices
        + "budgets: {shards: 4, all: {usdPerMonth: %s}}%nusage: true%n".formatted(budgetUsd);
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean sound = true;
    try (LocalClouds clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                port.ports(),
                LocalConfig.of(agents == null ? config(budget) : agents(), Map.of()),
                Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath(),
                Optional.empty(),
                LambdaSettings.DEFAULT,
                Form.CONTAINERS))) {
      for (Target target : TARGETS) {
        if (agents != null) {
          AgentTimes times = new AgentLoad(clouds, target).run(agents);
          System.out.println(times);
          sound &= times.isSound();
        } else if (clouds.queues().has(target.cloud())) {
          SpentBudget spent = new BudgetLoad(clouds, target).run(callers, budget);
          System.out.println(spent);
          sound &= spent.isSound();
        }
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    return sound ? 0 : 1;
  }
}
