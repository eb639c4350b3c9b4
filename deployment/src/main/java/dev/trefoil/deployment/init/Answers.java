// What an option or a typed answer of `init` means.
package dev.trefoil.deployment.init;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Caller;
import dev.trefoil.policy.Cloud;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads them; each throws {@link IllegalArgumentException} in a person's words. */
final class Answers {
  /** What `budgets` of the configuration take. */
  private static final BigDecimal LEAST = new BigDecimal("0.000001");

  private static final BigDecimal MOST = new BigDecimal("1000000");
  private static final int MOST_CALLERS = 100;

  private Answers() {}

  static Cloud cloud(String text) {
    return Arrays.stream(Cloud.values())
        .filter(cloud -> cloud.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not aws, azure or gcp"));
  }

  /** Families of models, separated by commas, each with the cloud's service that has it. */
  static Map<String, CloudService> models(String text, Cloud cloud, Offer offer) {
    Map<String, CloudService> models = new LinkedHashMap<>();
    for (String family : names(text)) {
      models.put(family, offer.service(cloud, family));
    }
    return models;
  }

  /** US dollars a month; {@code none} for no bound. */
  static Optional<BigDecimal> budget(String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,10}([.][0-9]{1,6})?")
        || new BigDecimal(text).compareTo(LEAST) < 0
        || new BigDecimal(text).compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no sum of US dollars from 0.000001 to 1000000, nor none");
    }
    return Optional.of(new BigDecimal(text));
  }

  /** Names of callers, separated by commas, each with a key that nobody has yet. */
  static Map<String, ApiKey> callers(String text) {
    Map<String, ApiKey> keys = new LinkedHashMap<>();
    for (String name : names(text)) {
      if (!name.matches(AuthSettings.Key.NAMES)) {
        throw new IllegalArgumentException(
            "a caller's name is letters, digits, . _ @ and - only, not '" + name + "'");
      }
      if (Caller.isReserved(name)) {
        throw new IllegalArgumentException(
            name + " is whom jobs belong to that lie on the queue directly");
      }
      keys.put(name, ApiKey.random());
    }
    if (keys.size() > MOST_CALLERS) {
      throw new IllegalArgumentException("more than " + MOST_CALLERS + " callers");
    }
    return keys;
  }

  private static List<String> names(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("'" + text + "' has no name before or after a comma");
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
    }
    return names;
  }
}
