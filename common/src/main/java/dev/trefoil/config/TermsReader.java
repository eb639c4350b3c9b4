package dev.trefoil.config;

import dev.trefoil.auth.Caller;
import dev.trefoil.usage.Scope.Kind;
import dev.trefoil.usage.Terms;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what is said of accounts: of {@code all}, and by name of {@code tenants}, {@code callers},
 * {@code routes} and {@code targets}.
 *
 * @param routes the names of all routes
 * @param services the names of all services
 */
record TermsReader(Set<String> routes, Set<String> services) {
  private static final Map<Kind, String> SECTIONS =
      Map.of(
          Kind.TENANT, "tenants",
          Kind.CALLER, "callers",
          Kind.ROUTE, "routes",
          Kind.TARGET, "targets");

  /**
   * Reads the sections of a map; what else stands in it is left.
   *
   * @param one reads the terms of one account
   */
  <T> Terms<T> read(ConfigMap map, Function<ConfigMap, T> one) {
    Map<Kind, Map<String, T>> byKind = new EnumMap<>(Kind.class);
    map.map("all").ifPresent(all -> byKind.put(Kind.ALL, Map.of("", one.apply(all))));
    SECTIONS.forEach(
        (kind, section) ->
            map.map(section)
                .ifPresent(
                    names -> {
                      Map<String, T> read = new LinkedHashMap<>();
                      if (names.names().isEmpty()) {
                        names.mistake("", "names none");
                      }
                      for (String name : names.names()) {
                        wrong(kind, name).ifPresent(wrong -> names.mistake(name, wrong));
                        names.map(name).ifPresent(terms -> read.put(name, one.apply(terms)));
                      }
                      byKind.put(kind, read);
                    }));
    return new Terms<>(byKind);
  }

  private Optional<String> wrong(Kind kind, String name) {
    if (name.equals(Terms.EACH)) {
      return Optional.empty();
    }
    return switch (kind) {
      case TENANT ->
          Caller.isTenant(name)
              ? Optional.empty()
              : Optional.of("is no tenant's name: " + Caller.TENANTS);
      case ROUTE ->
          routes.contains(name) ? Optional.empty() : Optional.of("is not a route, and not *");
      case TARGET ->
          services.contains(name.substring(0, Math.max(0, name.indexOf('/'))))
              ? Optional.empty()
              : Optional.of("is neither a target of a declared service nor *");
      case ALL, CALLER -> Optional.empty();
    };
  }
}
