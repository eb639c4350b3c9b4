// Which table of models a subcommand reads over the bundled one.
package dev.trefoil.deployment.models;

import dev.trefoil.config.ModelTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --models FILE}. */
public final class TableOption {
  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "A newer table of models, over the bundled one; what TREFOIL_MODELS of this environment"
              + " names unless given.")
  private Path file;

  /** This environment, with the file in it. */
  public Map<String, String> env() {
    Map<String, String> env = new HashMap<>(System.getenv());
    if (file != null) {
      env.put(ModelTable.VARIABLE, file.toString());
    }
    return env;
  }
}
