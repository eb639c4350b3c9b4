package dev.trefoil.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All that may stand in one kind of request. */
final class FieldTable {
  private final Map<String, Field> byPlace;

  FieldTable(List<Field> all) {
    byPlace = all.stream().collect(Collectors.toUnmodifiableMap(Field::place, Function.identity()));
  }

  /** The field that is a member of another; empty where the table has none. */
  Optional<Field> member(String of, String name) {
    Field named = byPlace.get(of.isEmpty() ? name : of + "." + name);
    return Optional.ofNullable(named).or(() -> Optional.ofNullable(byPlace.get(of + ".*")));
  }

  /** The field that is an item of another. */
  Optional<Field> item(String of) {
    return Optional.ofNullable(byPlace.get(of + "[*]"));
  }

  /** The places that none of the ways to be wrong is about. */
  List<String> unspoiled(Set<String> ways) {
    return byPlace.keySet().stream()
        .filter(Predicate.not(place -> ways.stream().anyMatch(way -> way.startsWith(place + " "))))
        .sorted()
        .toList();
  }
}
