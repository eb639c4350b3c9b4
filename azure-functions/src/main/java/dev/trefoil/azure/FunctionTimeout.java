package dev.trefoil.azure;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;

/** How long the platform lets a function run. */
final class FunctionTimeout {
  /** By which an app's setting takes the place of host.json's {@code functionTimeout}. */
  private static final String SETTING = "AzureFunctionsJobHost__functionTimeout";

  /** Azure's load balancer gives an HTTP call up after this, whatever the function's timeout. */
  private static final Duration HTTP = Duration.ofSeconds(230);

  /** What host.json says. */
  private static final Duration PACKAGED = Duration.ofMinutes(5);

  /** What is kept back, so that the platform never cuts an answer. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private FunctionTimeout() {}

  /** For a function that answers HTTP calls. */
  static Duration forHttp(Map<String, String> env) {
    Duration configured = configured(env.getOrDefault(SETTING, ""));
    return (configured.compareTo(HTTP) < 0 ? configured : HTTP).minus(MARGIN);
  }

  /**
   * {@code hh:mm:ss}; {@code -1} and whatever is longer than a day stand for no limit.
   *
   * @throws java.time.format.DateTimeParseException when it is neither
   */
  private static Duration configured(String setting) {
    if (setting.isBlank()) {
      return PACKAGED;
    }
    return setting.matches("[0-9]{2}:.*")
        ? Duration.between(LocalTime.MIDNIGHT, LocalTime.parse(setting))
        : HTTP;
  }
}
