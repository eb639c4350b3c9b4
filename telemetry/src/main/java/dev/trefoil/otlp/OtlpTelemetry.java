package dev.trefoil.otlp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEvent.WorkNoted;
import dev.trefoil.telemetry.Telemetry;
import dev.trefoil.telemetry.TelemetrySettings;
import java.util.Optional;

/** Makes spans and metrics of each call's end. */
final class OtlpTelemetry implements Telemetry {
  private final Optional<CallSpans> written;
  private final Optional<SpanSender> spans;
  private final Optional<CallMetrics> measured;
  private final Optional<MetricSender> metrics;

  OtlpTelemetry(
      TelemetrySettings settings, Optional<SpanSender> spans, Optional<MetricSender> metrics) {
    Names names = new Names(settings.providers());
    this.spans = spans;
    this.metrics = metrics;
    this.written = spans.map(sender -> new CallSpans(sender, names));
    this.measured = metrics.map(sender -> new CallMetrics(sender.meter(), names));
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      if (written.isPresent() && isSampled(ended)) {
        written.get().write(ended);
      }
      measured.ifPresent(metered -> metered.count(ended));
    } else if (event instanceof ShadowEnded shadow) {
      measured.ifPresent(metered -> metered.count(shadow));
    } else if (event instanceof WorkNoted noted && written.isPresent()) {
      written.get().write(noted); // Of calls that are sampled alone.
    }
  }

  private static boolean isSampled(CallEnded ended) {
    return ended.call().span().isPresent() && ended.call().span().get().own().isSampled();
  }

  /** Spans first: metrics that are not sent now are in what is sent next. */
  @Override
  public boolean flush(Deadline deadline) {
    boolean sent = spans.isEmpty() || spans.get().flush(deadline);
    return (metrics.isEmpty() || metrics.get().flushWhenDue(deadline)) && sent;
  }

  @Override
  public void close() {
    spans.ifPresent(SpanSender::close);
    metrics.ifPresent(MetricSender::close);
  }

  @Override
  public String toString() {
    return "telemetry";
  }
}
