// `trefoil crash`: the crash drill on each cloud that has queues here, and its accounting.
package dev.trefoil.local;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.crash.Accounts;
import dev.trefoil.local.crash.AgentRuns;
import dev.trefoil.local.crash.ChatJobs;
import dev.trefoil.local.crash.CrashDrill;
import dev.trefoil.local.crash.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends jobs or runs of agents, kills workers, counts. */
@Command(
    name = "crash",
    description =
        "Does jobs on every cloud while workers are killed, and counts what became of them. With"
            + " --agents, makes runs with two tool calls each in their place.",
    mixinStandardHelpOptions = true)
final class CrashCommand implements Callable<Integer> {
  /**
   * With jobs that are taken over soon, since the lease is what a dead worker's job waits for; and
   * as often as it takes, since a slow machine may lose the same job's worker again and again.
   */
  static final String CONFIG =
      LocalConfig.bundled()
          .replace("leaseSeconds: 30", "leaseSeconds: 8, attempts: 100, containerWorkers: 4")
          // A worker that is killed before it has primed itself would only take the others' time.
          .replace("${TREFOIL_PRIMING:-true}", "false");

  @Mixin private PortOption port;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many a cloud. Default: ${DEFAULT-VALUE}.")
  private int jobs = 300;

  @Option(
      names = "--agents",
      description =
          "Runs in the background in place of jobs. Each calls two tools, of which one must not be"
              + " called twice.")
  private boolean agents;

  @Option(
      names = "--dead",
      paramLabel = "N",
      description =
          "How many jobs are to lose their worker between claim and result. Default:"
              + " ${DEFAULT-VALUE}.")
  private int dead = 20;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the moments and workers. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "Of the workers: functions or containers. Default: one after the other.")
  private Form form;

  @Override
  public Integer call() throws InterruptedException {
    boolean sound = true;
    try {
      for (Form one : form == null ? Form.values() : new Form[] {form}) {
        System.out.println(one.name().toLowerCase(Locale.ROOT));
        if (agents) {
          try (AgentRuns runs = new AgentRuns()) {
            sound &= isSound(one, runs, runs.declaredIn(CONFIG));
          }
        } else {
          sound &= isSound(one, new ChatJobs(), CONFIG);
        }
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    return sound ? 0 : 1;
  }

  private boolean isSound(Form workers, Work work, String config)
      throws IOException, InterruptedException {
    boolean sound = true;
    try (LocalClouds clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                port.ports(),
                LocalConfig.of(config, Map.of()),
                Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath(),
                Optional.empty(),
                LambdaSettings.DEFAULT,
                workers))) {
      for (Accounts accounts :
          CrashDrill.onEach(clouds, work, new CrashDrill.Plan(jobs, 5, dead, seed))) {
        System.out.println(accounts);
        sound &= accounts.isSound() && accounts.takenOver() >= dead;
      }
    }
    return sound;
  }
}
