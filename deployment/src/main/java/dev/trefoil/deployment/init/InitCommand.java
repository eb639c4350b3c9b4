// `trefoil init`: from nothing to a configuration that `doctor` calls good, and what to do next.
package dev.trefoil.deployment.init;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ModelTable;
import dev.trefoil.deployment.models.DateOption;
import dev.trefoil.policy.Cloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a first configuration. */
@Command(
    name = "init",
    description = {
      "Writes a first trefoil.yaml, makes keys for its callers, and prints the commands that come next."
          + " Asks for what no option says; without a terminal, or with --yes, what is not said is as"
          + " the questions suggest.",
      "Ends with 0, 1 when the file cannot be written, 2 for wrong options."
    },
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
  /** What the script says of a terminal at standard input. */
  private static final String ASKS = "trefoil.asks";

  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      description = "That Trefoil is to run on: aws, azure or gcp.")
  private String cloud;

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      description =
          "As ./trefoil models names them, separated by commas. Of the first one the route is chat,"
              + " of others their own names.")
  private String models;

  @Option(
      names = "--budget",
      paramLabel = "USD",
      description = "What all callers together may cost in a month, or none. Default: none.")
  private String budget;

  @Option(
      names = "--caller",
      paramLabel = "NAME",
      description =
          "Who calls, separated by commas: each gets a key, and the first one is the operator."
              + " Default: admin.")
  private String callers;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "What is written; there must be no such file yet. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("trefoil.yaml");

  @Option(names = "--yes", description = "Asks nothing.")
  private boolean yes;

  @Mixin private DateOption date;

  @Spec private CommandSpec spec;

  private final Map<String, String> env;
  private final BufferedReader in;
  private final boolean terminal;

  /** For the script, which says whether a person is there to be asked. */
  public InitCommand() {
    this(
        System.getenv(),
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        Boolean.getBoolean(ASKS));
  }

  /**
   * @param env that names a newer table of models, and what services' fields are filled from
   * @param in what is typed
   * @param terminal whether anybody is there to be asked
   */
  InitCommand(Map<String, String> env, BufferedReader in, boolean terminal) {
    this.env = Map.copyOf(env);
    this.in = in;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      if (Files.exists(output)) {
        throw wrong("--output", output + " is there already, and is not written over");
      }
      FirstConfig config = decide(new Offer(ModelTable.load(env), env, date.day()));
      String yaml = config.yaml();
      // Reads the text with this environment: where that is refused there is to be no file, since
      // nobody has seen its keys.
      String next = new NextSteps(config, yaml, env, output).text();
      Files.writeString(output, yaml, StandardOpenOption.CREATE_NEW);
      PrintWriter out = spec.commandLine().getOut();
      out.print(next);
      out.flush();
      return 0;
    } catch (ConfigException | IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private FirstConfig decide(Offer offer) throws IOException {
    Cloud on =
        answer(
            "--cloud", cloud, "Which cloud is it to run on: aws, azure or gcp", "", Answers::cloud);
    Map<String, CloudService> chosen =
        answer(
            "--model",
            models,
            "Which models, separated by commas (./trefoil models --living lists them)",
            usual(on),
            text -> Answers.models(text, on, offer));
    Map<String, ApiKey> keys =
        answer("--caller", callers, "Who calls, separated by commas", "admin", Answers::callers);
    Optional<BigDecimal> usd =
        answer(
            "--budget",
            budget,
            "What may it all cost in a month, in US dollars, or none",
            "none",
            Answers::budget);
    String first = chosen.keySet().iterator().next();
    return new FirstConfig(on, chosen, offer.elsewhere(on, first), keys, usd);
  }

  /** One of the cloud's own at the time of this release. */
  private static String usual(Cloud cloud) {
    return switch (cloud) {
      case AWS -> "claude-sonnet-5-5";
      case AZURE -> "gpt-6-sol";
      case GCP -> "gemini-3.5-flash";
    };
  }

  private <T> T answer(
      String option, String given, String question, String unless, Function<String, T> read)
      throws IOException {
    if (given == null && terminal && !yes) {
      return new Questions(in, spec.commandLine().getOut()).ask(question, unless, read);
    }
    if (given == null && unless.isEmpty()) {
      throw wrong(option, "is missing, and nobody is here to be asked");
    }
    try {
      return read.apply(given == null ? unless : given);
    } catch (IllegalArgumentException e) {
      throw wrong(option, e.getMessage());
    }
  }

  private ParameterException wrong(String option, String what) {
    return new ParameterException(spec.commandLine(), option + ": " + what);
  }
}
