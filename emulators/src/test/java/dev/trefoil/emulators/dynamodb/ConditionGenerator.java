// Conditions made at random, and what each should say of an item.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes expressions with placeholders; models them over the JSON of items. */
final class ConditionGenerator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final Random random;
  private final ValueGenerator values;
  private ObjectNode names = JSON.createObjectNode();
  private ObjectNode constants = JSON.createObjectNode();

  ConditionGenerator(Random random, ValueGenerator values) {
    this.random = random;
    this.values = values;
  }

  /**
   * A condition.
   *
   * @param rank how tightly it binds: 1 OR, 2 AND, 3 NOT and what is one condition
   */
  record Made(String text, int rank, Predicate<JsonNode> model) {}

  /** An operand; the model gives a missing node for what is not there. */
  private record Side(String text, String place, Function<JsonNode, JsonNode> model) {}

  ObjectNode names() {
    return names;
  }

  ObjectNode constants() {
    return constants;
  }

  Made next() {
    names = JSON.createObjectNode();
    constants = JSON.createObjectNode();
    return condition(3);
  }

  private Made condition(int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(6);
    return switch (kind) {
      case 0 -> {
        Made a = condition(depth - 1);
        Made b = condition(depth - 1);
        yield new Made(
            in(a, 1) + word(" OR ") + in(b, 2), 1, i -> a.model.test(i) | b.model.test(i));
      }
      case 1 -> {
        Made a = condition(depth - 1);
        Made b = condition(depth - 1);
        yield new Made(
            in(a, 2) + word(" AND ") + in(b, 3), 2, i -> a.model.test(i) & b.model.test(i));
      }
      case 2 -> {
        Made a = condition(depth - 1);
        yield new Made(word("NOT ") + in(a, 3), 3, i -> !a.model.test(i));
      }
      default -> single();
    };
  }

  /** Between parentheses, where it binds less tightly than its place needs, or sometimes so. */
  private String in(Made made, int rank) {
    boolean needed = made.rank < rank;
    return needed || made.rank < 3 && random.nextInt(4) == 0 ? "(" + made.text + ")" : made.text;
  }

  private String word(String keyword) {
    return random.nextBoolean() ? keyword : keyword.toLowerCase(Locale.ROOT);
  }

  private Made single() {
    return switch (random.nextInt(8)) {
      case 0 -> {
        String name = random.nextBoolean() ? "attribute_exists" : "attribute_not_exists";
        Side path = path();
        yield of(
            name + "(" + path.text + ")",
            i -> path.model.apply(i).isMissingNode() != name.equals("attribute_exists"));
      }
      case 1 -> {
        Side path = path();
        String type = ValueGenerator.TYPES.get(random.nextInt(ValueGenerator.TYPES.size()));
        Side constant = constant(JSON.createObjectNode().put("S", type));
        yield of(
            "attribute_type(" + path.text + ", " + constant.text + ")",
            i -> path.model.apply(i).has(type));
      }
      case 2 -> {
        Side path = path();
        Side start = constant(values.ofType(random.nextBoolean() ? "S" : "B"));
        yield of(
            "begins_with (" + path.text + "," + start.text + ")",
            i -> ItemModel.beginsWith(path.model.apply(i), start.model.apply(i)));
      }
      case 3 -> {
        Side path = path();
        Side part = constant(values.any(0));
        yield of(
            "contains(" + path.text + ", " + part.text + ")",
            i -> ItemModel.contains(path.model.apply(i), part.model.apply(i)));
      }
      case 4 -> {
        Side path = path();
        List<Side> list =
            Stream.generate(() -> constant(values.any(1))).limit(1 + random.nextInt(3)).toList();
        yield of(
            path.text
                + word(" IN ")
                + list.stream().map(Side::text).collect(Collectors.joining(", ", "(", ")")),
            i ->
                list.stream()
                    .anyMatch(s -> ItemModel.equal(path.model.apply(i), s.model.apply(i))));
      }
      case 5 -> {
        Side path = path();
        String type = List.of("S", "N", "B").get(random.nextInt(3));
        List<JsonNode> bounds =
            Stream.of(values.ofType(type), values.ofType(type))
                .sorted((a, b) -> ItemModel.order(a, b).getAsInt())
                .collect(Collectors.toCollection(ArrayList::new));
        Side low = constant(bounds.getFirst());
        Side high = constant(bounds.getLast());
        yield of(
            path.text + word(" BETWEEN ") + low.text + word(" AND ") + high.text,
            i ->
                ItemModel.compares(path.model.apply(i), ">=", low.model.apply(i))
                    && ItemModel.compares(path.model.apply(i), "<=", high.model.apply(i)));
      }
      default -> comparison();
    };
  }

  private Made comparison() {
    String comparator = COMPARATORS.get(random.nextInt(COMPARATORS.size()));
    boolean order = !comparator.equals("=") && !comparator.equals("<>");
    Side left = random.nextInt(4) == 0 ? size() : path();
    ObjectNode before = names.deepCopy();
    Side right =
        switch (random.nextInt(3)) {
          case 0 -> path();
          case 1 ->
              constant(values.ofType(order ? List.of("S", "N", "B").get(random.nextInt(3)) : "N"));
          default -> constant(order ? values.ofType("N") : values.any(1));
        };
    if (left.place.equals(right.place)) {
      // The service refuses one path on both sides.
      names = before;
      right = constant(values.ofType("N"));
    }
    boolean turned = random.nextInt(4) == 0;
    Side first = turned ? right : left;
    Side second = turned ? left : right;
    return of(
        first.text + comparator + second.text,
        i -> ItemModel.compares(first.model.apply(i), comparator, second.model.apply(i)));
  }

  private static Made of(String text, Predicate<JsonNode> model) {
    return new Made(text, 3, model);
  }

  private Side size() {
    Side path = path();
    return new Side(
        "size(" + path.text + ")",
        "size of " + path.place,
        i -> ItemModel.size(path.model.apply(i)));
  }

  private Side constant(JsonNode value) {
    String name = ":v" + constants.size();
    constants.set(name, value);
    return new Side(name, name, i -> value);
  }

  private Side path() {
    String head = ValueGenerator.NAMES.get(random.nextInt(ValueGenerator.NAMES.size()));
    String written = head;
    if (random.nextInt(3) == 0) {
      written = "#" + head;
      names.put(written, head);
    }
    return switch (random.nextInt(5)) {
      case 0 -> new Side(written + ".x", head + ".x", i -> i.path(head).path("M").path("x"));
      case 1 -> {
        int index = random.nextInt(3);
        yield new Side(
            written + "[" + index + "]",
            head + "[" + index + "]",
            i -> i.path(head).path("L").path(index));
      }
      default -> new Side(written, head, i -> i.path(head));
    };
  }
}
