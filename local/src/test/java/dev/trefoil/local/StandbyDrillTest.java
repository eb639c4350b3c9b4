package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.drill.Standby.Measured;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies reach a standby before it is needed; {@code ./trefoil drill --standby} has the times. */
class StandbyDrillTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStandbyAnswersWhetherItGotCopiesOrNot(boolean shadowed) throws Exception {
    Measured measured = StandbyDrill.run(Ports.anyFree(), RunningClouds.home(), shadowed);

    assertThat(measured.whole()).isEqualTo(measured.asked());
    if (shadowed) {
      assertThat(measured.copies()).isPositive();
    } else {
      assertThat(measured.copies()).isZero();
    }
  }
}
