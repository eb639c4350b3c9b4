package dev.trefoil.deployment.terraform;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules as a table writes them; its README lists the forms. */
final class Rules {
  private Rules() {}

  static List<Rule> of(Object section) {
    return section instanceof List<?> list
        ? list.stream().map(entry -> rule((Map<?, ?>) entry)).toList()
        : List.of();
  }

  private static Rule rule(Map<?, ?> entry) {
    if (entry.get("where") instanceof String where) {
      String value = String.valueOf(entry.get("is"));
      return entry.get("in") instanceof String map
          ? new Rule.Entry(where, value, map, text(entry, "key"), text(entry, "equals"))
          : new Rule.When(where, value, texts(entry.get("needs")), texts(entry.get("refuses")));
    }
    if (entry.get("exactlyOne") instanceof List<?> arguments) {
      return new Rule.Together(texts(arguments), 1, 1);
    }
    if (entry.get("conflict") instanceof List<?> arguments) {
      return new Rule.Together(texts(arguments), 0, 1);
    }
    if (entry.get("any") instanceof List<?> arguments) {
      return new Rule.Together(texts(arguments), 1, arguments.size());
    }
    String argument = text(entry, "argument");
    if (entry.get("matches") instanceof String form) {
      return new Rule.Matches(argument, Pattern.compile(form, Pattern.DOTALL));
    }
    if (entry.get("keys") instanceof String form) {
      return new Rule.Keys(argument, Pattern.compile(form));
    }
    if (entry.get("of") instanceof List<?> values) {
      return new Rule.OneOf(argument, texts(values));
    }
    return new Rule.Between(argument, number(entry, "from"), number(entry, "to"));
  }

  private static String text(Map<?, ?> entry, String name) {
    if (entry.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing in " + entry);
  }

  private static BigDecimal number(Map<?, ?> entry, String name) {
    if (entry.get(name) instanceof Integer number) {
      return BigDecimal.valueOf(number);
    }
    throw new IllegalArgumentException(name + " is missing in " + entry);
  }

  private static List<String> texts(Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}
