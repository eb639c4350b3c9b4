package dev.trefoil.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** HTTP headers: names regardless of case, a name as often as it was given, values in order. */
public final class Headers {
  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Adds a value and keeps those that are there. */
  public Headers add(String name, String value) {
    values.computeIfAbsent(name, ignored -> new ArrayList<>(1)).add(value);
    return this;
  }

  /** Adds all values of one name, in order. */
  public Headers addAll(String name, Collection<String> more) {
    more.forEach(value -> add(name, value));
    return this;
  }

  /** Puts a value in place of those that are there. */
  public Headers set(String name, String value) {
    values.remove(name);
    return add(name, value);
  }

  /** The first value of a name. */
  public Optional<String> first(String name) {
    List<String> all = values.get(name);
    return all == null ? Optional.empty() : Optional.of(all.getFirst());
  }

  /** All values of a name, in order; empty where there is none. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** Calls {@code action} with every name and value. */
  public void forEach(BiConsumer<String, String> action) {
    values.forEach((name, all) -> all.forEach(value -> action.accept(name, value)));
  }
}
