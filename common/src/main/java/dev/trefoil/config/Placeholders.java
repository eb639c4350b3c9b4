package dev.trefoil.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${NAME}} and {@code ${NAME:-default}} in a value of the configuration. */
public final class Placeholders {
  /** What a mistake says that only the environment of the process can mend. */
  public static final String UNSET = "which is not set and has no default";

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private Placeholders() {}

  /**
   * Fills every placeholder; as in a shell, a default stands in for a variable that is unset or
   * empty.
   *
   * @throws IllegalArgumentException when a variable is neither set nor has a default; the message
   *     names it
   */
  public static String fill(String value, Map<String, String> env) {
    if (value.indexOf("${") < 0) {
      return value;
    }
    Matcher matcher = PLACEHOLDER.matcher(value);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher, env)));
    }
    return matcher.appendTail(filled).toString();
  }

  private static String value(Matcher matcher, Map<String, String> env) {
    String set = env.getOrDefault(matcher.group(1), "");
    if (!set.isEmpty()) {
      return set;
    }
    if (matcher.group(2) == null) {
      throw new IllegalArgumentException(
          "needs the environment variable " + matcher.group(1) + ", " + UNSET);
    }
    return matcher.group(2);
  }
}
