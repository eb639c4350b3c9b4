// `trefoil crash`: the crash drill on each cloud that has queues here, and its accounting.
package dev.trefoil.local;

import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.crash.Accounts;
import dev.trefoil.local.crash.CrashDrill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends jobs, kills workers, counts. */
@Command(
    name = "crash",
    description =
        "Does jobs on every cloud while workers are killed, and counts what became of them.",
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
    for (Form one : form == null ? Form.values() : new Form[] {form}) {
      sound &= isSound(one);
    }
    return sound ? 0 : 1;
  }

  private boolean isSound(Form workers) throws InterruptedException {
    boolean sound = true;
    System.out.println(workers.name().toLowerCase(Locale.ROOT));
    try (LocalClouds clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                port.ports(),
                LocalConfig.of(CONFIG, Map.of()),
                Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath(),
                Optional.empty(),
                LambdaSettings.DEFAULT,
                workers))) {
      for (Accounts accounts :
          CrashDrill.onEach(clouds, new CrashDrill.Plan(jobs, 5, dead, seed))) {
        System.out.println(accounts);
        sound &= accounts.isSound() && accounts.takenOver() >= dead;
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    }
    return sound;
  }
}
