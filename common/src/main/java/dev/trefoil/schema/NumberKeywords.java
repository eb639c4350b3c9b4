package dev.trefoil.schema;

import java.util.Set;

/**
 * The keywords of JSON Schema whose values are numbers. Apart from {@link Keywords}, since whoever
 * only reads a configuration has no library for JSON trees.
 */
public final class NumberKeywords {
  private static final Set<String> ALL =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minContains",
          "maxContains",
          "minProperties",
          "maxProperties");

  private NumberKeywords() {}

  /** Whether this is one of them. */
  public static boolean include(String keyword) {
    return ALL.contains(keyword);
  }
}
