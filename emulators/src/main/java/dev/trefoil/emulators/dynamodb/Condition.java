// What can be asked of an item.
package dev.trefoil.emulators.dynamodb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A condition, as ConditionExpression, FilterExpression and KeyConditionExpression have them. */
sealed interface Condition {

  record And(Condition left, Condition right) implements Condition {}

  record Or(Condition left, Condition right) implements Condition {}

  record Not(Condition condition) implements Condition {}

  record Compare(Operand left, Comparator comparator, Operand right) implements Condition {}

  record Between(Operand operand, Operand low, Operand high) implements Condition {}

  record In(Operand operand, List<Operand> list) implements Condition {}

  record Exists(Path path, boolean wanted) implements Condition {}

  record HasType(Operand operand, String type) implements Condition {}

  record BeginsWith(Operand operand, Operand start) implements Condition {}

  record Contains(Operand operand, Operand part) implements Condition {}

  /** The six comparators. */
  enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String symbol;

    Comparator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    boolean isOrder() {
      return this != EQ && this != NE;
    }

    /** The same with its sides changed. */
    Comparator turned() {
      return switch (this) {
        case EQ -> EQ;
        case NE -> NE;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }

    private boolean admits(int order) {
      return switch (this) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case LT -> order < 0;
        case LE -> order <= 0;
        case GT -> order > 0;
        case GE -> order >= 0;
      };
    }
  }

  /**
   * Whether it holds. What an item lacks is equal to nothing, not even to something else that it
   * lacks, and has no order (observed by ScyllaDB's tests of Alternator,
   * test_condition_expression.py).
   */
  default boolean holds(Value.Document item) {
    return switch (this) {
      case And c -> c.left().holds(item) && c.right().holds(item);
      case Or c -> c.left().holds(item) || c.right().holds(item);
      case Not c -> !c.condition().holds(item);
      case Compare c -> compare(c.left().in(item), c.comparator(), c.right().in(item));
      case Between c -> {
        Optional<Value> value = c.operand().in(item);
        yield compare(value, Comparator.GE, c.low().in(item))
            && compare(value, Comparator.LE, c.high().in(item));
      }
      case In c -> {
        Optional<Value> value = c.operand().in(item);
        yield c.list().stream().anyMatch(member -> compare(value, Comparator.EQ, member.in(item)));
      }
      case Exists c -> c.path().in(item).isPresent() == c.wanted();
      case HasType c ->
          c.operand().in(item).filter(value -> value.type().name().equals(c.type())).isPresent();
      case BeginsWith c -> beginsWith(c.operand().in(item), c.start().in(item));
      case Contains c -> contains(c.operand().in(item), c.part().in(item));
    };
  }

  /** The paths that it looks at. */
  default List<Path> paths() {
    return switch (this) {
      case And c -> joined(c.left().paths(), c.right().paths());
      case Or c -> joined(c.left().paths(), c.right().paths());
      case Not c -> c.condition().paths();
      case Compare c -> joined(c.left().paths(), c.right().paths());
      case Between c -> joined(c.operand().paths(), joined(c.low().paths(), c.high().paths()));
      case In c ->
          joined(c.operand().paths(), c.list().stream().flatMap(o -> o.paths().stream()).toList());
      case Exists c -> List.of(c.path());
      case HasType c -> c.operand().paths();
      case BeginsWith c -> joined(c.operand().paths(), c.start().paths());
      case Contains c -> joined(c.operand().paths(), c.part().paths());
    };
  }

  private static List<Path> joined(List<Path> first, List<Path> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static boolean compare(
      Optional<Value> left, Comparator comparator, Optional<Value> right) {
    boolean equal = left.isPresent() && left.equals(right);
    return switch (comparator) {
      case EQ -> equal;
      case NE -> !equal;
      case LT, LE, GT, GE -> {
        if (left.isEmpty() || right.isEmpty()) {
          yield false;
        }
        var order = SortOrder.compare(left.get(), right.get());
        yield order.isPresent() && comparator.admits(order.getAsInt());
      }
    };
  }

  private static boolean beginsWith(Optional<Value> value, Optional<Value> start) {
    return value.orElse(null) instanceof Value.Text text
            && start.orElse(null) instanceof Value.Text first
            && text.text().startsWith(first.text())
        || value.orElse(null) instanceof Value.Binary bytes
            && start.orElse(null) instanceof Value.Binary begin
            && bytes.octets().startsWith(begin.octets());
  }

  private static boolean contains(Optional<Value> value, Optional<Value> part) {
    if (value.isEmpty() || part.isEmpty()) {
      return false;
    }
    return switch (value.get()) {
      case Value.Text v -> part.get() instanceof Value.Text text && v.text().contains(text.text());
      case Value.Binary v ->
          part.get() instanceof Value.Binary bytes && v.octets().contains(bytes.octets());
      case Value.Texts v ->
          part.get() instanceof Value.Text text && v.texts().contains(text.text());
      case Value.Numerics v ->
          part.get() instanceof Value.Numeric number && v.numbers().contains(number.number());
      case Value.Binaries v ->
          part.get() instanceof Value.Binary bytes && v.octets().contains(bytes.octets());
      case Value.Sequence v -> v.values().contains(part.get());
      case Value.Numeric v -> false;
      case Value.Bool v -> false;
      case Value.Null v -> false;
      case Value.Document v -> false;
    };
  }
}
