// `trefoil drill`: starts everything, makes it fail at random, and says what the callers got.
package dev.trefoil.local;

import dev.trefoil.local.compare.Endpoint;
import dev.trefoil.local.drill.Drill;
import dev.trefoil.local.drill.DrillResult;
import dev.trefoil.local.drill.Report;
import dev.trefoil.local.drill.Standby.Measured;
import dev.trefoil.local.live.LiveDrill;
import dev.trefoil.local.live.LiveReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a seeded soak of the three functions; ends with 0 if it was good and 1 if not. */
@Command(
    name = "drill",
    description = {
      "Sends requests to the three functions while their model services fail at random.",
      "With --against URL it asks a running Trefoil instead, changes nothing there, and keeps nothing:"
          + " which targets there are, what that process knows of each, what each answers to a call"
          + " that may go nowhere else (`provider`), and which answers callers of its routes. A short"
          + " call a target and one a route are paid for.",
      "Exits with 0 when every call got what it was due, 1 when one did not, 2 for wrong options."
    },
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

  @Mixin private PortOption port;

  @Option(
      names = "--standby",
      description =
          "Instead, measure the first failover to a standby that gets copies of calls (shadow), and"
              + " to one that does not.")
  private boolean standby;

  @ArgGroup(exclusive = false)
  private Live live;

  @Spec private CommandSpec spec;

  /** What is asked of a running Trefoil. */
  static final class Live {
    @Option(
        names = "--against",
        required = true,
        paramLabel = "URL",
        description = "Where a running Trefoil answers, with or without /v1.")
    private URI url;

    @Option(
        names = "--route",
        paramLabel = "NAME",
        description = "Only this route; may be given several times. Default: all, up to 200 calls.")
    private Set<String> routes = new LinkedHashSet<>();

    @Option(
        names = "--no-calls",
        description = "Calls no model: only what the process knows of its targets.")
    private boolean noCalls;

    @Option(
        names = "--key-from",
        paramLabel = "VARIABLE",
        description =
            "The environment variable with the key to call with, an operator's who may ask for all"
                + " routes. Default: TREFOIL_OPERATOR_KEY, which need not be set where nobody asks"
                + " for a key.")
    private String variable = KeyAdmin.VARIABLE;

    @Option(
        names = "--id-token-from",
        paramLabel = "VARIABLE",
        description =
            "The environment variable with an ID token for a private service of Cloud Run, sent as"
                + " X-Serverless-Authorization beside the key.")
    private Optional<String> idToken = Optional.empty();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (live != null) {
      return against();
    }
    Path home = Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
    return standby ? standbys(home) : drill(home);
  }

  private int against() throws InterruptedException {
    Endpoint endpoint;
    try {
      endpoint =
          Endpoint.of(live.url, secret(live.variable), live.idToken.map(DrillCommand::token));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage().replace("--url", "--against"));
    }
    Consumer<String> progress = progress();
    try (endpoint) {
      LiveDrill drill = LiveDrill.run(endpoint, live.routes, !live.noCalls, progress);
      progress.accept("");
      System.out.print(LiveReport.of(drill));
      return drill.isGood() ? 0 : 1;
    } catch (IOException e) {
      progress.accept("");
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static Optional<String> secret(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
  }

  /** One that was asked for by name, so that it has to be there. */
  private static String token(String variable) {
    return secret(variable)
        .orElseThrow(
            () -> new IllegalArgumentException("--id-token-from: " + variable + " is not set"));
  }

  private int standbys(Path home) throws InterruptedException {
    try {
      Measured shadowed = StandbyDrill.run(ports(), home, true);
      Measured alone = StandbyDrill.run(ports(), home, false);
      System.out.print(StandbyDrill.report(shadowed, alone));
      return shadowed.whole() == shadowed.asked() && alone.whole() == alone.asked() ? 0 : 1;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int drill(Path home) throws InterruptedException {
    LocalConfig config = LocalConfig.of(LocalConfig.drill(), Map.of());
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
    return port.ports();
  }
}
