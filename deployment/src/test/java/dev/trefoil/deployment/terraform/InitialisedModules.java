package dev.trefoil.deployment.terraform;

import dev.trefoil.deployment.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Modules that are initialised once, and copied as they then are for each test: an init reads all
 * of a provider, and AWS's has 700 MB.
 */
final class InitialisedModules {
  private final Path folder;
  private final Map<String, String> environment;
  private final Consumer<Tool.Ran> initialised;
  private final Map<String, PlannedModule> modules = new HashMap<>();

  /**
   * @param folder where they are
   * @param environment where terraform finds the providers
   * @param initialised is given how an init went
   */
  InitialisedModules(Path folder, Map<String, String> environment, Consumer<Tool.Ran> initialised) {
    this.folder = folder;
    this.environment = environment;
    this.initialised = initialised;
  }

  /**
   * A copy that a test may change.
   *
   * @param module as {@code trust/aws-to-gcp}
   * @param to a folder that is made
   */
  PlannedModule copy(String module, Path to) throws IOException, InterruptedException {
    PlannedModule original = modules.get(module);
    if (original == null) {
      original = PlannedModule.of(module, folder.resolve(module), environment, initialised);
      modules.put(module, original);
    }
    return original.copy(to);
  }
}
