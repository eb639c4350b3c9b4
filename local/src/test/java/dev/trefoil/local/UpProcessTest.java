package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code trefoil up} as a process: what it prints, how it ends, how it refuses. */
class UpProcessTest {
  /** What the issue promises for the end of every child. */
  private static final long SECONDS_TO_END = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void noChildOutlivesIt(String signal) throws Exception {
    int port = Ports.anyFree().switchboard();
    Path errors = folder.resolve("errors");
    Process up = up("--port", String.valueOf(port)).redirectError(errors.toFile()).start();
    List<ProcessHandle> children = List.of();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(up.getInputStream(), StandardCharsets.UTF_8))) {
      String ready = output.readLine();
      assertThat(ready)
          .as(Files.readString(errors))
          .isEqualTo(
              "ready  aws http://127.0.0.1:%d  azure http://127.0.0.1:%d  gcp http://127.0.0.1:%d"
                      .formatted(port + 1, port + 2, port + 3)
                  + "  switchboard http://127.0.0.1:%d".formatted(port));
      assertThat(output.readLine()).startsWith("curl ").contains("127.0.0.1:" + (port + 1));
      children = up.children().toList();
      assertThat(output.readLine()).isEqualTo("console http://127.0.0.1:" + port + "/console/");
      // Three that answer HTTP, and what jobs need as far as this machine has it.
      assertThat(children).hasSizeGreaterThanOrEqualTo(5);

      kill(signal, up.pid());

      assertThat(up.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      }
      assertThat(output.readLine()).isNull();
    } finally {
      up.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    int port = Ports.anyFree().switchboard();
    try (ServerSocket taken =
        new ServerSocket(port + 2, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThat(failed(1, "--port", String.valueOf(port)))
          .contains("port " + taken.getLocalPort() + ", which azure needs, cannot be had")
          .contains("--port N");
    }
  }

  @Test
  void allMistakesOfAConfigurationAreNamedAtOnce() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            services:
              bedrock: {kind: bedrock, emulate: true}
              other: {kind: nonsense}
            routes:
              chat: {targets: [nowhere/model]}
            """);
    assertThat(failed(1, "--config", config.toString()))
        .contains("my.yaml")
        .contains("auth is missing: write `auth: platform`")
        .contains("services.bedrock.region")
        .contains("services.other.kind")
        .contains("routes.chat.targets[0]");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() throws Exception {
    assertThat(failed(1, "--config", "/no/such/file.yaml"))
        .contains("--config names /no/such/file.yaml, which cannot be read");
  }

  @Test
  void aPortThatIsNoneIsAMistakeOfTheArguments() throws Exception {
    assertThat(failed(2, "--port", "70000")).contains("--port").contains("70000");
    assertThat(failed(2, "--colour")).contains("--colour");
  }

  private static String failed(int exit, String... arguments)
      throws IOException, InterruptedException {
    Process up = up(arguments).redirectErrorStream(true).start();
    String output = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(up.waitFor()).as(output).isEqualTo(exit);
    return output;
  }

  private static ProcessBuilder up(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Functions.QUICK_TO_START);
    command.add("-Dtrefoil.home=" + RunningClouds.home());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("up");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static void kill(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
  }
}
