package dev.trefoil.provider;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of models: by target where the configuration says so, otherwise by the longest
 * family whose name is part of the model's id, which also finds it behind regional profiles, ARNs
 * of foundation models, dates and versions.
 */
public final class ModelCatalog {
  private static final int MOST_REMEMBERED = 1000;

  private final Map<String, Capabilities> targets;
  private final List<Capabilities> families;
  private final Map<String, Capabilities> known = new ConcurrentHashMap<>();

  /**
   * @param targets what the configuration says of targets, by {@code service/model}
   * @param families what is known of families
   */
  public ModelCatalog(Map<String, Capabilities> targets, List<Capabilities> families) {
    this.targets = Map.copyOf(targets);
    this.families =
        families.stream()
            .sorted(
                Comparator.comparingInt((Capabilities family) -> family.family().length())
                    .reversed())
            .toList();
  }

  /** Knows nothing, and so refuses nothing. */
  public static ModelCatalog empty() {
    return new ModelCatalog(Map.of(), List.of());
  }

  /** What a model of a service can do. */
  public Capabilities of(String service, String model) {
    String target = service + "/" + model;
    Capabilities found = known.get(target);
    if (found == null) {
      found = find(target, model);
      if (known.size() < MOST_REMEMBERED) {
        known.put(target, found);
      }
    }
    return found;
  }

  private Capabilities find(String target, String model) {
    Capabilities declared = targets.get(target);
    if (declared != null) {
      return declared;
    }
    String id = model.toLowerCase(Locale.ROOT);
    return families.stream()
        .filter(family -> id.contains(family.family()))
        .findFirst()
        .orElseGet(() -> Capabilities.unknown(model));
  }
}
