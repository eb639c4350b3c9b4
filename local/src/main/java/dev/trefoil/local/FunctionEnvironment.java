// What every function process finds in its environment: of this machine's the table of models
// alone.
package dev.trefoil.local;

import dev.trefoil.config.ModelTable;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a function: what its own cloud would give it, and no other. Each host adds what
 * its runtime is told.
 */
public final class FunctionEnvironment {
  private FunctionEnvironment() {}

  /**
   * Makes the variables.
   *
   * @param cloud whose function it is
   * @param config the text of the functions' configuration
   * @param keys the keys that it names, by variable
   * @param userHome an empty folder, so that no person's credentials are found in a home directory
   */
  public static Map<String, String> of(
      HostCloud cloud,
      String config,
      Map<String, String> keys,
      EmulatedIdentities identities,
      Path userHome) {
    Map<String, String> environment = new LinkedHashMap<>(keys);
    environment.putAll(identities.environment(cloud));
    // Where Entra and AWS's token service are, which functions on all clouds call in public.
    environment.putAll(identities.loopback());
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", userHome.toString());
    environment.put(TrefoilConfig.VARIABLE, config);
    Optional.ofNullable(System.getenv(ModelTable.VARIABLE))
        .ifPresent(table -> environment.put(ModelTable.VARIABLE, table));
    environment.put(TrefoilRuntime.LOOPBACK, "true");
    return environment;
  }
}
