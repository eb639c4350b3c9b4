// HTTP headers as the emulators need them: repeated, case-blind, in order.
package dev.trefoil.emulators.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names, kept in lower case, to their values in the order in which they came. Not thread-safe. */
public final class Headers {

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** No headers yet. */
  public Headers() {}

  /** One header; more by {@link #add}. */
  public static Headers of(String name, String value) {
    return new Headers().add(name, value);
  }

  /** Adds a value beside those that the name has. */
  public Headers add(String name, String value) {
    values.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(value);
    return this;
  }

  /** The name's first value. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).map(List::getFirst);
  }

  /** All values of the name, joined by a comma as HTTP allows; empty when it is not there. */
  public Optional<String> joined(String name) {
    return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)))
        .map(list -> String.join(",", list));
  }

  /** A view of all of them. */
  public Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(values);
  }
}
