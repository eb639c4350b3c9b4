// `trefoil key`: a new key for a caller, and what the configuration says of it.
package dev.trefoil.local;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Caller;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key and keeps nothing of it. */
@Command(
    name = "key",
    description = "Makes a key for a caller: shows it once, and the line for trefoil.yaml.",
    subcommands = {
      KeyAdmin.Issue.class,
      KeyAdmin.Listing.class,
      KeyAdmin.Rotate.class,
      KeyAdmin.Revoke.class
    },
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Who will hold it: the name in the log.")
  private String name;

  @Option(
      names = "--routes",
      paramLabel = "ROUTE",
      split = ",",
      description = "What its holder may ask for, separated by commas. Default: everything.")
  private List<String> routes = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "NAME is missing, or one of issue, list, rotate and revoke");
    }
    if (!name.matches(AuthSettings.Key.NAMES)) {
      throw new ParameterException(
          spec.commandLine(), "NAME is letters, digits, . _ @ and - only: " + name);
    }
    if (Caller.isReserved(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "NAME is whom jobs belong to that lie on the queue directly: " + name);
    }
    ApiKey key = ApiKey.random();
    System.out.printf(
        """
        The key of %s, shown this once:

        %s

        In trefoil.yaml, which knows its SHA-256 only:

        auth:
          keys:
            %s: {sha256: "%s"%s}
        """,
        name, key.text(), name, key.sha256(), allowed());
    return 0;
  }

  private String allowed() {
    return routes.isEmpty()
        ? ""
        : routes.stream()
            .map(route -> '"' + route.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(", ", ", routes: [", "]"));
  }
}
