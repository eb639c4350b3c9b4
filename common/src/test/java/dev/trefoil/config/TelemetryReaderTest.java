package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code telemetry}. */
class TelemetryReaderTest {
  private static final String REST =
      """
      auth: none
      services: {one: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [one/model]}}
      telemetry: %s
      """;

  @Test
  void allOfItIsRead() {
    assertThat(
            read(
                "{endpoint: \"https://otlp.example/base\", protocol: http/protobuf, sampling: 0.25,"
                    + " contents: true, flushMs: 200, headers: {authorization: \"secret:otlp\", x-team:"
                    + " \"env:TEAM\"}}"))
        .isEqualTo(
            new TelemetryConfig(
                Optional.of(URI.create("https://otlp.example/base")),
                Map.of(
                    "authorization",
                    new KeySource.Secret("otlp"),
                    "x-team",
                    new KeySource.Variable("TEAM")),
                0.25,
                true,
                Duration.ofMillis(200)));
  }

  @Test
  void allOfItMayBeLeftOut() {
    assertThat(read("{}")).isEqualTo(TelemetryConfig.NONE);
    assertThat(read("{endpoint: \"${OTLP:-}\"}")).isEqualTo(TelemetryConfig.NONE);
    assertThat(TrefoilConfig.parse(REST.replace("telemetry: %s", ""), Map.of()).telemetry())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{endpoint: nowhere} | telemetry.endpoint is not a URL with https or http",
        "{endpoint: \"ftp://a.example\"} | telemetry.endpoint is not a URL with https or http",
        "{endpoint: \"https://u:p@a.example\"} | telemetry.endpoint is not a URL with a host",
        "{endpoint: \"https://a.example?key=1\"} | telemetry.endpoint is not a URL",
        "{protocol: grpc} | telemetry.protocol is not http/protobuf",
        "{sampling: 2} | telemetry.sampling is not a number from 0 to 1",
        "{sampling: -1} | telemetry.sampling is not a number from 0 to 1",
        "{flushMs: 0} | telemetry.flushMs is not a whole number from 1 to 10000",
        "{headers: {authorization: Bearer abc}} | telemetry.headers.authorization is not env:NAME",
        "{headers: {\"a b\": \"env:A\"}} | is not the name of a header",
        "{headers: [a]} | telemetry.headers must be a mapping",
        "{exporter: x} | telemetry.exporter is not known here",
        "yes | telemetry must be a mapping"
      })
  void whatMakesNoSenseIsRefusedByName(String section, String mistake) {
    assertThatThrownBy(() -> read(section))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  @Test
  void aSecretThatWasWrittenIntoTheFileIsNotRepeated() {
    assertThatThrownBy(() -> read("{headers: {authorization: Bearer s3cret}}"))
        .hasMessageNotContaining("s3cret");
  }

  private static TelemetryConfig read(String section) {
    return TrefoilConfig.parse(REST.formatted(section), Map.of()).telemetry().orElseThrow();
  }
}
