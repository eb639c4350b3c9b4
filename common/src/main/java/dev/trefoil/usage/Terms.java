package dev.trefoil.usage;

import dev.trefoil.usage.Scope.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says of accounts, by their kind and name.
 *
 * @param byKind for each kind that has any, by name; {@value #EACH} stands for each that is not
 *     named, by itself
 */
public record Terms<T>(Map<Kind, Map<String, T>> byKind) {
  /** Stands for every name that is not there. */
  public static final String EACH = "*";

  public Terms {
    Map<Kind, Map<String, T>> copy = new EnumMap<>(Kind.class);
    byKind.forEach((kind, names) -> copy.put(kind, Map.copyOf(names)));
    byKind = copy;
  }

  /** What holds for an account; empty for nothing. */
  Optional<T> of(Scope scope) {
    Map<String, T> names = byKind.get(scope.kind());
    if (names == null) {
      return Optional.empty();
    }
    T own = names.get(scope.name());
    return Optional.ofNullable(own == null ? names.get(EACH) : own);
  }

  /** Whether targets have any. */
  boolean ofTargets() {
    return byKind.containsKey(Kind.TARGET);
  }
}
