package dev.trefoil.auth;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of routes and targets, in which a star stands for any text. An entry without a slash is for
 * routes only: {@code a*} allows {@code azure-chat}, and not the target {@code azure/gpt-5.4}.
 */
public final class AllowedRoutes {
  private final List<Pattern> patterns;

  private AllowedRoutes(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * @param entries none for a caller that may ask for nothing
   */
  public static AllowedRoutes of(List<String> entries) {
    return new AllowedRoutes(entries.stream().map(AllowedRoutes::pattern).toList());
  }

  boolean contain(String routeOrTarget) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(routeOrTarget).matches());
  }

  private static Pattern pattern(String entry) {
    String star = entry.contains("/") ? ".*" : "[^/]*";
    return Pattern.compile(
        Arrays.stream(entry.split("\\*+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(star)),
        Pattern.DOTALL);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AllowedRoutes routes && toString().equals(routes.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return patterns.toString();
  }
}
