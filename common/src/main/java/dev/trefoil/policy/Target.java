package dev.trefoil.policy;

import java.util.Optional;

/**
 * A model of a service, written {@code service/model}.
 *
 * @param service the service's name in trefoil.yaml; no slash in it
 * @param model the model's id as the service knows it; may hold slashes, as ARNs do
 */
public record Target(String service, String model) {
  public Target {
    if (service.isEmpty() || service.indexOf('/') >= 0 || model.isEmpty()) {
      throw new IllegalArgumentException("not a target: " + service + "/" + model);
    }
  }

  /** Reads {@code service/model}, split at the first slash; empty where a half is missing. */
  public static Optional<Target> parse(String text) {
    int slash = text.indexOf('/');
    return slash <= 0 || slash == text.length() - 1
        ? Optional.empty()
        : Optional.of(new Target(text.substring(0, slash), text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return service + "/" + model;
  }
}
