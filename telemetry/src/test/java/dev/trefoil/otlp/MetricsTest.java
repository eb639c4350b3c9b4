package dev.trefoil.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Fault;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a receiver of OTLP gets of metrics. */
@Timeout(60)
class MetricsTest {
  @Test
  void attemptsAreMeasuredAsAClientsAndCallsAsAServers() throws Exception {
    try (TracedProcess process = TracedProcess.start()) {
      process
          .one
          .controls()
          .fault(Fault.parse(new ObjectMapper().readTree("{\"kind\":\"outage\",\"times\":1}")));
      for (int i = 0; i < 3; i++) {
        assertThat(process.hello(Map.of()).status()).isEqualTo(200);
      }
      assertThat(process.flush()).isTrue();

      Map<String, Metric> metrics = process.receiver.metrics();
      assertThat(points(metrics, "gen_ai.client.operation.duration"))
          .extracting(MetricsTest::said)
          .containsExactlyInAnyOrder(
              "1 chat openai gpt-5.4 overloaded -",
              "2 chat openai gpt-5.4 - -",
              "1 chat openai gpt-5.4-mini - -");
      assertThat(points(metrics, "gen_ai.client.token.usage"))
          .extracting(MetricsTest::said)
          .containsExactlyInAnyOrder(
              "2 chat openai gpt-5.4 - input",
              "2 chat openai gpt-5.4 - output",
              "1 chat openai gpt-5.4-mini - input",
              "1 chat openai gpt-5.4-mini - output");
      assertThat(points(metrics, "gen_ai.client.token.usage"))
          .filteredOn(point -> said(point).equals("2 chat openai gpt-5.4 - input"))
          .singleElement()
          .satisfies(point -> assertThat(point.getSum()).isEqualTo(4));
      assertThat(points(metrics, "gen_ai.server.request.duration"))
          .extracting(MetricsTest::said)
          .containsExactly("3 chat trefoil chat - -");
      assertThat(points(metrics, "gen_ai.server.time_to_first_token"))
          .extracting(MetricsTest::said)
          .containsExactly("3 chat trefoil chat - -");
      assertThat(metrics.get("gen_ai.server.request.duration").getUnit()).isEqualTo("s");
      assertThat(metrics.get("trefoil.fallbacks").getSum().getDataPointsList())
          .singleElement()
          .satisfies(
              point -> {
                assertThat(point.getAsInt()).isEqualTo(1);
                assertThat(OtlpReceiver.attributes(point.getAttributesList()))
                    .containsEntry("trefoil.route", "chat")
                    .containsEntry("error.type", "overloaded");
              });
      assertThat(metrics.get("trefoil.breaker.state").getGauge().getDataPointsList())
          .extracting(NumberDataPoint::getAsInt)
          .containsOnly(0L);
      assertThat(
              metrics.get("trefoil.telemetry.dropped_calls").getSum().getDataPoints(0).getAsInt())
          .isZero();
    }
  }

  @Test
  void withoutMetricsTracesAreSentAlone() throws Exception {
    try (TracedProcess process =
        new TracedProcess(
            "", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "%s", "OTEL_METRICS_EXPORTER", "none"))) {
      process.hello(Map.of());
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.traces()).isEqualTo(1);
      assertThat(process.receiver.metrics()).isEmpty();
    }
  }

  @Test
  void withoutTracesServicesAreToldWhatTheCallerHas() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (TracedProcess process =
        new TracedProcess(
            "", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "%s", "OTEL_TRACES_EXPORTER", "none"))) {
      process.hello(Map.of("traceparent", trace));
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.spans()).isEmpty();
      assertThat(process.receiver.metrics()).containsKey("gen_ai.server.request.duration");
      assertThat(TracedProcess.told(process.one)).containsExactly(trace);
    }
  }

  @Test
  void turnedOffByItsOwnVariableNothingIsSent() throws Exception {
    try (TracedProcess process =
        new TracedProcess("telemetry: {endpoint: \"%s\"}", Map.of("OTEL_SDK_DISABLED", "true"))) {
      process.hello(Map.of());
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.requests()).isZero();
    }
  }

  private static List<HistogramDataPoint> points(Map<String, Metric> metrics, String name) {
    return metrics.get(name).getHistogram().getDataPointsList();
  }

  /** How many, of what. */
  private static String said(HistogramDataPoint point) {
    Map<String, String> of = OtlpReceiver.attributes(point.getAttributesList());
    return point.getCount()
        + " "
        + of.get("gen_ai.operation.name")
        + " "
        + of.get("gen_ai.provider.name")
        + " "
        + of.get("gen_ai.request.model")
        + " "
        + of.getOrDefault("error.type", "-")
        + " "
        + of.getOrDefault("gen_ai.token.type", "-");
  }
}
