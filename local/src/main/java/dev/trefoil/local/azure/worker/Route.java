// Route templates of HTTP triggers, in the part of ASP.NET's syntax that functions use.
package dev.trefoil.local.azure.worker;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A route. Routes are ordered as the host tries them: literal segments before parameters, a
 * catch-all last.
 */
final class Route implements Comparable<Route> {
  private final Pattern pattern;
  private final String rank;

  private Route(Pattern pattern, String rank) {
    this.pattern = pattern;
    this.rank = rank;
  }

  /**
   * Reads a template such as {@code v1/jobs/{id}} or {@code {*path}}.
   *
   * @param prefix the host's route prefix, which may be empty
   */
  static Route parse(String prefix, String template) {
    List<String> segments =
        Arrays.stream((prefix + "/" + template).split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList();
    StringBuilder regex = new StringBuilder();
    StringBuilder rank = new StringBuilder();
    for (String segment : segments) {
      if (segment.startsWith("{*")) {
        // It takes what it is given, but does not begin with an empty segment: //v1 is nowhere.
        // Source: RoutePatternMatcher of ASP.NET Core
        regex.append("(/[^/].*)?");
        rank.append('3');
      } else if (segment.startsWith("{") && segment.endsWith("?}")) {
        regex.append("(/[^/]+)?");
        rank.append('2');
      } else if (segment.startsWith("{")) {
        regex.append("/[^/]+");
        rank.append('1');
      } else {
        regex.append('/').append(Pattern.quote(segment));
        rank.append('0');
      }
    }
    return new Route(
        Pattern.compile(regex + "/?", Pattern.CASE_INSENSITIVE), rank.append('4').toString());
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  @Override
  public int compareTo(Route other) {
    return rank.compareTo(other.rank);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Route route && pattern.pattern().equals(route.pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }
}
