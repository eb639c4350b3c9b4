package dev.trefoil.deployment.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What we use of CloudWatch Logs' filter patterns for JSON: comparisons of fields, all of which
 * must hold. Source: "Filter pattern syntax for metric filters", CloudWatch Logs User Guide.
 */
public record FilterPattern(List<Comparison> all) {
  private static final Pattern COMPARISON =
      Pattern.compile("\\(\\$\\.([a-z_]+) (=|>) (?:\"([a-z]+)\"|(\\d+))\\)");

  /** A field and what it is compared with. */
  record Comparison(String field, String operator, String text, String number) {
    boolean holds(JsonNode line) {
      JsonNode value = line.path(field);
      if (text != null) {
        return operator.equals("=") && value.isTextual() && value.asText().equals(text);
      }
      int order = Integer.compare(value.asInt(), Integer.parseInt(number));
      return value.isNumber() && (operator.equals(">") ? order > 0 : order == 0);
    }
  }

  /**
   * @throws IllegalArgumentException where the pattern has more than is known here
   */
  public static FilterPattern of(String pattern) {
    List<Comparison> all = new ArrayList<>();
    if (!pattern.startsWith("{ ") || !pattern.endsWith(" }")) {
      throw new IllegalArgumentException(pattern);
    }
    for (String part : pattern.substring(2, pattern.length() - 2).split(" && ")) {
      Matcher matcher = COMPARISON.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(part);
      }
      all.add(
          new Comparison(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
    }
    return new FilterPattern(all);
  }

  public boolean matches(JsonNode line) {
    return all.stream().allMatch(one -> one.holds(line));
  }
}
