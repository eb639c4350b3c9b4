// The part of OData that filters of Azure AI Search are written in.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code and}, {@code or}, {@code not}, parentheses, {@code eq ne gt ge lt le} between a
 * field and a constant, and {@code any} with a lambda over a collection of a complex type ("OData
 * expression syntax reference for Azure AI Search"). {@code all}, {@code search.in} and the other
 * functions are not emulated, and refused.
 */
final class ODataFilter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?)"
              + "|(?<word>[a-zA-Z_][a-zA-Z_0-9]*)|(?<symbol>[()/:,]))");
  private static final List<String> OPERATORS = List.of("eq", "ne", "gt", "ge", "lt", "le");
  private static final int DEEPEST = 100;

  private enum Kind {
    TEXT,
    NUMBER,
    WORD,
    SYMBOL,
    END
  }

  private record Token(Kind kind, String text) {
    boolean is(String wanted) {
      return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(wanted);
    }
  }

  private final Map<String, Field> fields;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private ODataFilter(Map<String, Field> fields, List<Token> tokens) {
    this.fields = fields;
    this.tokens = tokens;
  }

  /** Reads a filter over documents with these fields. */
  static Predicate<JsonNode> read(String text, Map<String, Field> fields) throws RefusedException {
    ODataFilter filter = new ODataFilter(fields, tokens(text));
    Predicate<JsonNode> read = filter.disjunction(fields, "");
    if (filter.next().kind() != Kind.END) {
      throw filter.wrong();
    }
    return read;
  }

  private static List<Token> tokens(String text) throws RefusedException {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (!text.substring(end).isBlank()) {
      if (!matcher.region(end, text.length()).lookingAt()) {
        throw Refusal.expression("Syntax error at position " + end + ".", "$filter");
      }
      end = matcher.end();
      for (Kind kind : List.of(Kind.TEXT, Kind.NUMBER, Kind.WORD, Kind.SYMBOL)) {
        String found = matcher.group(kind.name().toLowerCase(Locale.ROOT));
        if (found != null) {
          tokens.add(new Token(kind, found));
        }
      }
    }
    tokens.add(new Token(Kind.END, ""));
    return tokens;
  }

  private Token next() {
    return tokens.get(at);
  }

  private boolean skip(String wanted) {
    if (next().is(wanted)) {
      at++;
      return true;
    }
    return false;
  }

  private void require(String wanted) throws RefusedException {
    if (!skip(wanted)) {
      throw wrong();
    }
  }

  private RefusedException wrong() {
    return Refusal.expression("Syntax error at '" + next().text() + "'.", "$filter");
  }

  private Predicate<JsonNode> disjunction(Map<String, Field> in, String variable)
      throws RefusedException {
    if (++depth > DEEPEST) {
      throw Refusal.expression("The expression is too deep.", "$filter");
    }
    Predicate<JsonNode> all = conjunction(in, variable);
    while (skip("or")) {
      all = all.or(conjunction(in, variable));
    }
    depth--;
    return all;
  }

  private Predicate<JsonNode> conjunction(Map<String, Field> in, String variable)
      throws RefusedException {
    Predicate<JsonNode> all = negation(in, variable);
    while (skip("and")) {
      all = all.and(negation(in, variable));
    }
    return all;
  }

  private Predicate<JsonNode> negation(Map<String, Field> in, String variable)
      throws RefusedException {
    if (skip("not")) {
      return negation(in, variable).negate();
    }
    if (skip("(")) {
      Predicate<JsonNode> inner = disjunction(in, variable);
      require(")");
      return inner;
    }
    return comparison(in, variable);
  }

  private Predicate<JsonNode> comparison(Map<String, Field> in, String variable)
      throws RefusedException {
    if (next().kind() != Kind.WORD) {
      throw wrong();
    }
    if (!variable.isEmpty()) {
      require(variable);
      require("/");
    }
    String name = next().text();
    Field field = in.get(name);
    if (field == null) {
      throw Refusal.noProperty(name, "$filter");
    }
    at++;
    if (field.type().equals(Field.COMPLEX)) {
      return any(field);
    }
    if (!field.filterable()) {
      throw Refusal.expression(
          "'"
              + name
              + "' is not a filterable field. Only filterable fields can be used in filter"
              + " expressions.",
          "$filter");
    }
    String operator = next().text();
    if (next().kind() != Kind.WORD || !OPERATORS.contains(operator)) {
      throw wrong();
    }
    at++;
    return compare(field, operator);
  }

  private Predicate<JsonNode> any(Field field) throws RefusedException {
    require("/");
    require("any");
    require("(");
    String variable = next().text();
    if (next().kind() != Kind.WORD || fields.containsKey(variable)) {
      throw wrong();
    }
    at++;
    require(":");
    Predicate<JsonNode> inner = disjunction(field.fields(), variable);
    require(")");
    return document -> {
      for (JsonNode element : document.path(field.name())) {
        if (inner.test(element)) {
          return true;
        }
      }
      return false;
    };
  }

  private Predicate<JsonNode> compare(Field field, String operator) throws RefusedException {
    Token constant = next();
    at++;
    return switch (constant.kind()) {
      case TEXT -> {
        requireType(field.type().equals(Field.TEXT), field, "Edm.String");
        String text = constant.text().substring(1, constant.text().length() - 1).replace("''", "'");
        yield document -> {
          JsonNode value = value(document, field);
          return value.isTextual()
              ? holds(operator, value.asText().compareTo(text))
              : operator.equals("ne");
        };
      }
      case NUMBER -> {
        requireType(
            List.of("Edm.Double", "Edm.Int32", "Edm.Int64").contains(field.type()),
            field,
            "Edm.Double");
        double number = Double.parseDouble(constant.text());
        yield document -> {
          JsonNode value = value(document, field);
          return value.isNumber()
              ? holds(operator, Double.compare(value.asDouble(), number))
              : operator.equals("ne");
        };
      }
      case WORD -> {
        boolean bool = constant.text().equals("true") || constant.text().equals("false");
        if (!bool || !operator.equals("eq") && !operator.equals("ne")) {
          at--;
          throw wrong();
        }
        requireType(field.type().equals("Edm.Boolean"), field, "Edm.Boolean");
        boolean flag = constant.text().equals("true");
        yield document -> {
          JsonNode value = value(document, field);
          boolean equal = value.isBoolean() && value.asBoolean() == flag;
          return equal == operator.equals("eq");
        };
      }
      case SYMBOL, END -> {
        at--;
        throw wrong();
      }
    };
  }

  private static JsonNode value(JsonNode document, Field field) {
    JsonNode value = document.get(field.name());
    return value == null ? MissingNode.getInstance() : value;
  }

  private static void requireType(boolean right, Field field, String constant)
      throws RefusedException {
    if (!right) {
      throw Refusal.expression(
          "A binary operator with incompatible types was detected. Found operand types '"
              + field.type()
              + "' and '"
              + constant
              + "'.",
          "$filter");
    }
  }

  private static boolean holds(String operator, int compared) {
    return switch (operator) {
      case "eq" -> compared == 0;
      case "ne" -> compared != 0;
      case "gt" -> compared > 0;
      case "ge" -> compared >= 0;
      case "lt" -> compared < 0;
      default -> compared <= 0;
    };
  }
}
