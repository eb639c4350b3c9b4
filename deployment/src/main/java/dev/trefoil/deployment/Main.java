// The program behind the script's commands that deploy: one class each.
package dev.trefoil.deployment;

import dev.trefoil.deployment.doctor.DoctorCommand;
import dev.trefoil.deployment.init.InitCommand;
import dev.trefoil.deployment.models.ModelsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "trefoil",
    description = "Begins, makes what is deployed, examines it, and shows what is known of models.",
    mixinStandardHelpOptions = true,
    subcommands = {
      InitCommand.class,
      PackageCommand.class,
      DoctorCommand.class,
      ModelsCommand.class
    })
public final class Main {
  private Main() {}

  /** Ends the process with 0, 1 when something is wrong with the world, 2 with the arguments. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for those who call it within their process. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main());
  }
}
