// A servlet container knows neither the cloud that it runs on nor how long its callers wait.
package dev.trefoil.servlet;

import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.Surroundings;
import jakarta.servlet.ServletConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the servlet is started with: the variables of the container of docs/deploy-container.md,
 * with the same meaning.
 *
 * @param env the process's environment, with the servlet's init parameters in place of variables of
 *     the same name
 * @param host the cloud whose identity the process has, unless the configuration says another
 * @param time how long a call may take
 */
record ServletSettings(Map<String, String> env, Cloud host, Duration time) {
  /**
   * @throws IllegalArgumentException naming the variable that says nothing sensible
   */
  static ServletSettings of(ServletConfig config, Map<String, String> environment) {
    Map<String, String> env = new HashMap<>(environment);
    config
        .getInitParameterNames()
        .asIterator()
        .forEachRemaining(name -> env.put(name, config.getInitParameter(name)));
    Surroundings surroundings = Surroundings.of(env);
    return new ServletSettings(Map.copyOf(env), surroundings.host(), surroundings.time());
  }
}
