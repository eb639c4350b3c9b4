package dev.trefoil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.drill.DrillResult.Calls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which results are good, and that a person sees why one is not. */
class DrillResultTest {
  private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(40));
  private static final Handover BRIDGED = new Handover("aws", "outage", SOON, SOON);

  @Test
  void everyAnswerThatCouldBeHadAndEveryErrorThatHadToBeIsGood() {
    DrillResult result = result(new Calls(10, 0, 0), new Calls(0, 3, 0), 0, BRIDGED);

    assertThat(result.isGood()).isTrue();
    assertThat(result.requests()).isEqualTo(17);
    assertThat(Report.of(result)).contains("after 40 ms").endsWith("\ngood\n");
  }

  @Test
  void oneErrorWhereATargetCouldAnswerIsNotGood() {
    DrillResult result = result(new Calls(9, 1, 0), new Calls(0, 3, 0), 0, BRIDGED);

    assertThat(result.isGood()).isFalse();
    assertThat(Report.of(result)).endsWith("\nNOT GOOD\n");
  }

  @Test
  void anAnswerWhereNoTargetCouldGiveOneIsNotGood() {
    assertThat(result(new Calls(10, 0, 0), new Calls(1, 2, 0), 0, BRIDGED).isGood()).isFalse();
  }

  @Test
  void aWrongAnswerIsNotGoodWhateverWasExpected() {
    assertThat(result(new Calls(9, 0, 1), new Calls(0, 3, 0), 0, BRIDGED).isGood()).isFalse();
    assertThat(result(new Calls(10, 0, 0), new Calls(0, 2, 1), 0, BRIDGED).isGood()).isFalse();
    assertThat(result(new Calls(10, 0, 0), new Calls(0, 3, 0), 1, BRIDGED).isGood()).isFalse();
  }

  @Test
  void anOutageThatIsNotBridgedOrNotRecoveredFromIsNotGood() {
    Handover unbridged = new Handover("aws", "outage", Optional.empty(), SOON);
    Handover lasting = new Handover("aws", "outage", SOON, Optional.empty());

    assertThat(result(new Calls(10, 0, 0), new Calls(0, 3, 0), 0, unbridged).isGood()).isFalse();
    DrillResult stays = result(new Calls(10, 0, 0), new Calls(0, 3, 0), 0, lasting);
    assertThat(stays.isGood()).isFalse();
    assertThat(Report.of(stays)).contains("never");
  }

  @Test
  void attemptsThatNobodyWasToldOfAreNotGood() {
    Tally tally = new Tally();
    tally.seen(1, false, "fair");

    assertThat(tally.result().falseAccounts()).isEqualTo(1);
    assertThat(tally.result().isGood()).isFalse();
  }

  @Test
  void oneAnswerThatNoCheckHasSeenIsNotGood() {
    Tally tally = new Tally();
    tally.add(new Guarded(9, 3, 0, 2, 2, 1, 0, 2, 0, 0, List.of()));
    assertThat(tally.result().isGood()).isTrue();
    tally.add(new Guarded(9, 3, 1, 2, 2, 1, 0, 2, 0, 0, List.of("drill-1: nobody has judged it")));

    assertThat(tally.result().isGood()).isFalse();
    assertThat(Report.of(tally.result())).contains("nobody has judged it").endsWith("NOT GOOD\n");
  }

  private static DrillResult result(Calls answer, Calls error, int eitherWrong, Handover handover) {
    return new DrillResult(
        answer,
        error,
        new Calls(2, 2, eitherWrong),
        20,
        20,
        0,
        Guarded.NONE,
        List.of(handover),
        List.of());
  }
}
