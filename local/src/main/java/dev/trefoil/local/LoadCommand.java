// `trefoil load`: many callers against a budget on each cloud that has a table here; or many
// processes against one; or runs of agents.
package dev.trefoil.local;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.load.AgentLoad;
import dev.trefoil.local.load.AgentTimes;
import dev.trefoil.local.load.BudgetLoad;
import dev.trefoil.local.load.BudgetLoad.Target;
import dev.trefoil.local.load.ProcessLoad;
import dev.trefoil.local.load.SpendersTable;
import dev.trefoil.local.load.SpentBudget;
import dev.trefoil.local.load.SpentByProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Spends a budget and counts; or makes runs of agents, and times them. */
@Command(
    name = "load",
    description =
        "Has many callers spend one budget at once on every cloud, and prints it against what was"
            + " really spent at the emulated services. With --processes, many processes spend it on"
            + " DynamoDB, and each fourth is killed. With --agents, times runs with two tool calls"
            + " instead.",
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
      names = "--processes",
      paramLabel = "N",
      description =
          "How many processes spend the budget, in place of callers of three: "
              + ProcessLoad.FEWEST
              + " to "
              + ProcessLoad.MOST
              + ".")
  private Integer processes;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description =
          "How many processes run at a time; each takes about 100 MB of memory. Default:"
              + " ${DEFAULT-VALUE}.")
  private int atOnce = 50;

  @Option(
      names = "--dynamodb",
      paramLabel = "URL",
      description =
          "What plays DynamoDB for the processes in place of our emulator, such as moto_server. It"
              + " has to exclude writes of one record from one another, which moto_server does in"
              + " one thread only.")
  private URI dynamoDb;

  @Option(
      names = "--agents",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "200",
      description =
          "How many runs with two tool calls are timed on each cloud, at a model that takes 500 ms."
              + " Without a number: ${FALLBACK-VALUE}.")
  private Integer agents;

  @Spec private CommandSpec command;

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
    if (processes != null) {
      return processes();
    }
    boolean sound = true;
    try (LocalClouds clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                port.ports(),
                LocalConfig.of(agents == null ? config(budget) : agents(), Map.of()),
                home(),
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

  private int processes() throws InterruptedException {
    if (processes < ProcessLoad.FEWEST || processes > ProcessLoad.MOST || atOnce < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--processes is "
              + ProcessLoad.FEWEST
              + " to "
              + ProcessLoad.MOST
              + ", --at-once 1 and more");
    }
    try (SpendersTable table =
        dynamoDb == null ? SpendersTable.emulated() : SpendersTable.at(dynamoDb)) {
      SpentByProcesses spent =
          ProcessLoad.run(table, new ProcessLoad.Plan(processes, atOnce, budget), home());
      System.out.println(spent);
      return spent.isSound() ? 0 : 1;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
  }
}
