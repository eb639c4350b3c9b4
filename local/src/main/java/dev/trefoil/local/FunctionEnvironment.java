// What every function process finds in its environment: nothing of this machine's.
package dev.trefoil.local;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that all functions get; each host adds those of its cloud. */
final class FunctionEnvironment {
  private FunctionEnvironment() {}

  /**
   * Makes the variables.
   *
   * @param config the text of the functions' configuration
   * @param keys the keys that it names, by variable
   * @param userHome an empty folder, so that no person's credentials are found in a home directory
   */
  static Map<String, String> of(
      String config, Map<String, String> keys, EmulatedCloud emulators, Path userHome) {
    Map<String, String> environment = new LinkedHashMap<>(keys);
    environment.putAll(emulators.environment());
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", userHome.toString());
    environment.put(TrefoilConfig.VARIABLE, config);
    environment.put(TrefoilRuntime.LOOPBACK, "true");
    return environment;
  }
}
