package dev.trefoil.provider.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/**
 * When a service asks to be left alone until: {@code retry-after-ms}, Azure's {@code
 * x-ms-retry-after-ms}, AWS's {@code x-amz-retry-after}, which is in milliseconds too (the AWS
 * SDK's AsyncRetryableStage), then {@code retry-after} in seconds (RFC 9110, section 10.2.3;
 * decimals are seen) or as a date. Of what cannot be read the next is tried; a date in the past is
 * now.
 */
public final class RetryAfter {
  /** Longer hints are as good as none, and would overflow arithmetic on them. */
  private static final double LONGEST_SECONDS = Duration.ofDays(366).toSeconds();

  private RetryAfter() {}

  /**
   * @param headers a header's first value by its name in small letters
   */
  public static Optional<Duration> in(Function<String, Optional<String>> headers, Instant now) {
    return header(headers, "retry-after-ms", RetryAfter::millis)
        .or(() -> header(headers, "x-ms-retry-after-ms", RetryAfter::millis))
        .or(() -> header(headers, "x-amz-retry-after", RetryAfter::millis))
        .or(() -> header(headers, "retry-after", value -> secondsOrDate(value, now)));
  }

  private static Optional<Duration> header(
      Function<String, Optional<String>> headers,
      String name,
      Function<String, Optional<Duration>> read) {
    return headers.apply(name).map(String::trim).flatMap(read);
  }

  private static Optional<Duration> millis(String value) {
    return seconds(value, 1e-3);
  }

  private static Optional<Duration> secondsOrDate(String value, Instant now) {
    return seconds(value, 1).or(() -> date(value, now));
  }

  private static Optional<Duration> seconds(String value, double unit) {
    try {
      double seconds = Double.parseDouble(value) * unit;
      return seconds >= 0 && seconds <= LONGEST_SECONDS
          ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      Duration wait = Duration.between(now, then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
