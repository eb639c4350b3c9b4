package dev.trefoil.routing;

import dev.trefoil.policy.ListPrice;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.NamedRows;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What models cost. A price is looked up for the target, then for the model's id, then for its
 * family where the configuration names one; what the configuration says comes before what is
 * bundled, and of several names the longest counts.
 *
 * <p>A name stands for ids that end in it, or in it and a date, a version or {@code preview}: not
 * for the same name with another word, since {@code gpt-5.5-pro} does not cost what {@code gpt-5.5}
 * does.
 */
public final class PriceTable {
  /** Knows no price. */
  public static final PriceTable EMPTY =
      new PriceTable(Map.of(), NamedRows.of(Map.of()), NamedRows.of(Map.of()));

  private static final int MOST_REMEMBERED = 1000;

  /** What may follow a name in an id. */
  private static final Pattern VERSION =
      Pattern.compile("(?:-preview)?(?:-(?:[0-9]{3,}|v[0-9]).*|-latest|[:@].*)?");

  private final Map<Target, Price> targets;
  private final NamedRows<Price> configured;
  private final NamedRows<Optional<ListPrice>> listed;
  private final Set<String> regional;
  private final Map<Target, Optional<Price>> known = new ConcurrentHashMap<>();

  /**
   * @param targets of the configuration, by target
   * @param configured of the configuration, by the model's name in small letters
   * @param listed what is known of models, by the name of their family in small letters; empty
   *     where nobody says what it costs
   */
  public PriceTable(
      Map<Target, Price> targets,
      NamedRows<Price> configured,
      NamedRows<Optional<ListPrice>> listed) {
    this(targets, configured, listed, Set.of());
  }

  private PriceTable(
      Map<Target, Price> targets,
      NamedRows<Price> configured,
      NamedRows<Optional<ListPrice>> listed,
      Set<String> regional) {
    this.targets = Map.copyOf(targets);
    this.configured = configured;
    this.listed = listed;
    this.regional = Set.copyOf(regional);
  }

  /**
   * The same prices where all models of some services are those of a region or a geography.
   *
   * @param services their names
   */
  public PriceTable withRegional(Set<String> services) {
    return new PriceTable(targets, configured, listed, services);
  }

  /**
   * @param family the name by which the target's model is known whatever its id
   */
  public Optional<Price> of(Target target, String family) {
    Optional<Price> found = known.get(target);
    if (found == null) {
      found = find(target, family);
      if (known.size() < MOST_REMEMBERED) {
        known.put(target, found);
      }
    }
    return found;
  }

  private Optional<Price> find(Target target, String family) {
    Price said = targets.get(target);
    if (said != null) {
      return Optional.of(said);
    }
    String id = target.model().toLowerCase(Locale.ROOT);
    // A family that is part of the id was found by it, and may be that of a cheaper relative.
    boolean near = regional.contains(target.service());
    return named(id, near).or(() -> id.contains(family) ? Optional.empty() : named(family, near));
  }

  private Optional<Price> named(String id, boolean near) {
    return configured.longest(name -> isName(name, id)).or(() -> listed(id, near));
  }

  private Optional<Price> listed(String id, boolean near) {
    for (String name : listed.names()) {
      if (isName(name, id)) {
        String before = id.substring(0, id.lastIndexOf(name));
        return listed
            .named(name)
            .flatMap(listing -> listing)
            .map(it -> near || isRegional(before) ? it.price().times(it.regional()) : it.price());
      }
    }
    return Optional.empty();
  }

  /** Whether an id of Amazon Bedrock, up to the model's name, keeps to a region or a geography. */
  private static boolean isRegional(String beforeName) {
    return beforeName.endsWith(".") && !beforeName.contains("global.");
  }

  private static boolean isName(String name, String id) {
    int at = id.lastIndexOf(name);
    return at >= 0
        && (at == 0 || !Character.isLetterOrDigit(id.charAt(at - 1)))
        && VERSION.matcher(id.substring(at + name.length())).matches();
  }
}
