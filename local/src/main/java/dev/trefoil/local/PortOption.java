// On which ports a subcommand starts the three clouds.
package dev.trefoil.local;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --port N}. */
final class PortOption {
  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The first of four ports: switchboard, aws, azure, gcp. Default: ${DEFAULT-VALUE}.")
  private int first = Ports.DEFAULT_FIRST;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The four.
   *
   * @throws ParameterException when there are no four from there on
   */
  Ports ports() {
    try {
      return Ports.startingAt(first);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }
}
