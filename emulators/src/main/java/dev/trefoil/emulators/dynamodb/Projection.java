// The part of an item that a request asks for.
package dev.trefoil.emulators.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Paths into an item.
 *
 * @param paths at least one, none leading through another
 */
record Projection(List<Path> paths) {

  /**
   * Reads a ProjectionExpression.
   *
   * @throws Refusal for what is none
   */
  static Projection parse(String text, Placeholders placeholders) {
    ExpressionParser parser =
        new ExpressionParser("ProjectionExpression", text, placeholders, Set.of()) {
          @Override
          Operand function(String name, List<Operand> arguments) {
            throw syntaxError();
          }
        };
    List<Path> paths = parser.whole(() -> parser.listOf(parser::path));
    Path.requireApart(paths, parser.kind());
    return new Projection(paths);
  }

  /** What the item has of it; lists keep the order of what is left of them. */
  Value.Document of(Value.Document item) {
    return part(item, paths.stream().map(Path::steps).toList())
        .map(Value.Document.class::cast)
        .orElse(Value.Document.EMPTY);
  }

  private static Optional<Value> part(Value value, List<List<Path.Step>> ways) {
    if (ways.stream().anyMatch(List::isEmpty)) {
      return Optional.of(value);
    }
    Map<Path.Step, List<List<Path.Step>>> next = new LinkedHashMap<>();
    for (List<Path.Step> way : ways) {
      next.computeIfAbsent(way.getFirst(), step -> new ArrayList<>())
          .add(way.subList(1, way.size()));
    }
    Map<String, Value> named = new LinkedHashMap<>();
    Map<Integer, Value> indexed = new TreeMap<>();
    next.forEach(
        (step, rest) ->
            step.in(value)
                .flatMap(member -> part(member, rest))
                .ifPresent(
                    member -> {
                      switch (step) {
                        case Path.Step.Name name -> named.put(name.name(), member);
                        case Path.Step.Index index -> indexed.put(index.index(), member);
                      }
                    }));
    if (!named.isEmpty()) {
      return Optional.of(new Value.Document(named));
    }
    return indexed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Value.Sequence(List.copyOf(indexed.values())));
  }
}
