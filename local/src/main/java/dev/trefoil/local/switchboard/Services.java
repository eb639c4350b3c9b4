// The services that can be steered, by the names that trefoil.yaml gives them.
package dev.trefoil.local.switchboard;

import dev.trefoil.emulators.ModelEmulator;
import java.util.Map;
import java.util.Set;

/**
 * Services by name.
 *
 * @param declared all that the configuration has
 * @param emulated those of them that run here
 */
record Services(Set<String> declared, Map<String, ModelEmulator> emulated) {

  /** The emulator of this name; refuses unknown names, and those of services that are real. */
  ModelEmulator get(String name) throws RefusedException {
    ModelEmulator emulator = emulated.get(name);
    if (emulator != null) {
      return emulator;
    }
    throw RefusedException.bad(
        declared.contains(name)
            ? "%s: is not emulated in this configuration".formatted(name)
            : "%s: is not a service of this configuration, which has %s"
                .formatted(name, String.join(", ", declared)));
  }
}
