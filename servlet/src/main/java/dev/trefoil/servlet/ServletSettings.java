// A servlet container knows neither the cloud that it runs on nor how long its callers wait.
package dev.trefoil.servlet;

import dev.trefoil.policy.Cloud;
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
  static final String HOST = "TREFOIL_HOST";
  static final String TIMEOUT = "TREFOIL_TIMEOUT_SECONDS";
  private static final String DEFAULT_SECONDS = "60";
  private static final int MAX_SECONDS = 3600;

  /**
   * @throws IllegalArgumentException naming the variable that says nothing sensible
   */
  static ServletSettings of(ServletConfig config, Map<String, String> environment) {
    Map<String, String> env = new HashMap<>(environment);
    config
        .getInitParameterNames()
        .asIterator()
        .forEachRemaining(name -> env.put(name, config.getInitParameter(name)));
    return new ServletSettings(
        Map.copyOf(env),
        host(env.getOrDefault(HOST, "")),
        time(env.getOrDefault(TIMEOUT, DEFAULT_SECONDS)));
  }

  private static Cloud host(String name) {
    return switch (name) {
      case "aws" -> Cloud.AWS;
      case "azure" -> Cloud.AZURE;
      case "gcp", "auto", "" -> Cloud.GCP;
      default ->
          throw new IllegalArgumentException(HOST + " is aws, azure or gcp, not '" + name + "'");
    };
  }

  private static Duration time(String seconds) {
    if (seconds.matches("\\d{1,4}")) {
      int value = Integer.parseInt(seconds);
      if (value >= 1 && value <= MAX_SECONDS) {
        return Duration.ofSeconds(value);
      }
    }
    throw new IllegalArgumentException(
        TIMEOUT + " is a whole number of seconds, 1 to " + MAX_SECONDS + ", not '" + seconds + "'");
  }
}
