// How a function gets the key of an emulated service: by a variable, as it would get a real one.
package dev.trefoil.local;

import dev.trefoil.emulators.cloud.EmulatedCloud;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of emulated services.
 *
 * @param variables the environment variable of each service that takes a key, by its name
 * @param environment the keys by variable
 */
record EmulatedKeys(Map<String, String> variables, Map<String, String> environment) {
  private static final String PREFIX = "TREFOIL_EMULATED_KEY_";

  static EmulatedKeys of(EmulatedCloud emulators) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String service : emulators.models().keySet()) {
      Optional<String> key = emulators.apiKey(service);
      key.ifPresent(value -> keys.put(service, value));
    }
    return of(keys);
  }

  /**
   * @param keys by the service's name
   */
  static EmulatedKeys of(Map<String, String> keys) {
    Map<String, String> variables = new LinkedHashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    keys.forEach(
        (service, key) -> {
          String variable = PREFIX + service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
          while (environment.containsKey(variable)) {
            // my-service and my_service are two services.
            variable += "_";
          }
          variables.put(service, variable);
          environment.put(variable, key);
        });
    return new EmulatedKeys(variables, environment);
  }
}
