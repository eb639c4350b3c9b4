// The order of values, where they have one.
package dev.trefoil.emulators.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** Strings and bytes by their bytes, unsigned; numbers by their value. */
final class SortOrder {
  private SortOrder() {}

  /** As a comparator says it; absent where the types differ or have no order. */
  static OptionalInt compare(Value a, Value b) {
    if (a instanceof Value.Text x && b instanceof Value.Text y) {
      return OptionalInt.of(
          Arrays.compareUnsigned(
              x.text().getBytes(StandardCharsets.UTF_8),
              y.text().getBytes(StandardCharsets.UTF_8)));
    }
    if (a instanceof Value.Numeric x && b instanceof Value.Numeric y) {
      return OptionalInt.of(x.number().compareTo(y.number()));
    }
    if (a instanceof Value.Binary x && b instanceof Value.Binary y) {
      return OptionalInt.of(x.octets().compareTo(y.octets()));
    }
    return OptionalInt.empty();
  }

  /** For keys of one type. */
  static int compareKeys(Value a, Value b) {
    return a.equals(b) ? 0 : compare(a, b).orElseThrow();
  }

  static boolean hasOrder(Value.Type type) {
    return type == Value.Type.S || type == Value.Type.N || type == Value.Type.B;
  }
}
