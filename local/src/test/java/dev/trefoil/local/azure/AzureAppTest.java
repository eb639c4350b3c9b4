package dev.trefoil.local.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.local.BuildOutputs;
import dev.trefoil.local.Http;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.host.Readiness;
import dev.trefoil.local.queue.FreePort;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The staged app, with what only Azure does to a function. */
class AzureAppTest {
  private static final String TIMEOUT = "AzureFunctionsJobHost__functionTimeout";
  private static final String OPEN =
      """
      auth: none
      services:
        nobody: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
      routes:
        chat: {targets: [nobody/a]}
      """;

  @TempDir Path folder;

  private Child child;
  private int port;

  private void start(String config, Map<String, String> settings) throws Exception {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put(TrefoilConfig.VARIABLE, config);
    environment.put("HOME", folder.toString());
    environment.put("TREFOIL_LOOPBACK", "true");
    port = FreePort.pick();
    child =
        AzureHost.start(
            port,
            new BuildOutputs(RunningClouds.home()).azureApp(),
            List.of(),
            environment,
            Duration.ofSeconds(600),
            new ChildLogs(folder, Optional.empty()));
    Readiness.awaitListening(child, port);
  }

  @AfterEach
  void end() {
    child.close();
  }

  @Test
  void aStartThatFailsIsWrittenOnceAndToldByEachCall() throws Exception {
    start("auth: none\nservices: {a: {kind: nonsense}}\n", Map.of());

    assertFails("the configuration has");
  }

  @Test
  void soIsASettingThatTheHostCouldNotReadEither() throws Exception {
    start(OPEN, Map.of(TIMEOUT, "five minutes"));

    assertFails(TIMEOUT + " is 'five minutes'");
  }

  private void assertFails(String why) throws Exception {
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          Http.send(Http.to(port, "/health").timeout(Duration.ofSeconds(20)));
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEmpty();
    }
    child.close();
    List<String> lines = child.lastLines().lines().toList();
    assertThat(lines)
        .filteredOn(
            line ->
                line.contains("{\"level\":\"Error\"")
                    && line.contains("\"message\":\"Trefoil did not"))
        .singleElement()
        .asString()
        .contains(why);
    assertThat(lines)
        .filteredOn(line -> line.contains("IllegalStateException: Trefoil did not start: " + why))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"24:00:00", "-1", "00:10:00"})
  void aLongOrUnlimitedTimeoutIsOne(String timeout) throws Exception {
    start(OPEN, Map.of(TIMEOUT, timeout));
    assertThat(Http.get(port, "/health").statusCode()).isEqualTo(200);
  }
}
