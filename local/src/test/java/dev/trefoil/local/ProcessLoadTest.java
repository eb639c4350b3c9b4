package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.local.load.ProcessLoad;
import dev.trefoil.local.load.SpendersTable;
import dev.trefoil.local.load.SpentByProcesses;
import dev.trefoil.local.queue.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes of all of Trefoil spend one budget, and each fourth dies between reservation and
 * settlement. {@code -Dtrefoil.processes=200} makes it 200.
 */
@Timeout(600)
class ProcessLoadTest {
  private static final String MOTO_IN_ONE_THREAD =
      """
      import moto.server as server
      run = server.run_simple
      server.run_simple = lambda *a, **options: run(*a, **{**options, "threaded": False})
      server.main()
      """;

  @Test
  void processesThatAreKilledWhileTheirModelIsAskedNeverPassTheBudget() throws Exception {
    int processes = Integer.getInteger("trefoil.processes", 24);
    try (SpendersTable table = SpendersTable.emulated()) {
      assertIsKept(table, processes, Math.min(50, processes / 2));
    }
  }

  @Test
  void theSameIsSoOnMotoServerAndSkippedUnlessItIsInstalled() throws Exception {
    int port = FreePort.pick();
    Process moto = moto(port);
    try (SpendersTable table = SpendersTable.at(URI.create("http://127.0.0.1:" + port))) {
      assertIsKept(table, 8, 8);
    } finally {
      moto.destroyForcibly();
    }
  }

  private static void assertIsKept(SpendersTable table, int processes, int atOnce)
      throws IOException, InterruptedException {
    SpentByProcesses spent =
        ProcessLoad.run(table, new ProcessLoad.Plan(processes, atOnce, 1), RunningClouds.home());

    System.out.println(spent);
    assertThat(spent.killed()).as("killed").isPositive();
    assertThat(spent.lostUnderWay()).as("killed before they could settle").isPositive();
    assertThat(spent.refusals()).as("refused").isPositive();
    assertThat(spent.spentUsd()).as("really spent").isBetween(0.5, 1 + 1e-6);
    assertThat(spent.countedUsd()).as("counted").isGreaterThan(spent.spentUsd() - 1e-6);
    assertThat(spent.heldUsd())
        .as("what the dead have spent is still reserved")
        .isGreaterThan(spent.lostUnderWay() * spent.eachUsd() - 1e-6);
    assertThat(spent.isSound()).as(spent.toString()).isTrue();
  }

  private static Process moto(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "python3", "-c", MOTO_IN_ONE_THREAD, "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    Process moto;
    try {
      moto = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: python3 is not installed: " + e.getMessage());
      throw e;
    }
    BufferedReader output = moto.inputReader();
    StringBuilder said = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.contains("Running on")) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    assumeTrue(
        line != null, () -> "skipped: moto_server is not installed, or does not start: " + said);
    Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
    return moto;
  }
}
