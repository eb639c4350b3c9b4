// The services that can be steered, by the names that trefoil.yaml gives them.
package dev.trefoil.local.switchboard;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Services by name.
 *
 * @param declared all that the configuration has
 * @param emulated those of them that run here
 * @param beside what can only be made to fail: the emulated clouds' token services, and guardrail
 *     services
 */
record Services(
    Set<String> declared, Map<String, ModelEmulator> emulated, Map<String, Controls> beside) {

  /** What can be made to fail, by name: what is beside, and model services, whose names win. */
  Map<String, Controls> breakable() {
    Map<String, Controls> all = new LinkedHashMap<>(beside);
    emulated.forEach((name, service) -> all.put(name, service.controls()));
    return all;
  }

  /** As {@link #get}, of what is beside too. */
  Controls breakable(String name) throws RefusedException {
    Controls controls = breakable().get(name);
    return controls == null ? get(name).controls() : controls;
  }

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
