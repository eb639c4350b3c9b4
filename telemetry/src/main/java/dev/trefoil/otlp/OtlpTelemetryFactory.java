package dev.trefoil.otlp;

import dev.trefoil.telemetry.Telemetry;
import dev.trefoil.telemetry.TelemetryFactory;
import dev.trefoil.telemetry.TelemetrySettings;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Found by its file in {@code META-INF/services}. */
public final class OtlpTelemetryFactory implements TelemetryFactory {
  @Override
  public Telemetry start(TelemetrySettings settings, LongSupplier dropped) {
    Resource resource = resource(settings);
    Optional<SpanSender> spans =
        settings.traces().map(receiver -> new SpanSender(receiver, settings, resource));
    Optional<MetricSender> metrics =
        settings
            .metrics()
            .map(
                receiver ->
                    new MetricSender(
                        receiver,
                        settings,
                        resource,
                        dropped,
                        () -> spans.map(SpanSender::lost).orElse(0L)));
    return new OtlpTelemetry(settings, spans, metrics);
  }

  /** What is said of this process: an id of its own among it, that no snapshot shares. */
  private static Resource resource(TelemetrySettings settings) {
    AttributesBuilder attributes = Resource.getDefault().getAttributes().toBuilder();
    attributes.put("service.instance.id", UUID.randomUUID().toString());
    settings.resource().forEach(attributes::put);
    return Resource.create(attributes.build());
  }
}
