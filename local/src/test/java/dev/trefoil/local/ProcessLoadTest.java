package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.load.ProcessLoad;
import dev.trefoil.local.load.SpendersTable;
import dev.trefoil.local.load.SpentByProcesses;
import dev.trefoil.moto.MotoServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes of all of Trefoil spend one budget, and each fourth dies between reservation and
 * settlement. {@code -Dtrefoil.processes=200} makes it 200.
 */
@Timeout(600)
class ProcessLoadTest {
  @Test
  void processesThatAreKilledWhileTheirModelIsAskedNeverPassTheBudget() throws Exception {
    int processes = Integer.getInteger("trefoil.processes", 24);
    try (SpendersTable table = SpendersTable.emulated()) {
      assertIsKept(table, processes, Math.min(50, processes / 2));
    }
  }

  @Test
  void theSameIsSoOnMotoServerAndSkippedUnlessItIsInstalled() throws Exception {
    try (MotoServer moto = MotoServer.inOneThread();
        SpendersTable table = SpendersTable.at(moto.url())) {
      assertIsKept(table, 8, 8);
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
}
