// What a value in a request may look like, in the terms that the vendors' own models use.
package dev.trefoil.emulators.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A shape of a JSON value. Shapes name each other, so that they may be recursive. */
sealed interface Shape {

  /** Anything. */
  record Any() implements Shape {}

  /** True or false. */
  record Bool() implements Shape {}

  /** Bytes, as Base64 text. */
  record Blob() implements Shape {}

  /** Text within bounds of length, matching wholly, one of {@code values} unless that is empty. */
  record Text(int min, int max, Pattern pattern, List<String> values) implements Shape {}

  /** A number within bounds. */
  record Num(boolean whole, double min, double max) implements Shape {}

  /** An array within bounds of length. */
  record Items(String item, int min, int max) implements Shape {}

  /** An object with free keys. */
  record Entries(String value, int min, int max) implements Shape {}

  /** An object with known members; a union has exactly one of them. */
  record Struct(Map<String, String> members, Set<String> required, boolean union)
      implements Shape {}

  /** An object whose shape depends on the text of one member. */
  record Variants(String by, Map<String, String> shapes) implements Shape {}

  /** Different shapes by JSON type: {@code string}, {@code array}, {@code object}. */
  record Forms(Map<String, String> shapes) implements Shape {}
}
