package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Target;
import dev.trefoil.report.ReportSettings;
import dev.trefoil.report.ReportSettings.Offer;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code report}. */
class ReportReaderTest {
  private static final String REST =
      """
      auth: none
      services: {one: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [one/model]}}
      jobs:
        aws: {queue: a, deadLetters: b, table: c, blobs: d, callbacks: {ops: q, aws-only: r}}
        gcp: {queue: a, deadLetters: b, table: c, blobs: d, callbacks: {ops: q}}
      """;

  private static TrefoilConfig parse(String yaml) {
    return TrefoilConfig.parse(REST + yaml, Map.of());
  }

  @Test
  void withoutItNothingIsReported() {
    assertThat(parse("usage: true").report()).isEmpty();
  }

  @Test
  void allOfItIsRead() {
    TrefoilConfig config =
        parse(
            """
            usage: {timeZone: Europe/Berlin}
            report:
              at: "07:30"
              blobs: false
              queue: ops
              webhook: {url: "https://hooks.example/x", keyFrom: "secret:hook"}
              clouds: [gcp, aws]
              awsRegion: eu-central-1
              provisioned: {one/model: {usdPerHour: 2.5, tokensPerMinute: 1000, outputWeight: 3}}
            """);

    assertThat(config.report())
        .contains(
            new ReportConfig(
                new ReportSettings(
                    LocalTime.of(7, 30),
                    ZoneId.of("Europe/Berlin"),
                    false,
                    Optional.of("ops"),
                    List.of(Cloud.GCP, Cloud.AWS),
                    Optional.of("eu-central-1"),
                    Map.of(new Target("one", "model"), new Offer(2.5, 1000, 3))),
                Optional.of(
                    new ReportConfig.Webhook(
                        URI.create("https://hooks.example/x"), new KeySource.Secret("hook")))));
    assertThat(
            parse("usage: true\nreport: {timeZone: Asia/Tokyo}").report().orElseThrow().settings())
        .satisfies(
            report -> {
              assertThat(report.at()).isEqualTo(LocalTime.of(6, 0));
              assertThat(report.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
              assertThat(report.blobs()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{at: '6:00'} | report.at is not a time such as 06:00",
        "{timeZone: Mars} | report.timeZone is not a time zone",
        "{blobs: false} | report.blobs is false, and no 'queue' or 'webhook' is named",
        "{queue: aws-only} | report.queue is no queue under jobs.gcp.callbacks",
        "{queue: 'https://evil.example'} | report.queue is no queue under jobs.aws.callbacks",
        "{clouds: [azure]} | report.clouds[0] has no jobs.azure, whose table would be read",
        "{clouds: [mars]} | report.clouds[0] is not aws, azure or gcp",
        "{awsRegion: '../x'} | report.awsRegion is not a region such as us-east-1",
        "{provisioned: {two/model: {usdPerHour: 1, tokensPerMinute: 1}}} | report.provisioned.two/model is not a target",
        "{provisioned: {one/model: {usdPerHour: -1, tokensPerMinute: 1}}} | usdPerHour is not a number from 0",
        "{provisioned: {one/model: {usdPerHour: 1}}} | report.provisioned.one/model.tokensPerMinute is missing",
        "{webhook: {url: 'http://a.example', keyFrom: 'env:K'}} | report.webhook.url is not a URL with https",
        "{webhook: {url: 'https://a.example'}} | report.webhook.keyFrom is missing",
        "{webhook: {url: 'https://a.example', keyFrom: secret}} | report.webhook.keyFrom is not env:NAME",
        "{colour: blue} | report.colour is not known here"
      })
  void mistakesAreNamed(String section, String mistake) {
    assertThatThrownBy(() -> parse("usage: true\nreport: " + section + "\n"))
        .hasMessageContaining(mistake);
  }

  @Test
  void withoutARecordOfUsageThereIsNothingToReport() {
    assertThatThrownBy(() -> parse("report: {}"))
        .hasMessageContaining("report needs 'usage', of whose record it is made");
  }
}
