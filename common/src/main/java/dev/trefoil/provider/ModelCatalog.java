package dev.trefoil.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of models: by target where the configuration says so, otherwise by the longest
 * family whose name is part of the model's id, which also finds it behind regional profiles, ARNs
 * of foundation models and dates. A name that ends in a version is not part of an id with a later
 * one: {@code gpt-5} is none of {@code gpt-5.6-sol}, {@code claude-opus-5} none of {@code
 * claude-opus-5-5}.
 */
public final class ModelCatalog {
  private static final int MOST_REMEMBERED = 1000;

  private final Map<String, Capabilities> targets;
  private final NamedRows<Capabilities> families;
  private final Offer offer;
  private final Map<String, Capabilities> known = new ConcurrentHashMap<>();

  /** What is left at a service of what a model can do. */
  @FunctionalInterface
  public interface Offer {
    Capabilities of(String service, String model, Capabilities can);
  }

  /**
   * @param targets what the configuration says of targets, by {@code service/model}
   * @param families what is known of families, by their names in small letters
   * @param offer of targets of which the configuration says nothing
   */
  public ModelCatalog(
      Map<String, Capabilities> targets, NamedRows<Capabilities> families, Offer offer) {
    this.targets = Map.copyOf(targets);
    this.families = families;
    this.offer = offer;
  }

  /** A catalogue of services that offer all that their models can do. */
  public ModelCatalog(Map<String, Capabilities> targets, NamedRows<Capabilities> families) {
    this(targets, families, (service, model, can) -> can);
  }

  /** A catalogue of a few families. */
  public ModelCatalog(Map<String, Capabilities> targets, List<Capabilities> families) {
    this(
        targets,
        NamedRows.of(
            families.stream()
                .collect(Collectors.toMap(Capabilities::family, Function.identity()))));
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
      found = find(service, target, model);
      if (known.size() < MOST_REMEMBERED) {
        known.put(target, found);
      }
    }
    return found;
  }

  private Capabilities find(String service, String target, String model) {
    Capabilities declared = targets.get(target);
    if (declared != null) {
      return declared;
    }
    String id = model.toLowerCase(Locale.ROOT);
    return offer.of(
        service,
        model,
        families
            .longest(family -> isPart(family, id))
            .orElseGet(() -> Capabilities.unknown(model)));
  }

  /** Whether a model's id, in small letters, is one of the family. */
  public static boolean isPart(String family, String id) {
    for (int at = id.indexOf(family); at >= 0; at = id.indexOf(family, at + 1)) {
      int end = at + family.length();
      if (!isDigit(family, family.length() - 1) || !goesOn(id, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a version goes on at this place: by another digit, or by one or two digits of their own
   * after a dot or a hyphen. More digits are a date, and digits with a letter a size (70b).
   */
  private static boolean goesOn(String id, int at) {
    if (isDigit(id, at)) {
      return true;
    }
    if (at >= id.length() || id.charAt(at) != '.' && id.charAt(at) != '-' || !isDigit(id, at + 1)) {
      return false;
    }
    int end = isDigit(id, at + 2) ? at + 3 : at + 2;
    return end >= id.length() || !Character.isLetterOrDigit(id.charAt(end));
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
