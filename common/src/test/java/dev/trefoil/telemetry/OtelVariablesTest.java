package dev.trefoil.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenTelemetry's own environment variables. */
class OtelVariablesTest {
  private static final Optional<URI> FILE = Optional.of(URI.create("https://file.example/x"));

  @Test
  void aBaseGetsPathsAndASignalsOwnAddressIsWhole() {
    OtelVariables variables =
        of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://a.example:4318/",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
            "https://b.example/m");

    assertThat(variables.traces(FILE)).contains(URI.create("http://a.example:4318/v1/traces"));
    assertThat(variables.metrics(FILE)).contains(URI.create("https://b.example/m"));
  }

  @Test
  void whatTheyDoNotSayTheFileDoes() {
    OtelVariables nothing = of("OTEL_EXPORTER_OTLP_ENDPOINT", " ");

    assertThat(nothing.traces(FILE)).contains(URI.create("https://file.example/x/v1/traces"));
    assertThat(nothing.metrics(Optional.empty())).isEmpty();
    assertThat(nothing.ratio()).isEmpty();
    assertThat(nothing.heedsParent()).isTrue();
    assertThat(nothing.headers()).isEmpty();
    assertThat(nothing.resource()).isEmpty();
    assertThat(nothing.gzip()).isFalse();
    assertThat(nothing.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(nothing.batchDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(nothing.metricInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(nothing.queue()).isEqualTo(2048);
  }

  @Test
  void aSignalMayBeLeftOut() {
    OtelVariables variables = of("OTEL_TRACES_EXPORTER", "none", "OTEL_METRICS_EXPORTER", "otlp");

    assertThat(variables.traces(FILE)).isEmpty();
    assertThat(variables.metrics(FILE)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, '', 1, false",
    "always_off, '', 0, false",
    "traceidratio, 0.25, 0.25, false",
    "parentbased_always_on, '', 1, true",
    "parentbased_always_off, '', 0, true",
    "parentbased_traceidratio, .5, 0.5, true",
    "parentbased_traceidratio, '', 1, true"
  })
  void samplersAreThoseOfTheSpecification(
      String name, String argument, double ratio, boolean heedsParent) {
    OtelVariables variables = of("OTEL_TRACES_SAMPLER", name, "OTEL_TRACES_SAMPLER_ARG", argument);

    assertThat(variables.ratio()).isEqualTo(OptionalDouble.of(ratio));
    assertThat(variables.heedsParent()).isEqualTo(heedsParent);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, nowhere",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ftp://a.example",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://a b",
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
    "OTEL_TRACES_EXPORTER, zipkin",
    "OTEL_METRICS_EXPORTER, prometheus",
    "OTEL_EXPORTER_OTLP_COMPRESSION, zstd",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 0",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 5s",
    "OTEL_BSP_MAX_QUEUE_SIZE, 9999999",
    "OTEL_BSP_SCHEDULE_DELAY, -1",
    "OTEL_METRIC_EXPORT_INTERVAL, 1.5",
    "OTEL_TRACES_SAMPLER, jaeger_remote",
    "OTEL_TRACES_SAMPLER_ARG, 1.5",
    "OTEL_TRACES_SAMPLER_ARG, NaN",
    "OTEL_EXPORTER_OTLP_HEADERS, abc",
    "OTEL_EXPORTER_OTLP_HEADERS, =abc",
    "OTEL_EXPORTER_OTLP_HEADERS, a=%zz",
    "OTEL_RESOURCE_ATTRIBUTES, 'a=b,c'"
  })
  void whatMakesNoSenseIsRefusedByName(String name, String value) {
    OtelVariables variables =
        name.equals("OTEL_TRACES_SAMPLER_ARG")
            ? of("OTEL_TRACES_SAMPLER", "traceidratio", name, value)
            : of(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> readAll(variables))
        .withMessageStartingWith(name + " ");
  }

  @Test
  void aHeaderThatCannotBeReadIsNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("OTEL_EXPORTER_OTLP_HEADERS", "Bearer s3cret").headers())
        .withMessageNotContaining("s3cret");
  }

  private static void readAll(OtelVariables variables) {
    variables.traces(FILE);
    variables.metrics(FILE);
    variables.headers();
    variables.resource();
    variables.gzip();
    variables.timeout();
    variables.batchDelay();
    variables.metricInterval();
    variables.queue();
    variables.ratio();
    variables.heedsParent();
  }

  private static OtelVariables of(String name, String value) {
    return new OtelVariables(Map.of(name, value));
  }

  private static OtelVariables of(String one, String value, String two, String other) {
    return new OtelVariables(Map.of(one, value, two, other));
  }
}
