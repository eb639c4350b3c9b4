package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.drill.Drill;
import dev.trefoil.local.drill.DrillResult;
import dev.trefoil.local.drill.Report;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A short drill; {@code ./trefoil drill} is the long one. */
class DrillTest {
  private static final int REQUESTS = 240;

  /**
   * One whose ten phases have most kinds of faults, of odd answers all but a connection held open.
   */
  private static final long SEED = 12659;

  /** Fewer than the command's four: each is a Lambda process more to start. */
  private static final int LANES = 2;

  @Test
  void whoeverCanBeAnsweredIsAndNobodyGetsAHalfAnswer() throws Exception {
    try (LocalClouds clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                Ports.anyFree(),
                LocalConfig.of(LocalConfig.drill(), Map.of()),
                RunningClouds.home(),
                Optional.empty()))) {
      DrillResult result = new Drill(DrillSite.of(clouds, LANES), line -> {}).run(REQUESTS, SEED);

      String report = Report.of(result);
      assertThat(result.requests()).as(report).isGreaterThanOrEqualTo(REQUESTS);
      assertThat(result.answer().all()).as(report).isPositive();
      assertThat(result.answer().whole()).as(report).isEqualTo(result.answer().all());
      assertThat(result.error().all()).as(report).isPositive();
      assertThat(result.error().errors()).as(report).isEqualTo(result.error().all());
      assertThat(result.either().all()).as(report).isPositive();
      assertThat(result.wrong()).as(report).isZero();
      assertThat(result.falseAccounts()).as(report).isZero();
      assertThat(result.guarded().answered()).as(report).isPositive();
      assertThat(result.guarded().unchecked()).as(report).isZero();
      assertThat(result.guarded().unavailable()).as(report).isPositive();
      assertThat(result.guarded().refused()).as(report).isPositive();
      assertThat(result.guarded().openUnchecked()).as(report).isPositive();
      assertThat(result.guarded().isGood()).as(report).isTrue();
      assertThat(result.handovers()).as(report).hasSize(6);
      assertThat(result.isGood()).as(report).isTrue();
    }
  }
}
