package dev.trefoil.door;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Allowance.Window;
import dev.trefoil.http.Headers;
import java.time.Duration;

/** Tells callers what is left of their limits, by the headers that OpenAI's clients read. */
public final class AllowanceHeaders {
  private static final int MOST_WARNINGS = 3;

  private AllowanceHeaders() {}

  /** Adds what is known; a warning only of the first few budgets that are nearly spent. */
  public static void add(Headers headers, Allowance allowance) {
    if (allowance.requests().isPresent()) {
      window(headers, "requests", allowance.requests().get());
    }
    if (allowance.tokens().isPresent()) {
      window(headers, "tokens", allowance.tokens().get());
    }
    if (!allowance.warnings().isEmpty()) {
      headers.set(
          "x-trefoil-budget-warning",
          String.join("; ", allowance.warnings().stream().limit(MOST_WARNINGS).toList()));
    }
  }

  private static void window(Headers headers, String what, Window window) {
    headers
        .set("x-ratelimit-limit-" + what, Long.toString(window.limit()))
        .set("x-ratelimit-remaining-" + what, Long.toString(window.remaining()))
        .set("x-ratelimit-reset-" + what, goDuration(window.reset()));
  }

  /** As OpenAI writes them: {@code 17ms}, {@code 1.5s}, {@code 6m0s}. */
  static String goDuration(Duration time) {
    long millis = time.plusNanos(999_999).toMillis();
    if (millis < 1_000) {
      return millis + "ms";
    }
    String seconds = seconds(millis % 60_000);
    return millis < 60_000 ? seconds : millis / 60_000 + "m" + seconds;
  }

  private static String seconds(long millis) {
    long rest = millis % 1_000;
    String decimals = rest == 0 ? "" : "." + "%03d".formatted(rest).replaceFirst("0+$", "");
    return millis / 1_000 + decimals + "s";
  }
}
