// How large items are, and how large they may be.
package dev.trefoil.emulators.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Sizes in bytes ("DynamoDB item sizes and formats" and "Quotas", DynamoDB Developer Guide). That
 * of a number the guide gives as an approximation; a sign counts one byte here.
 */
final class Sizes {
  /** Of an item, with its attributes' names. */
  static final int ITEM = 400 * 1024;

  /** Of what one Query or Scan reads. */
  static final int PAGE = 1024 * 1024;

  /** Of a partition key's value. */
  static final int PARTITION_KEY = 2048;

  /** Of a sort key's value. */
  static final int SORT_KEY = 1024;

  private Sizes() {}

  static int item(Value.Document item) {
    return item.values().entrySet().stream()
        .mapToInt(entry -> utf8(entry.getKey()) + value(entry.getValue()))
        .sum();
  }

  static int value(Value value) {
    return switch (value) {
      case Value.Text v -> utf8(v.text());
      case Value.Numeric v -> number(v.number());
      case Value.Binary v -> v.octets().length();
      case Value.Bool v -> 1;
      case Value.Null v -> 1;
      case Value.Texts v -> v.texts().stream().mapToInt(Sizes::utf8).sum();
      case Value.Numerics v -> v.numbers().stream().mapToInt(Sizes::number).sum();
      case Value.Binaries v -> v.octets().stream().mapToInt(String::length).sum();
      case Value.Sequence v -> 3 + v.values().stream().mapToInt(member -> 1 + value(member)).sum();
      case Value.Document v -> 3 + v.values().size() + item(v);
    };
  }

  private static int number(BigDecimal number) {
    return 1 + (number.precision() + 1) / 2 + (number.signum() < 0 ? 1 : 0);
  }

  static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
