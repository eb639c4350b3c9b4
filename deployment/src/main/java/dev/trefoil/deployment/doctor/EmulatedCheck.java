// Whether a configuration has something played that only `trefoil up` plays.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Looks for {@code emulate}, which no deployment heeds. */
final class EmulatedCheck {
  private EmulatedCheck() {}

  /**
   * @param config as it was read
   * @param text that it was read from, and that is valid: of jobs and guardrails a reading keeps no
   *     trace
   */
  static List<Finding> of(TrefoilConfig config, String text) {
    List<String> emulated = new ArrayList<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              if (service.emulate()) {
                emulated.add("services." + name);
              }
            });
    config
        .agents()
        .ifPresent(agents -> agents.emulated().forEach(name -> emulated.add("tools." + name)));
    Object file = new Load(LoadSettings.builder().build()).loadFromString(text);
    if (isEmulated(at(file, "jobs"))) {
      emulated.add("jobs");
    }
    if (at(at(file, "guardrails"), "checks") instanceof Map<?, ?> checks) {
      checks.forEach(
          (name, check) -> {
            if (isEmulated(check)) {
              emulated.add("guardrails.checks." + name);
            }
          });
    }
    return emulated.stream().sorted().map(EmulatedCheck::fault).toList();
  }

  private static boolean isEmulated(Object section) {
    return "true".equals(String.valueOf(at(section, "emulate")));
  }

  private static Object at(Object section, String key) {
    return section instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static Finding fault(String what) {
    return new Finding.Fault(
        what + " is emulated, which only ./trefoil up does: deployed, nothing would answer there",
        "take emulate out, and name the real one: docs/configuration.md");
  }
}
