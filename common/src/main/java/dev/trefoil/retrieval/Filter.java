package dev.trefoil.retrieval;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which chunks may be found, by the attributes of their files: OpenAI's comparison and compound
 * filters. An attribute equals only a value of its own type, and one that a file does not have
 * equals none; so {@code ne} and {@code nin} let such files through.
 */
public sealed interface Filter {
  /** Filters within one another. */
  int MAX_DEPTH = 8;

  /** Values that one filter compares with, all its parts together. */
  int MAX_VALUES = 200;

  /** How an attribute is compared. */
  enum Comparison {
    EQ,
    NE,
    GT,
    GTE,
    LT,
    LTE,
    IN,
    NIN;

    /** Whether it is by size, which numbers alone have. */
    boolean isBySize() {
      return this == GT || this == GTE || this == LT || this == LTE;
    }
  }

  /**
   * Compares one attribute.
   *
   * @param key the attribute's name
   * @param values one; for {@code in} and {@code nin} one or more
   */
  record Compare(String key, Comparison comparison, List<Attribute> values) implements Filter {
    /**
     * @throws IllegalArgumentException when there are none or too many values, or one that has no
     *     size is compared by it
     */
    public Compare {
      values = List.copyOf(values);
      requireName(key);
      boolean many = comparison == Comparison.IN || comparison == Comparison.NIN;
      if (values.isEmpty() || values.size() > (many ? MAX_VALUES : 1)) {
        throw new IllegalArgumentException(
            "a comparison with " + values.size() + " values: " + comparison);
      }
      if (comparison.isBySize() && !(values.getFirst() instanceof Attribute.Number)) {
        throw new IllegalArgumentException("only numbers are greater or less than others");
      }
    }

    public Compare(String key, Comparison comparison, Attribute value) {
      this(key, comparison, List.of(value));
    }
  }

  /** All of these hold. */
  record All(List<Filter> filters) implements Filter {
    /**
     * @throws IllegalArgumentException when there are none, or too many
     */
    public All {
      filters = List.copyOf(filters);
      requireBounds(filters);
    }
  }

  /** At least one of these holds. */
  record Any(List<Filter> filters) implements Filter {
    /**
     * @throws IllegalArgumentException when there are none, or too many
     */
    public Any {
      filters = List.copyOf(filters);
      requireBounds(filters);
    }
  }

  /** Whether it lets through what has these attributes. */
  default boolean matches(Map<String, Attribute> attributes) {
    return switch (this) {
      case All all -> all.filters().stream().allMatch(each -> each.matches(attributes));
      case Any any -> any.filters().stream().anyMatch(each -> each.matches(attributes));
      case Compare compare -> {
        Attribute value = attributes.get(compare.key());
        Set<Attribute> values = Set.copyOf(compare.values());
        yield switch (compare.comparison()) {
          case EQ, IN -> value != null && values.contains(value);
          case NE, NIN -> value == null || !values.contains(value);
          case GT, GTE, LT, LTE ->
              value instanceof Attribute.Number number
                  && compare.values().getFirst() instanceof Attribute.Number bound
                  && bySize(number.value(), compare.comparison(), bound.value());
        };
      }
    };
  }

  private static boolean bySize(double value, Comparison comparison, double bound) {
    return switch (comparison) {
      case GT -> value > bound;
      case GTE -> value >= bound;
      case LT -> value < bound;
      case LTE -> value <= bound;
      case EQ, NE, IN, NIN -> throw new IllegalArgumentException(comparison.name());
    };
  }

  /** How many filters are within one another. */
  private int depth() {
    return switch (this) {
      case Compare compare -> 1;
      case All all -> 1 + deepest(all.filters());
      case Any any -> 1 + deepest(any.filters());
    };
  }

  private static int deepest(List<Filter> filters) {
    return filters.stream().mapToInt(Filter::depth).max().orElse(0);
  }

  /** How many values it compares with. */
  private int size() {
    return switch (this) {
      case Compare compare -> compare.values().size();
      case All all -> all.filters().stream().mapToInt(Filter::size).sum();
      case Any any -> any.filters().stream().mapToInt(Filter::size).sum();
    };
  }

  private static void requireBounds(List<Filter> filters) {
    if (filters.isEmpty()) {
      throw new IllegalArgumentException("a filter of no filters");
    }
    if (1 + deepest(filters) > MAX_DEPTH) {
      throw new IllegalArgumentException("filters nest deeper than " + MAX_DEPTH);
    }
    if (filters.stream().mapToInt(Filter::size).sum() > MAX_VALUES) {
      throw new IllegalArgumentException("a filter of more than " + MAX_VALUES + " values");
    }
  }

  /** An attribute's name. */
  static void requireName(String name) {
    if (name.isEmpty() || name.length() > Chunk.LONGEST_NAME || !WellFormed.is(name)) {
      throw new IllegalArgumentException(
          "an attribute's name has 1 to " + Chunk.LONGEST_NAME + " characters");
    }
  }
}
