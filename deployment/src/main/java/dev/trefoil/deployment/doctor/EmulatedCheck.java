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
   * @param text that it was read from, and that is valid: of jobs a reading keeps no trace
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
    if (emulatesJobs(text)) {
      emulated.add("jobs");
    }
    return emulated.stream().sorted().map(EmulatedCheck::fault).toList();
  }

  private static boolean emulatesJobs(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text) instanceof Map<?, ?> file
        && file.get("jobs") instanceof Map<?, ?> jobs
        && "true".equals(String.valueOf(jobs.get("emulate")));
  }

  private static Finding fault(String what) {
    return new Finding.Fault(
        what + " is emulated, which only ./trefoil up does: deployed, nothing would answer there",
        "take emulate out, and name the real one: docs/configuration.md");
  }
}
