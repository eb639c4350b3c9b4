package dev.trefoil.server;

import dev.trefoil.telemetry.PrometheusText;
import dev.trefoil.telemetry.PrometheusText.Type;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many requests were answered, by status. Used by many threads at once. */
final class RequestCounts {
  /** What a caller who left before an answer began is counted under, as nginx has it. */
  static final int LEFT = 499;

  private static final int FIRST = 100;
  private static final int LAST = 599;
  private static final String TOTAL = "http_requests_total";
  private static final String IN_FLIGHT = "http_requests_in_flight";

  private final AtomicLongArray byStatus = new AtomicLongArray(LAST - FIRST + 1);

  void answered(int status) {
    byStatus.incrementAndGet(Math.clamp(status, FIRST, LAST) - FIRST);
  }

  /**
   * As Prometheus reads them.
   *
   * @param open how many are under way
   */
  String text(int open) {
    PrometheusText text = new PrometheusText();
    text.metric(TOTAL, Type.COUNTER, "Requests that were answered, by status.");
    for (int i = 0; i < byStatus.length(); i++) {
      long count = byStatus.get(i);
      if (count > 0) {
        text.sample(TOTAL, List.of("code"), List.of(String.valueOf(FIRST + i)), count);
      }
    }
    return text.number(IN_FLIGHT, Type.GAUGE, "Requests under way.", open).toString();
  }
}
