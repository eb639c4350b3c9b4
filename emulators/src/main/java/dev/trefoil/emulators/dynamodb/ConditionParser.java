// Reads conditions.
package dev.trefoil.emulators.dynamodb;

import dev.trefoil.emulators.dynamodb.Condition.Comparator;
import dev.trefoil.emulators.dynamodb.Tokens.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The grammar of "Condition and filter expressions, operators, and functions" (DynamoDB Developer
 * Guide). The words of its refusals are the service's, as the tests of dynalite recorded them.
 */
final class ConditionParser extends ExpressionParser {
  private static final Map<String, Integer> FUNCTIONS =
      Map.of(
          "attribute_exists", 1,
          "attribute_not_exists", 1,
          "attribute_type", 2,
          "begins_with", 2,
          "contains", 2);
  private static final Set<String> OTHERS = Set.of("if_not_exists", "list_append");

  /** The guide says 100; ScyllaDB's tests of Alternator observed that the operand counts as one. */
  private static final int LONGEST_LIST = 99;

  private static final Condition NONE =
      new Condition.Exists(new Path(List.of(new Path.Step.Name(""))), true);

  private ConditionParser(String kind, String text, Placeholders placeholders) {
    super(kind, text, placeholders, Set.of("and", "or", "not", "between", "in"));
  }

  /**
   * Reads one.
   *
   * @param kind the request's field that it stands in
   */
  static Condition parse(String kind, String text, Placeholders placeholders) {
    ConditionParser parser = new ConditionParser(kind, text, placeholders);
    return parser.whole(parser::or);
  }

  private Condition or() {
    Condition left = and();
    while (take(Kind.WORD, "or")) {
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (take(Kind.WORD, "and")) {
      left = new Condition.And(left, not());
    }
    return left;
  }

  private Condition not() {
    boolean turned = false;
    while (take(Kind.WORD, "not")) {
      turned = !turned;
    }
    Condition condition = primary();
    return turned ? new Condition.Not(condition) : condition;
  }

  private Condition primary() {
    if (isSymbol("(")) {
      // What begins so is a condition between parentheses, or an operand.
      return either(() -> group(this::or), this::simple);
    }
    return simple();
  }

  private Condition simple() {
    if (isCall()) {
      return either(this::comparison, () -> condition(next().text(), arguments()));
    }
    return comparison();
  }

  private Condition comparison() {
    Operand left = operand();
    if (take(Kind.WORD, "between")) {
      Operand low = operand();
      if (!take(Kind.WORD, "and")) {
        throw syntaxError();
      }
      Operand high = operand();
      requireOrder("BETWEEN", List.of(left, low, high));
      requireBounds(low, high);
      return new Condition.Between(left, low, high);
    }
    if (take(Kind.WORD, "in")) {
      List<Operand> list = arguments();
      if (list.size() > LONGEST_LIST) {
        wrongCount("IN", list.size() + 1);
      }
      return new Condition.In(left, list);
    }
    Comparator comparator =
        Arrays.stream(Comparator.values())
            .filter(c -> isSymbol(c.symbol()))
            .findFirst()
            .orElseThrow(this::syntaxError);
    next();
    Operand right = operand();
    if (comparator.isOrder()) {
      requireOrder(comparator.symbol(), List.of(left, right));
    }
    requireDistinct(comparator.symbol(), left, right);
    return new Condition.Compare(left, comparator, right);
  }

  @Override
  Operand function(String name, List<Operand> arguments) {
    if (name.equals("size")) {
      if (arguments.size() != 1) {
        wrongCount(name, arguments.size());
      } else {
        arguments
            .getFirst()
            .knownType()
            .filter(Set.of(Value.Type.N, Value.Type.BOOL, Value.Type.NULL)::contains)
            .ifPresent(type -> wrongType(name, type));
      }
      return new Operand.Size(arguments.getFirst());
    }
    if (FUNCTIONS.containsKey(name) || OTHERS.contains(name)) {
      misused(name);
    } else {
      problem("Invalid function name; function: " + name);
    }
    return new Operand.Constant(new Value.Null());
  }

  /** A function that is a condition by itself. */
  private Condition condition(String name, List<Operand> arguments) {
    if (name.equals("size") || OTHERS.contains(name)) {
      misused(name);
      return NONE;
    }
    Integer wanted = FUNCTIONS.get(name);
    if (wanted == null) {
      problem("Invalid function name; function: " + name);
      return NONE;
    }
    if (wanted != arguments.size()) {
      wrongCount(name, arguments.size());
      return NONE;
    }
    Operand first = arguments.getFirst();
    Operand last = arguments.getLast();
    if (wanted == 2) {
      requireDistinct(name, first, last);
    }
    return switch (name) {
      case "attribute_type" -> new Condition.HasType(first, typeName(last));
      case "begins_with" -> {
        arguments.forEach(
            argument ->
                argument
                    .knownType()
                    .filter(type -> type != Value.Type.S && type != Value.Type.B)
                    .ifPresent(type -> wrongType(name, type)));
        yield new Condition.BeginsWith(first, last);
      }
      case "contains" -> new Condition.Contains(first, last);
      default -> exists(name, first);
    };
  }

  private Condition exists(String name, Operand operand) {
    if (operand instanceof Operand.Attribute attribute) {
      return new Condition.Exists(attribute.path(), name.equals("attribute_exists"));
    }
    problem("Operator or function requires a document path; operator or function: " + name);
    return NONE;
  }

  private String typeName(Operand operand) {
    if (operand instanceof Operand.Constant constant
        && constant.value() instanceof Value.Text text) {
      if (Arrays.stream(Value.Type.values()).noneMatch(t -> t.name().equals(text.text()))) {
        problem(
            "Invalid attribute type name found; type: %s, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
                .formatted(text.text()));
      }
      return text.text();
    }
    problem(
        "Incorrect operand type for operator or function; operator or function: attribute_type,"
            + " operand type: "
            + operand.knownType().map(Value.Type::name).orElse("{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
    return "";
  }

  /** Of values that are given; what an item has is only found to have no order. */
  private void requireOrder(String operator, List<Operand> operands) {
    for (Operand operand : operands) {
      Optional<Value.Type> type = operand.knownType();
      if (type.isPresent() && !SortOrder.hasOrder(type.get())) {
        wrongType(operator, type.get());
      }
    }
  }

  private void requireBounds(Operand low, Operand high) {
    if (low instanceof Operand.Constant(Value a) && high instanceof Operand.Constant(Value b)) {
      String bounds =
          "; lower bound operand: AttributeValue: %s, upper bound operand: AttributeValue: %s"
              .formatted(shown(a), shown(b));
      if (a.type() != b.type()) {
        problem("The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
      } else if (SortOrder.compare(a, b).orElse(0) > 0) {
        problem(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
                + bounds);
      }
    }
  }

  private static String shown(Value value) {
    String json = ValueWriter.value(value).path(value.type().name()).asText();
    return "{" + value.type() + ":" + json + "}";
  }

  private void requireDistinct(String operator, Operand left, Operand right) {
    if (left instanceof Operand.Attribute a && left.equals(right)) {
      problem(
          "The first operand must be distinct from the remaining operands for this operator or function; operator: %s, first operand: %s"
              .formatted(operator, a.path()));
    }
  }
}
