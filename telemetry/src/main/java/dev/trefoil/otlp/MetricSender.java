package dev.trefoil.otlp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.telemetry.TelemetrySettings;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Sends metrics every so often, as sums since the process began. */
final class MetricSender implements AutoCloseable {
  private final SdkMeterProvider provider;
  private final Duration interval;
  private final ReentrantLock sending = new ReentrantLock();
  private volatile long due = System.nanoTime();

  /**
   * @param dropped how many calls were lost for want of room
   * @param lost how many spans no receiver has taken
   */
  MetricSender(
      URI receiver,
      TelemetrySettings settings,
      Resource resource,
      LongSupplier dropped,
      LongSupplier lost) {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(receiver.toString())
            .setHeaders(settings.headers())
            .setTimeout(settings.timeout())
            .setConnectTimeout(settings.timeout())
            .setMeterProvider(MeterProvider.noop());
    if (settings.gzip()) {
      builder.setCompression("gzip");
    }
    interval = settings.metricInterval();
    provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(builder.build()).setInterval(interval).build())
            .build();
    Meter own = meter();
    own.counterBuilder("trefoil.telemetry.dropped_calls")
        .setDescription("Calls of which nothing was sent, for want of room.")
        .setUnit("{call}")
        .buildWithCallback(measured -> measured.record(dropped.getAsLong()));
    own.counterBuilder("trefoil.telemetry.lost_spans")
        .setDescription("Spans that no receiver has taken.")
        .setUnit("{span}")
        .buildWithCallback(measured -> measured.record(lost.getAsLong()));
  }

  Meter meter() {
    return provider.get("dev.trefoil");
  }

  /**
   * For a process that may stand still, in which no clock sends them: sends what was counted unless
   * that was done a short time ago.
   *
   * @return whether nothing is due any more
   */
  boolean flushWhenDue(Deadline deadline) {
    if (System.nanoTime() - due < 0) {
      return true;
    }
    if (!sending.tryLock()) {
      return false; // Another call's end sends them.
    }
    try {
      boolean sent =
          provider
              .forceFlush()
              .join(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
              .isSuccess();
      if (sent) {
        due = System.nanoTime() + interval.toNanos();
      }
      return sent;
    } finally {
      sending.unlock();
    }
  }

  @Override
  public void close() {
    provider.shutdown();
  }
}
