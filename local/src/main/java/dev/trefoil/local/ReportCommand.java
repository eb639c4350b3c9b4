// `trefoil report`: what a day has cost, from the records of a deployed Trefoil.
package dev.trefoil.local;

import dev.trefoil.policy.Cloud;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Starts what reads the clouds' tables as whoever is signed in on this machine. It needs the
 * vendors' libraries, which lie with the container, and so is a process of its own.
 */
@Command(
    name = "report",
    description = {
      "Writes the report of a day: what tenants, routes and models have cost against their budgets,"
          + " what failed and why, how long calls took, what is unusual, what would have been"
          + " cheaper.",
      "Reads the tables that jobs of the configuration names, with what is signed in here: profiles"
          + " of AWS, az login, Google's application default credentials.",
      "Ends with 0, 1 when no table can be read, 2 for wrong options or a wrong configuration."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private static final String PROGRAM = "dev.trefoil.runtime.ReportProgram";

  @Option(
      names = "--day",
      required = true,
      paramLabel = "DAY",
      description = "Such as 2026-12-01, by usage.timeZone of the configuration.")
  private LocalDate day;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "deployment/trefoil.yaml unless given, filled from this environment.")
  private Path config;

  @Option(
      names = "--clouds",
      paramLabel = "CLOUD",
      split = ",",
      description = "Whose records: aws, azure, gcp; all that jobs names a table of unless given.")
  private List<Cloud> clouds = List.of();

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where report-DAY.html and .csv go; here unless given.")
  private Path output = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
    Path file = config == null ? home.resolve("deployment/trefoil.yaml") : config.toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new ParameterException(spec.commandLine(), file + " cannot be read");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Functions.QUICK_TO_START);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(
        new BuildOutputs(home)
            .container().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(PROGRAM, day.toString(), output.toAbsolutePath().toString()));
    clouds.forEach(cloud -> command.add(cloud.name()));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("TREFOIL_CONFIG", file.toString());
    return builder.start().waitFor();
  }
}
