// The way to an attribute, or to what lies in it.
package dev.trefoil.emulators.dynamodb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A document path.
 *
 * @param steps at least one; the first is an attribute's name
 */
record Path(List<Step> steps) {

  /** One step into a map or a list. */
  sealed interface Step {

    record Name(String name) implements Step {
      @Override
      public String toString() {
        return name;
      }
    }

    record Index(int index) implements Step {
      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }

    /** What lies there. */
    default Optional<Value> in(Value value) {
      return switch (this) {
        case Name step ->
            value instanceof Value.Document map
                ? Optional.ofNullable(map.values().get(step.name()))
                : Optional.empty();
        case Index step ->
            value instanceof Value.Sequence list && step.index() < list.values().size()
                ? Optional.of(list.values().get(step.index()))
                : Optional.empty();
      };
    }
  }

  /** The attribute's name. */
  String head() {
    return steps.getFirst().toString();
  }

  Step last() {
    return steps.getLast();
  }

  boolean isNested() {
    return steps.size() > 1;
  }

  /** What lies there. */
  Optional<Value> in(Value.Document item) {
    Optional<Value> value = Optional.of(item);
    for (Step step : steps) {
      value = value.flatMap(step::in);
    }
    return value;
  }

  /** As the service writes it in a refusal. */
  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Refuses paths of which one leads through another.
   *
   * @param kind the expression's
   */
  static void requireApart(List<Path> paths, String kind) {
    for (int i = 0; i < paths.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireApart(paths.get(j), paths.get(i), kind);
      }
    }
  }

  private static void requireApart(Path one, Path two, String kind) {
    int common = Math.min(one.steps.size(), two.steps.size());
    for (int i = 0; i < common; i++) {
      Step a = one.steps.get(i);
      Step b = two.steps.get(i);
      if (!a.getClass().equals(b.getClass())) {
        throw clash(kind, "conflict", one, two);
      }
      if (!a.equals(b)) {
        return;
      }
    }
    throw clash(kind, "overlap", one, two);
  }

  private static Refusal clash(String kind, String how, Path one, Path two) {
    return Refusal.invalid(
        ("Invalid %s: Two document paths %s with each other; must remove or rewrite one of these"
                + " paths; path one: %s, path two: %s")
            .formatted(kind, how, one, two));
  }
}
