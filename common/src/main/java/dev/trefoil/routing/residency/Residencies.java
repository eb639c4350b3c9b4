package dev.trefoil.routing.residency;

import dev.trefoil.policy.Target;
import java.util.Map;

/**
 * Where all targets keep what they are sent.
 *
 * @param services by name; what is missing is unknown
 * @param declared what the configuration says of a target, which comes first
 */
public record Residencies(Map<String, ServiceResidency> services, Map<Target, Residency> declared) {
  /** Nothing is known. */
  public static final Residencies UNKNOWN = new Residencies(Map.of(), Map.of());

  public Residencies {
    services = Map.copyOf(services);
    declared = Map.copyOf(declared);
  }

  /**
   * @param promptTokens the prompt's length, since some promises end at one
   */
  public Residency of(Target target, long promptTokens) {
    Residency said = declared.get(target);
    return said != null
        ? said
        : services
            .getOrDefault(target.service(), ServiceResidency.UNKNOWN)
            .of(target.model(), promptTokens);
  }
}
