package dev.trefoil.otlp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.telemetry.TelemetrySettings;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Sends spans in batches. Only so many wait at a time: whoever ends one more waits until a batch
 * has gone, or has failed. For one thread at a time, but for what counts and flushes.
 */
final class SpanSender implements AutoCloseable {
  private static final int MOST_IN_A_BATCH = 512;

  private final GivenIds ids = new GivenIds();
  private final CountedExporter exporter;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  SpanSender(URI receiver, TelemetrySettings settings, Resource resource) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(receiver.toString())
            .setHeaders(settings.headers())
            .setTimeout(settings.timeout())
            .setConnectTimeout(settings.timeout())
            .setMeterProvider(MeterProvider.noop());
    if (settings.gzip()) {
      builder.setCompression("gzip");
    }
    exporter = new CountedExporter(builder.build(), settings.queue());
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            // It was decided when the call began.
            .setSampler(Sampler.alwaysOn())
            .setResource(resource)
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(settings.queue())
                    .setMaxExportBatchSize(Math.min(MOST_IN_A_BATCH, settings.queue()))
                    .setScheduleDelay(settings.batchDelay())
                    .setExporterTimeout(settings.timeout())
                    .setMeterProvider(MeterProvider.noop())
                    .build())
            .build();
    tracer = provider.get("dev.trefoil");
  }

  /**
   * Begins a span that has its ids already.
   *
   * @param own its trace and its id
   * @param parent the context that its parent is in; the root for none
   */
  Span begin(String name, SpanKind kind, Traceparent own, Context parent, Instant began) {
    ids.next(own);
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(parent)
        .setStartTimestamp(began)
        .startSpan();
  }

  /** Ends it, once there is room for it. */
  void end(Span span, Instant ended) {
    exporter.awaitRoom();
    span.end(ended);
  }

  /** How many spans no receiver has taken. */
  long lost() {
    return exporter.lost();
  }

  /**
   * Sends what waits now.
   *
   * @return whether none of it waits any more
   */
  boolean flush(Deadline deadline) {
    long all = exporter.added();
    while (exporter.gone() < all) {
      long left = deadline.remaining().toNanos();
      if (left <= 0) {
        return false;
      }
      // One that was asked for before may end without what was added since: it is asked for again.
      provider.forceFlush().join(left, TimeUnit.NANOSECONDS);
    }
    return true;
  }

  @Override
  public void close() {
    provider.shutdown();
  }
}
