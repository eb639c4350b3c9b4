package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code trefoil identity} as a process: what it prints and how it ends. */
@ExtendWith(SharedClouds.class)
class IdentityProcessTest {
  private static final String CELL = "[0-9]+ / [0-9]+ ms +";

  @Test
  void startedByItselfItPrintsAGreenCellAServiceAndHost() throws Exception {
    Ran ran = run();

    assertThat(ran.exit).as(ran.output).isZero();
    assertThat(ran.output.lines())
        .anySatisfy(line -> assertThat(line).matches(" +aws +azure +gcp"));
    assertThat(
            ran.output
                .lines()
                .filter(line -> (line + " ").matches("[a-z_]+ +" + CELL.repeat(3)))
                .map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly(
            "bedrock",
            "bedrock_claude",
            "bedrock_gpt",
            "mantle_claude",
            "mantle_gpt",
            "azure",
            "foundry",
            "vertex_ai",
            "vertex_claude");
  }

  @Test
  void ofRunningCloudsItSaysWhatFailedAndWhy(RunningClouds clouds) throws Exception {
    clouds.controls("bedrock").fault(Fault.always(new Failure.Outage()));

    Ran ran = run("--port", String.valueOf(clouds.ports().switchboard()));

    assertThat(ran.exit).as(ran.output).isEqualTo(1);
    assertThat(ran.output.lines())
        .anySatisfy(line -> assertThat(line).matches("bedrock +failed +failed +failed"))
        .anySatisfy(line -> assertThat(line + " ").matches("azure +" + CELL.repeat(3)))
        .anySatisfy(line -> assertThat(line).startsWith("gcp to bedrock: HTTP 503 "));
  }

  @Test
  void whereNothingRunsItSaysSo() throws Exception {
    Ran ran = run("--port", String.valueOf(Ports.anyFree().switchboard()));

    assertThat(ran.exit).isEqualTo(1);
    assertThat(ran.output).contains("aws to bedrock: no answer on port ");
  }

  @Test
  void itExplainsItselfAndRefusesWhatItDoesNotKnow() throws Exception {
    Ran help = run("--help");
    assertThat(help.exit).isZero();
    assertThat(help.output).contains("FIRST / AGAIN ms", "--port", "--config", "--verbose");
    assertThat(run("--colour").exit).isEqualTo(2);
    assertThat(run("--port", "70000").exit).isEqualTo(2);
  }

  private record Ran(int exit, String output) {}

  private static Ran run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Functions.QUICK_TO_START);
    command.add("-Dtrefoil.home=" + RunningClouds.home());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("identity");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }
}
