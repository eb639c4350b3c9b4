// The program behind the script `trefoil`: its subcommands, one class each.
package dev.trefoil.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "trefoil",
    description = "The three clouds on one machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      KeyCommand.class,
      IdentityCommand.class,
      DrillCommand.class,
      CrashCommand.class,
      LoadCommand.class,
      CompareCommand.class,
      ReportCommand.class
    })
public final class Main {
  private Main() {}

  /** Ends the process with 0, 1 when something is wrong with the world, 2 with the arguments. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
