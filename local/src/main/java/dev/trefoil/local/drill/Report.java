// The result as a person reads it.
package dev.trefoil.local.drill;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Renders results. */
public final class Report {
  private Report() {}

  public static String of(DrillResult result) {
    StringBuilder text = new StringBuilder();
    row(text, "requests", result.requests());
    row(text, "  had a target that could answer", result.answer().all());
    row(text, "    got the whole answer", result.answer().whole());
    row(text, "  had none", result.error().all());
    row(text, "    got a clean error", result.error().errors());
    row(text, "  had one or not, by whose turn it was", result.either().all());
    row(text, "    got the whole answer", result.either().whole());
    row(text, "    got a clean error", result.either().errors());
    row(text, "wrong or truncated answers", result.wrong());
    line(
        text,
        "%-42s%9.2f   (%d, of which callers were told %d)",
        "attempts per request",
        result.attemptsPerRequest(),
        result.attemptsSeen(),
        result.attemptsTold());
    if (result.guarded().asked() > 0) {
      guarded(text, result.guarded());
    }
    line(text, "%n%-10s%-12s%22s%24s", "cloud", "own service", "first good answer", "back at it");
    for (Handover handover : result.handovers()) {
      line(
          text,
          "%-10s%-12s%22s%24s",
          handover.cloud(),
          handover.kind(),
          millis(handover.firstGood()),
          millis(handover.back()));
    }
    if (!result.complaints().isEmpty()) {
      line(text, "");
      result.complaints().forEach(complaint -> line(text, "%s", complaint));
    }
    line(text, "%n%s", result.isGood() ? "good" : "NOT GOOD");
    return text.toString();
  }

  private static void guarded(StringBuilder text, Guarded guarded) {
    row(text, "requests while guardrails failed", guarded.asked());
    row(text, "  fail: closed, answered", guarded.answered());
    row(text, "    of these unchecked", guarded.unchecked());
    row(text, "  fail: closed, no check to be had", guarded.unavailable());
    row(text, "  fail: open, answered", guarded.opened());
    row(text, "    of these unchecked", guarded.openUnchecked());
    row(text, "      and not said to be", guarded.untold());
    row(text, "  refused for what they say", guarded.refused());
    row(text, "  shown what was to be refused", guarded.shown());
    row(text, "  wrong otherwise", guarded.wrong());
  }

  private static void row(StringBuilder text, String name, int count) {
    line(text, "%-42s%6d", name, count);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format + "%n", values));
  }

  private static String millis(Optional<Duration> time) {
    return time.map(t -> "after " + t.toMillis() + " ms").orElse("never");
  }
}
