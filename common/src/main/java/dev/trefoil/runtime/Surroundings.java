// A server runs on Cloud Run, behind Lambda's web adapter, as a custom handler and in containers.
package dev.trefoil.runtime;

import dev.trefoil.policy.Cloud;
import java.time.Duration;
import java.util.Map;

/**
 * Where a process runs that no platform's own interface tells, as its environment says.
 *
 * @param host the cloud, whose identity it has
 * @param time what the platform gives a call or an event
 */
public record Surroundings(Cloud host, Duration time) {
  static final String HOST = "TREFOIL_HOST";
  static final String TIMEOUT = "TREFOIL_TIMEOUT_SECONDS";

  /** The time that a function of Cloud Run has for a call unless it is deployed with another. */
  private static final String DEFAULT_SECONDS = "60";

  /** The longest that any of the platforms gives: an hour, Cloud Run's. */
  private static final int MAX_SECONDS = 3600;

  /**
   * @throws IllegalArgumentException naming the variable that says nothing sensible
   */
  public static Surroundings of(Map<String, String> env) {
    return new Surroundings(host(env), time(env.getOrDefault(TIMEOUT, DEFAULT_SECONDS)));
  }

  /** The cloud alone; throws as {@link #of} does. */
  public static Cloud host(Map<String, String> env) {
    String name = env.getOrDefault(HOST, "");
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
