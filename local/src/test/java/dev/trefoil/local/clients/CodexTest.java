package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Codex itself, headless, at the Responses door of every cloud: what it is asked to write by a tool
 * is there at the end. The emulated model calls the tool that it is told to call.
 */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class CodexTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Npm.Installed installed;

  @TempDir private Path home;
  @TempDir private Path work;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    installed = Npm.install();
  }

  @ParameterizedTest
  @CsvSource({"aws,bedrock", "azure,azure", "gcp,vertex_ai"})
  void aFileIsWrittenByATool(String cloud, String service, RunningClouds clouds) throws Exception {
    Run run = run(clouds, cloud, "chat", exec("echo trefoil > proof.txt"));

    assertThat(run.exit).as(run.output).isZero();
    assertThat(work.resolve("proof.txt")).hasContent("trefoil");
    assertThat(run.last("agent_message").path("text").asText()).contains("exited with code 0");
    assertThat(run.usage().path("input_tokens").asInt()).isPositive();
    assertThat(clouds.controls(service).journal()).as("the two turns").hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"aws,bedrock,azure", "azure,azure,bedrock", "gcp,vertex_ai,bedrock"})
  void theFileIsWrittenThoughTheFirstServiceDiesBetweenTheTurns(
      String cloud, String first, String second, RunningClouds clouds) throws Exception {
    String outage =
        "curl -sS -X PUT http://127.0.0.1:%d/faults/%s -d '{\"kind\": \"outage\"}'"
            .formatted(clouds.ports().switchboard(), first);

    Run run = run(clouds, cloud, "chat", exec(outage + " && echo trefoil > proof.txt"));

    assertThat(run.exit).as(run.output).isZero();
    assertThat(work.resolve("proof.txt")).hasContent("trefoil");
    assertThat(run.last("agent_message").path("text").asText()).contains("exited with code 0");
    assertThat(clouds.controls(first).fault()).isPresent();
    assertThat(clouds.controls(second).journal())
        .as("the second turn, with what the tool said")
        .hasSize(1)
        .allSatisfy(call -> assertThat(call.body().toString()).contains("exited with code 0"));
  }

  /**
   * A model of its catalogue gets one tool that takes a program in JavaScript as free text, in a
   * namespace, in an item of the input: every target is offered a function, and Codex gets the
   * text.
   */
  @ParameterizedTest
  @CsvSource({"aws,bedrock", "azure,azure", "gcp,bedrock"})
  void aFileIsWrittenByAProgram(String cloud, String service, RunningClouds clouds)
      throws Exception {
    String input =
        JSON.createObjectNode()
            .put("input", "text(await tools.exec_command({cmd: 'echo trefoil > proof.txt'}))")
            .toString();
    // By its name where the service knows namespaces, and by both elsewhere.
    String prompt = "exec %s or functions__exec %s".formatted(input, input);

    Run run = run(clouds, cloud, RunningClouds.CODEX_MODEL, prompt);

    assertThat(run.exit).as(run.output).isZero();
    assertThat(work.resolve("proof.txt")).hasContent("trefoil");
    assertThat(run.last("agent_message").path("text").asText()).contains("Script completed");
    assertThat(clouds.controls(service).journal())
        .as("the two turns, by the service that takes most of such a request")
        .hasSize(2);
  }

  /** Has the model call the tool that runs a command. */
  private static String exec(String command) {
    return "exec_command " + JSON.createObjectNode().put("cmd", command);
  }

  private Run run(RunningClouds clouds, String cloud, String model, String prompt)
      throws IOException, InterruptedException {
    assumeTrue(installed.npm().isPresent(), installed.missing());
    Path settings = Files.createDirectories(home.resolve(".codex"));
    Files.writeString(
        settings.resolve("config.toml"),
        """
        model = "%s"
        model_provider = "trefoil"
        check_for_update_on_startup = false
        analytics.enabled = false

        [model_providers.trefoil]
        name = "Trefoil"
        base_url = "http://127.0.0.1:%d/v1"
        wire_api = "responses"
        env_key = "TREFOIL_KEY"
        """
            .formatted(model, clouds.port(cloud)));
    ProcessBuilder codex =
        installed
            .npm()
            .get()
            .run(
                Npm.file("@openai/codex/bin/codex.js").toString(),
                "exec",
                "--json",
                "--skip-git-repo-check",
                "--dangerously-bypass-approvals-and-sandbox",
                prompt);
    codex.directory(work.toFile()).redirectErrorStream(true);
    String path = codex.environment().get("PATH");
    codex.environment().clear();
    codex.environment().put("PATH", path);
    codex.environment().put("HOME", home.toString());
    codex.environment().put("TREFOIL_KEY", "not-needed");
    // Nothing but this machine can be reached.
    for (String proxy : List.of("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY")) {
      codex.environment().put(proxy, "http://127.0.0.1:1");
    }
    codex.environment().put("NO_PROXY", "127.0.0.1");
    Process process = codex.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** What Codex said: lines, of which those that are events are JSON. */
  private record Run(int exit, String output) {
    private List<JsonNode> events() throws IOException {
      List<JsonNode> events = new ArrayList<>();
      for (String line : output.lines().filter(line -> line.startsWith("{")).toList()) {
        events.add(JSON.readTree(line));
      }
      return events;
    }

    /** The last item of a type. */
    JsonNode last(String type) throws IOException {
      return events().stream()
          .map(event -> event.path("item"))
          .filter(item -> item.path("type").asText().equals(type))
          .reduce((before, after) -> after)
          .orElseThrow(() -> new AssertionError("no " + type + " in " + output));
    }

    JsonNode usage() throws IOException {
      return events().stream()
          .filter(event -> event.path("type").asText().equals("turn.completed"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no end of the turn in " + output))
          .path("usage");
    }
  }
}
