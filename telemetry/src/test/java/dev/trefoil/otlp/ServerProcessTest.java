package dev.trefoil.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.emulators.openai.OpenAiEmulator;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of containers, with a receiver and a scraper. */
@Timeout(120)
class ServerProcessTest {
  private static final int CALLS = 25;

  private static OpenAiEmulator service;

  @BeforeAll
  static void start() {
    service = OpenAiEmulator.start("one", "k");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** No clock of the SDK's sends anything within the test. */
  @Test
  void whatWaitsWhenTheProcessIsToldToEndIsSentAndWhatItCountedIsToldBefore() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ServerProcess server =
            ServerProcess.start(
                service,
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    receiver.endpoint(),
                    "OTEL_BSP_SCHEDULE_DELAY",
                    "3600000",
                    "OTEL_METRIC_EXPORT_INTERVAL",
                    "3600000"))) {
      for (int i = 0; i < CALLS; i++) {
        assertThat(server.hello()).isEqualTo(200);
      }
      HttpResponse<String> metrics = server.scrape("GET", "/metrics");
      assertThat(receiver.requests()).isZero();

      server.end();

      assertThat(receiver.traces()).isEqualTo(CALLS);
      assertThat(receiver.metrics()).containsKey("gen_ai.server.request.duration");
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(metrics.body())
          .contains(
              "http_requests_total{code=\"200\"} " + CALLS + "\n",
              "http_requests_in_flight 0\n",
              "trefoil_calls_total{route=\"chat\",operation=\"chat\",outcome=\"answered\","
                  + "error=\"\"} "
                  + CALLS
                  + "\n",
              "trefoil_lost_events_total 0\n",
              "trefoil_telemetry_dropped_calls_total 0\n");
    }
  }

  @Test
  void atThePortOfMetricsThereIsNothingElse() throws Exception {
    try (ServerProcess server = ServerProcess.start(service, Map.of())) {
      assertThat(server.scrape("GET", "/v1/models").statusCode()).isEqualTo(404);
      assertThat(server.scrape("GET", "/").statusCode()).isEqualTo(404);
      assertThat(server.scrape("POST", "/metrics").statusCode()).isEqualTo(405);
      assertThat(server.scrape("GET", "/metrics").body())
          .doesNotContain("trefoil_telemetry_dropped_calls_total");
    }
  }

  @Test
  void promtoolFindsNothingWrongWithTheMetricsWhereItIsInstalled() throws Exception {
    assumeTrue(isInstalled("promtool"), "skipped: there is no promtool");
    try (ServerProcess server = ServerProcess.start(service, Map.of())) {
      assertThat(server.hello()).isEqualTo(200);
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      try (var in = promtool.outputWriter()) {
        in.write(server.scrape("GET", "/metrics").body());
      }
      String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
      assertThat(promtool.waitFor()).as(said).isZero();
      assertThat(said).isBlank();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
