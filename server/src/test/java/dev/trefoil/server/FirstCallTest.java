package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.OwnProcess;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left to be loaded when a server has primed itself. */
@Timeout(60)
class FirstCallTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
      routes:
        chat: {targets: [openai/gpt-5.4]}
      """;

  private static final String CALL =
      """
      {"model":"chat","messages":[{"role":"user","content":"hello"}]}""";

  @TempDir Path folder;

  @Test
  void theFirstCallFindsItsClassesLoaded() throws Exception {
    Path log = folder.resolve("classes.log");
    List<String> lines;
    try (EmulatedCloud cloud = EmulatedCloud.start(Map.of("openai", ServiceKind.OPENAI))) {
      lines =
          OwnProcess.run(
              PrimedServer.class,
              List.of("-Xlog:class+load:file=" + log),
              List.of("GCP", log.toString(), CALL),
              Map.of(
                  "TREFOIL_CONFIG",
                  CONFIG.formatted(cloud.models().get("openai").endpoint()),
                  "KEY",
                  cloud.apiKey("openai").orElseThrow()));
    }

    assertThat(lines).contains("HTTP/1.1 200 OK");
    assertThat(lines)
        .filteredOn(line -> line.contains(" source: "))
        .noneMatch(line -> line.contains(" dev.trefoil."))
        .hasSizeLessThanOrEqualTo(5);
  }
}
