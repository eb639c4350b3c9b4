package dev.trefoil.otlp;

import dev.trefoil.chat.Traceparent;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives spans the ids that services were told while their calls were under way. For one thread at a
 * time.
 */
final class GivenIds implements IdGenerator {
  private Traceparent next;

  /** That of the span that is begun next. */
  void next(Traceparent own) {
    next = own;
  }

  @Override
  public String generateSpanId() {
    return next.spanId();
  }

  @Override
  public String generateTraceId() {
    return next.traceId();
  }
}
