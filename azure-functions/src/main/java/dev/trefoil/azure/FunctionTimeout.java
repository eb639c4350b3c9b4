package dev.trefoil.azure;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the platform lets a function run.
 *
 * @param time a great many days where there is no limit
 */
record FunctionTimeout(Duration time) {
  /** By which an app's setting takes the place of host.json's {@code functionTimeout}. */
  private static final String SETTING = "AzureFunctionsJobHost__functionTimeout";

  /** What host.json says. */
  private static final Duration PACKAGED = Duration.ofMinutes(5);

  private static final Duration UNLIMITED = Duration.ofDays(10_000);

  /** {@code h:m}, {@code h:m:s}, both with days before a dot, or {@code d:h:m:s}. */
  private static final Pattern SPAN =
      Pattern.compile(
          "(?:(?<d>\\d{1,7})(?:\\.|:(?=\\d+:\\d+:)))?"
              + "(?<h>\\d{1,7}):(?<m>[0-5]?\\d)(?::(?<s>[0-5]?\\d)(?:\\.\\d{1,7})?)?");

  /**
   * Reads the app's setting, as the host does, which takes it for a .NET TimeSpan: {@code -1} is no
   * limit, any other number one of days, and hours may be more than 23 (the host takes {@code
   * 24:00:00} for 24 days: what matters here is that it is longer than every call).
   *
   * @throws IllegalArgumentException when it is nothing of that, or less than a second
   */
  static FunctionTimeout of(Map<String, String> env) {
    String setting = env.getOrDefault(SETTING, "").strip();
    if (setting.isEmpty()) {
      return new FunctionTimeout(PACKAGED);
    }
    Duration time = span(setting);
    if (time.toSeconds() < 1) {
      throw new IllegalArgumentException(
          SETTING + " is '" + setting + "': it has to be a time like 00:05:00, or -1 for no limit");
    }
    return new FunctionTimeout(time);
  }

  /** Zero for what is no time. */
  private static Duration span(String setting) {
    if (setting.equals("-1") || setting.matches("-1\\.0?0:00(:00)?")) {
      return UNLIMITED;
    }
    if (setting.matches("\\d{1,7}")) {
      return Duration.ofDays(Long.parseLong(setting));
    }
    Matcher span = SPAN.matcher(setting);
    return span.matches()
        ? Duration.ofDays(number(span, "d"))
            .plusHours(number(span, "h"))
            .plusMinutes(number(span, "m"))
            .plusSeconds(number(span, "s"))
        : Duration.ZERO;
  }

  private static long number(Matcher span, String group) {
    return span.group(group) == null ? 0 : Long.parseLong(span.group(group));
  }

  /**
   * What a function may use.
   *
   * @param most how long it would run if it could
   * @param kept of the platform's time, so that it never cuts the function's work; half of a time
   *     that is too short for that
   */
  Duration within(Duration most, Duration kept) {
    Duration half = time.dividedBy(2);
    Duration left = time.minus(kept.compareTo(half) < 0 ? kept : half);
    return left.compareTo(most) < 0 ? left : most;
  }
}
