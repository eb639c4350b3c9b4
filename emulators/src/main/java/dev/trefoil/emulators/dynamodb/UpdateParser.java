// Reads updates.
package dev.trefoil.emulators.dynamodb;

import dev.trefoil.emulators.dynamodb.Tokens.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The grammar of "Using update expressions in DynamoDB" (DynamoDB Developer Guide). */
final class UpdateParser extends ExpressionParser {
  private static final Set<String> SECTIONS = Set.of("set", "remove", "add", "delete");
  private static final Set<String> OTHERS =
      Set.of(
          "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains",
          "size");

  private final Set<String> seen = new HashSet<>();

  private UpdateParser(String text, Placeholders placeholders) {
    super("UpdateExpression", text, placeholders, SECTIONS);
  }

  /** Reads one. */
  static Update parse(String text, Placeholders placeholders) {
    UpdateParser parser = new UpdateParser(text, placeholders);
    Update update = parser.whole(parser::sections);
    Path.requireApart(update.paths(), parser.kind());
    return update;
  }

  private Update sections() {
    List<Update.Action> actions = new ArrayList<>();
    do {
      actions.addAll(section());
    } while (peek().kind() != Kind.END);
    return new Update(List.copyOf(actions));
  }

  private List<Update.Action> section() {
    String word = peek().text().toLowerCase(Locale.ROOT);
    if (peek().kind() != Kind.WORD || !SECTIONS.contains(word)) {
      throw syntaxError();
    }
    next();
    if (!seen.add(word)) {
      problem(
          "The \"%s\" section can only be used once in an update expression;"
              .formatted(word.toUpperCase(Locale.ROOT)));
    }
    return switch (word) {
      case "set" -> listOf(this::set);
      case "remove" -> listOf(() -> new Update.Remove(path()));
      case "add" -> listOf(this::add);
      default -> listOf(this::delete);
    };
  }

  private Update.Action set() {
    Path path = path();
    expect("=");
    return new Update.Set(path, isSymbol("(") ? either(this::grouped, this::sum) : sum());
  }

  private Operand grouped() {
    Operand sum = group(this::sum);
    if (isSymbol("+") || isSymbol("-")) {
      throw syntaxError();
    }
    return sum;
  }

  private Operand sum() {
    Operand first = operand();
    boolean minus = isSymbol("-");
    if (!minus && !isSymbol("+")) {
      return first;
    }
    String sign = next().text();
    Operand second = operand();
    for (Operand operand : List.of(first, second)) {
      operand
          .knownType()
          .filter(type -> type != Value.Type.N)
          .ifPresent(type -> wrongType(sign, type));
    }
    return new Operand.Sum(first, second, minus);
  }

  @Override
  Operand function(String name, List<Operand> arguments) {
    if (!name.equals("if_not_exists") && !name.equals("list_append")) {
      if (OTHERS.contains(name)) {
        misused(name);
      } else {
        problem("Invalid function name; function: " + name);
      }
      return new Operand.Constant(new Value.Null());
    }
    if (arguments.size() != 2) {
      wrongCount(name, arguments.size());
      return new Operand.Constant(new Value.Null());
    }
    Operand first = arguments.getFirst();
    Operand second = arguments.getLast();
    if (name.equals("list_append")) {
      for (Operand operand : arguments) {
        if (operand instanceof Operand.ListAppend) {
          misused(name);
        }
        operand
            .knownType()
            .filter(type -> type != Value.Type.L)
            .ifPresent(type -> wrongType(name, type));
      }
      return new Operand.ListAppend(first, second);
    }
    if (first instanceof Operand.Attribute attribute) {
      return new Operand.IfNotExists(attribute.path(), second);
    }
    problem("Operator or function requires a document path; operator or function: " + name);
    return second;
  }

  private Update.Action add() {
    Path path = path();
    Value value = value();
    if (!isSet(value) && value.type() != Value.Type.N) {
      wrongOperand("ADD", value);
    }
    return new Update.Add(path, value);
  }

  private Update.Action delete() {
    Path path = path();
    Value value = value();
    if (!isSet(value)) {
      wrongOperand("DELETE", value);
    }
    return new Update.Delete(path, value);
  }

  private static boolean isSet(Value value) {
    return value.type() == Value.Type.SS
        || value.type() == Value.Type.NS
        || value.type() == Value.Type.BS;
  }

  private void wrongOperand(String operator, Value value) {
    String type =
        switch (value.type()) {
          case S -> "STRING";
          case N -> "NUMBER";
          case B -> "BINARY";
          case BOOL -> "BOOLEAN";
          case L -> "LIST";
          case M -> "MAP";
          case NULL, SS, NS, BS -> value.type().name();
        };
    problem(
        "Incorrect operand type for operator or function; operator: %s, operand type: %s"
            .formatted(operator, type));
  }
}
