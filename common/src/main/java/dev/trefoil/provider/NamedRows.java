package dev.trefoil.provider;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rows of a table by their names, of which ids of models are made. A row is read when its name is
 * first met: of a table of a hundred models a process meets two or three.
 */
public final class NamedRows<T> {
  private final List<String> names;
  private final Function<String, T> rows;
  private final Map<String, T> read = new ConcurrentHashMap<>();

  /**
   * @param names the longest first
   * @param rows reads the row of a name; may be asked by several threads at once, and twice
   */
  public NamedRows(List<String> names, Function<String, T> rows) {
    this.names = List.copyOf(names);
    this.rows = rows;
  }

  /** Rows that have been read already. */
  public static <T> NamedRows<T> of(Map<String, T> rows) {
    return new NamedRows<>(longestFirst(rows.keySet().stream().toList()), rows::get);
  }

  /** Names in the order in which they are compared with an id. */
  public static List<String> longestFirst(List<String> names) {
    return names.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** All names, the longest first. */
  public List<String> names() {
    return names;
  }

  /** The row with the longest of the names that fit. */
  public Optional<T> longest(Predicate<String> fits) {
    for (String name : names) {
      if (fits.test(name)) {
        return Optional.of(row(name));
      }
    }
    return Optional.empty();
  }

  /** The row of exactly this name. */
  public Optional<T> named(String name) {
    return names.contains(name) ? Optional.of(row(name)) : Optional.empty();
  }

  private T row(String name) {
    T row = read.get(name);
    if (row == null) {
      row = rows.apply(name);
      read.put(name, row);
    }
    return row;
  }
}
