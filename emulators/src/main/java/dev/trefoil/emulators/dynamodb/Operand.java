// What stands for a value in an expression.
package dev.trefoil.emulators.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operand of a condition or an update. */
sealed interface Operand {

  record Constant(Value value) implements Operand {}

  record Attribute(Path path) implements Operand {}

  /** {@code size}, of conditions. */
  record Size(Operand of) implements Operand {}

  /** {@code if_not_exists}, of updates. */
  record IfNotExists(Path path, Operand otherwise) implements Operand {}

  /** {@code list_append}, of updates. */
  record ListAppend(Operand first, Operand second) implements Operand {}

  /**
   * {@code +} and {@code -}, of updates.
   *
   * @param minus whether the second is taken away
   */
  record Sum(Operand first, Operand second, boolean minus) implements Operand {}

  /** Its type, where that is known without an item. */
  default Optional<Value.Type> knownType() {
    return switch (this) {
      case Constant o -> Optional.of(o.value().type());
      case Attribute o -> Optional.empty();
      case Size o -> Optional.of(Value.Type.N);
      case IfNotExists o -> o.otherwise().knownType();
      case ListAppend o -> Optional.of(Value.Type.L);
      case Sum o -> Optional.of(Value.Type.N);
    };
  }

  /**
   * What it stands for; absent where the item has nothing there.
   *
   * @throws Refusal when an update cannot be made of what the item has
   */
  default Optional<Value> in(Value.Document item) {
    return switch (this) {
      case Constant o -> Optional.of(o.value());
      case Attribute o -> o.path().in(item);
      case Size o -> o.of().in(item).flatMap(Operand::size);
      case IfNotExists o -> o.path().in(item).or(() -> o.otherwise().in(item));
      case ListAppend o -> {
        List<Value> values = new ArrayList<>(list(o.first(), item));
        values.addAll(list(o.second(), item));
        yield Optional.of(new Value.Sequence(values));
      }
      case Sum o -> {
        Value.Numeric a = number(o.first(), item);
        Value.Numeric b = number(o.second(), item);
        yield Optional.of(
            new Value.Numeric(
                Numbers.sum(a.number(), o.minus() ? b.number().negate() : b.number())));
      }
    };
  }

  /** The paths that it looks at. */
  default List<Path> paths() {
    return switch (this) {
      case Constant o -> List.of();
      case Attribute o -> List.of(o.path());
      case Size o -> o.of().paths();
      case IfNotExists o -> joined(List.of(o.path()), o.otherwise().paths());
      case ListAppend o -> joined(o.first().paths(), o.second().paths());
      case Sum o -> joined(o.first().paths(), o.second().paths());
    };
  }

  private static List<Path> joined(List<Path> first, List<Path> second) {
    List<Path> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** For updates: refuses where the item has nothing there. */
  default Value required(Value.Document item) {
    return in(item)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "The provided expression refers to an attribute that does not exist in the item"));
  }

  private static List<Value> list(Operand operand, Value.Document item) {
    if (operand.required(item) instanceof Value.Sequence list) {
      return list.values();
    }
    throw wrongType();
  }

  private static Value.Numeric number(Operand operand, Value.Document item) {
    if (operand.required(item) instanceof Value.Numeric number) {
      return number;
    }
    throw wrongType();
  }

  /** An update of what has another type. */
  static Refusal wrongType() {
    return Refusal.invalid("An operand in the update expression has an incorrect data type");
  }

  /** Characters of a string, as UTF-16 counts them: the service's documents do not say which. */
  private static Optional<Value> size(Value value) {
    return switch (value) {
      case Value.Text v -> Optional.of(Value.Numeric.of(v.text().length()));
      case Value.Binary v -> Optional.of(Value.Numeric.of(v.octets().length()));
      case Value.Texts v -> Optional.of(Value.Numeric.of(v.texts().size()));
      case Value.Numerics v -> Optional.of(Value.Numeric.of(v.numbers().size()));
      case Value.Binaries v -> Optional.of(Value.Numeric.of(v.octets().size()));
      case Value.Sequence v -> Optional.of(Value.Numeric.of(v.values().size()));
      case Value.Document v -> Optional.of(Value.Numeric.of(v.values().size()));
      case Value.Numeric v -> Optional.empty();
      case Value.Bool v -> Optional.empty();
      case Value.Null v -> Optional.empty();
    };
  }
}
