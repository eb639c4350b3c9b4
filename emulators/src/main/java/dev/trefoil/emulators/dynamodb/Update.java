// What an update makes of an item.
package dev.trefoil.emulators.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An update.
 *
 * @param actions whose paths do not lead through one another
 */
record Update(List<Action> actions) {

  /** One action. */
  sealed interface Action {
    Path path();
  }

  record Set(Path path, Operand operand) implements Action {}

  record Remove(Path path) implements Action {}

  record Add(Path path, Value value) implements Action {}

  record Delete(Path path, Value value) implements Action {}

  /** What is changed. */
  List<Path> paths() {
    return actions.stream().map(Action::path).toList();
  }

  /** Whether it can only take away: such an update makes no item where there is none. */
  boolean onlyTakesAway() {
    return actions.stream().allMatch(a -> a instanceof Remove || a instanceof Delete);
  }

  /**
   * Applies it. All operands are of the item as it was. What goes beyond a list's end is appended,
   * in the order of the indexes; indexes of what is removed are those before the removal.
   *
   * @throws Refusal when the item is not as the update needs it
   */
  Value.Document applyTo(Value.Document item) {
    Map<Path, Value> values = new LinkedHashMap<>();
    for (Action action : actions) {
      Optional<Value> old = action.path().in(item);
      switch (action) {
        case Set set -> values.put(set.path(), set.operand().required(item));
        case Add add ->
            values.put(add.path(), old.map(value -> plus(value, add.value())).orElse(add.value()));
        case Delete delete -> {
          requireWay(item, delete.path());
          old.flatMap(value -> minus(value, delete.value()))
              .ifPresent(left -> values.put(delete.path(), left));
        }
        case Remove remove -> requireWay(item, remove.path());
      }
    }
    Value.Document changed = item;
    for (Path path : byIndex(values.keySet())) {
      changed = (Value.Document) put(changed, path.steps(), values.get(path));
    }
    List<Path> gone =
        actions.stream()
            .filter(a -> a instanceof Remove || a instanceof Delete)
            .map(Action::path)
            .filter(path -> !values.containsKey(path))
            .toList();
    for (Path path : byIndex(gone).reversed()) {
      changed = (Value.Document) remove(changed, path.steps());
    }
    return changed;
  }

  private static List<Path> byIndex(Iterable<Path> paths) {
    List<Path> sorted = new ArrayList<>();
    paths.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingInt(
            path -> path.last() instanceof Path.Step.Index index ? index.index() : -1));
    return sorted;
  }

  private static Value plus(Value old, Value value) {
    if (old instanceof Value.Numeric a && value instanceof Value.Numeric b) {
      return new Value.Numeric(Numbers.sum(a.number(), b.number()));
    }
    if (old instanceof Value.Texts a && value instanceof Value.Texts b) {
      return new Value.Texts(union(a.texts(), b.texts()));
    }
    if (old instanceof Value.Numerics a && value instanceof Value.Numerics b) {
      return new Value.Numerics(union(a.numbers(), b.numbers()));
    }
    if (old instanceof Value.Binaries a && value instanceof Value.Binaries b) {
      return new Value.Binaries(union(a.octets(), b.octets()));
    }
    throw Operand.wrongType();
  }

  /** What is left of a set; a set that would be empty goes. */
  private static Optional<Value> minus(Value old, Value value) {
    if (old instanceof Value.Texts a && value instanceof Value.Texts b) {
      java.util.Set<String> left = difference(a.texts(), b.texts());
      return left.isEmpty() ? Optional.empty() : Optional.of(new Value.Texts(left));
    }
    if (old instanceof Value.Numerics a && value instanceof Value.Numerics b) {
      java.util.Set<BigDecimal> left = difference(a.numbers(), b.numbers());
      return left.isEmpty() ? Optional.empty() : Optional.of(new Value.Numerics(left));
    }
    if (old instanceof Value.Binaries a && value instanceof Value.Binaries b) {
      java.util.Set<String> left = difference(a.octets(), b.octets());
      return left.isEmpty() ? Optional.empty() : Optional.of(new Value.Binaries(left));
    }
    throw Operand.wrongType();
  }

  private static <T> java.util.Set<T> union(java.util.Set<T> a, java.util.Set<T> b) {
    java.util.Set<T> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }

  private static <T> java.util.Set<T> difference(java.util.Set<T> a, java.util.Set<T> b) {
    java.util.Set<T> left = new LinkedHashSet<>(a);
    left.removeAll(b);
    return left;
  }

  private static void requireWay(Value.Document item, Path path) {
    Optional<Value> parent =
        path.isNested()
            ? new Path(path.steps().subList(0, path.steps().size() - 1)).in(item)
            : Optional.of(item);
    if (parent.filter(value -> takes(value, path.last())).isEmpty()) {
      throw noWay();
    }
  }

  private static boolean takes(Value parent, Path.Step step) {
    return step instanceof Path.Step.Name
        ? parent instanceof Value.Document
        : parent instanceof Value.Sequence;
  }

  private static Refusal noWay() {
    return Refusal.invalid(
        "The document path provided in the update expression is invalid for update");
  }

  private static Value put(Value into, List<Path.Step> way, Value value) {
    if (way.isEmpty()) {
      return value;
    }
    Path.Step step = way.getFirst();
    List<Path.Step> rest = way.subList(1, way.size());
    Optional<Value> member = step.in(into);
    if (!takes(into, step) || member.isEmpty() && !rest.isEmpty()) {
      throw noWay();
    }
    Value changed = put(member.orElse(value), rest, value);
    return switch (step) {
      case Path.Step.Name name -> ((Value.Document) into).with(name.name(), changed);
      case Path.Step.Index index -> {
        List<Value> values = new ArrayList<>(((Value.Sequence) into).values());
        if (index.index() < values.size()) {
          values.set(index.index(), changed);
        } else {
          values.add(changed);
        }
        yield new Value.Sequence(values);
      }
    };
  }

  private static Value remove(Value from, List<Path.Step> way) {
    Path.Step step = way.getFirst();
    Optional<Value> member = step.in(from);
    if (member.isEmpty()) {
      return from;
    }
    boolean here = way.size() == 1;
    Value changed = here ? member.get() : remove(member.get(), way.subList(1, way.size()));
    return switch (step) {
      case Path.Step.Name name ->
          here
              ? ((Value.Document) from).without(name.name())
              : ((Value.Document) from).with(name.name(), changed);
      case Path.Step.Index index -> {
        List<Value> values = new ArrayList<>(((Value.Sequence) from).values());
        if (here) {
          values.remove(index.index());
        } else {
          values.set(index.index(), changed);
        }
        yield new Value.Sequence(values);
      }
    };
  }
}
