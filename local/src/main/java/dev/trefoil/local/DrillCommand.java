// `trefoil drill`: starts everything, makes it fail at random, and says what the callers got.
package dev.trefoil.local;

import dev.trefoil.local.drill.Drill;
import dev.trefoil.local.drill.DrillResult;
import dev.trefoil.local.drill.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a seeded soak of the three functions; ends with 0 if it was good and 1 if not. */
@Command(
    name = "drill",
    description =
        "Sends requests to the three functions while their model services fail at random.",
    mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
  /** As many as the Lambda host takes at once; more would wait there. */
  private static final int LANES = 4;

  /** Clears the line that it is written to. */
  private static final String AFRESH = "\r\u001b[K";

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "How many requests to send under random faults. Default: ${DEFAULT-VALUE}.")
  private int requests = 3000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides faults and requests. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The first of four ports: switchboard, aws, azure, gcp. Default: ${DEFAULT-VALUE}.")
  private int port = Ports.DEFAULT_FIRST;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    LocalConfig config = LocalConfig.of(LocalConfig.drill(), Map.of());
    Path home = Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
    LocalClouds.Options options = new LocalClouds.Options(ports(), config, home, Optional.empty());
    Consumer<String> progress = progress();
    progress.accept("starting three clouds");
    try (LocalClouds clouds = LocalClouds.start(options)) {
      // Ended by a signal as well.
      Runtime.getRuntime().addShutdownHook(new Thread(clouds::close, "end"));
      DrillResult result = new Drill(DrillSite.of(clouds, LANES), progress).run(requests, seed);
      progress.accept("");
      System.out.println("seed " + seed + "; " + scale(config));
      System.out.println();
      System.out.print(Report.of(result));
      return result.isGood() ? 0 : 1;
    } catch (IOException e) {
      progress.accept("");
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** A line that is written over, for a person who looks on; nothing in a file. */
  private static Consumer<String> progress() {
    return Boolean.getBoolean("trefoil.terminal")
        ? line -> System.err.print(AFRESH + line)
        : line -> {};
  }

  private static String scale(LocalConfig config) {
    var limits = config.read().routes().getFirst().entries().getFirst().limits();
    return "times scaled down: first token %d ms, stall %d ms, breaker open %d ms"
        .formatted(
            limits.firstToken().toMillis(),
            limits.stall().toMillis(),
            config.read().breaker().openFor().toMillis());
  }

  private Ports ports() {
    if (requests < 1) {
      throw new ParameterException(
          spec.commandLine(), "--requests takes a number of at least 1, not " + requests);
    }
    try {
      return Ports.startingAt(port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
