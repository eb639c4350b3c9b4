package dev.trefoil.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.health.Breaker.State;
import dev.trefoil.policy.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(3, 10, 6, 0.5, Duration.ofSeconds(30), Duration.ZERO);

  private final MovedClock clock = new MovedClock();
  private final Breaker breaker = new Breaker(SETTINGS, clock, new Random(1));

  @Test
  void itLetsEverythingThroughAtFirst() {
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.openedAt()).isEmpty();
  }

  @Test
  void failuresInARowOpenIt() {
    fail(2);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.admits()).isFalse();
    assertThat(breaker.openedAt()).contains(clock.instant());
  }

  @Test
  void aSuccessBetweenThemDoesNotLetThemCountAsARow() {
    fail(2);
    breaker.succeeded();
    fail(2);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aShareOfFailuresOpensItOnceEnoughIsKnown() {
    breaker.succeeded();
    fail(1);
    breaker.succeeded();
    fail(1);
    assertThat(breaker.state()).as("2 of 4 are too few to tell").isEqualTo(State.CLOSED);
    breaker.succeeded();
    fail(1);
    assertThat(breaker.state()).as("3 of 6").isEqualTo(State.OPEN);
  }

  @Test
  void onlyTheLastAttemptsCount() {
    for (int i = 0; i < 10; i++) {
      breaker.succeeded();
    }
    for (int i = 0; i < 2; i++) {
      fail(2);
      breaker.succeeded();
    }
    assertThat(breaker.state()).as("4 of the last 10").isEqualTo(State.CLOSED);
    fail(1);
    assertThat(breaker.state()).as("5 of the last 10").isEqualTo(State.OPEN);
  }

  @Test
  void afterItsTimeOneAttemptIsLetThroughAndNoSecond() {
    fail(3);
    clock.advance(Duration.ofSeconds(29));
    assertThat(breaker.admits()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).isFalse();
  }

  @Test
  void itClosesWhenThatAttemptSucceeds() {
    probe();
    breaker.succeeded();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(2);
    assertThat(breaker.state()).as("what was before is forgotten").isEqualTo(State.CLOSED);
  }

  @Test
  void itStaysOpenForAsLongAgainWhenThatAttemptFails() {
    probe();
    fail(1);
    clock.advance(Duration.ofSeconds(29));
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    clock.advance(Duration.ofSeconds(1));
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void anotherIsLetThroughWhenThatAttemptHasShownNothing() {
    probe();
    breaker.undecided();
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void anotherIsLetThroughWhenThatAttemptIsNeverHeardOfAgain() {
    probe();
    clock.advance(Duration.ofSeconds(30));
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void anAttemptForWantOfAnotherTargetClosesItWhenItSucceeds() {
    fail(3);
    breaker.succeeded();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void anAttemptForWantOfAnotherTargetDoesNotKeepItOpenForLonger() {
    fail(3);
    clock.advance(Duration.ofSeconds(20));
    fail(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void timePassesWhileTheProcessIsFrozen() {
    fail(3);
    clock.advance(Duration.ofDays(2));
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void aClockThatIsSetBackShutsNobodyOut() {
    fail(3);
    clock.advance(Duration.ofDays(-1));
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void aRecoveredTargetGetsItsTrafficBackOverTheRamp() {
    Breaker ramped =
        new Breaker(
            new BreakerSettings(3, 10, 6, 0.5, Duration.ofSeconds(30), Duration.ofSeconds(100)),
            clock,
            new Random(1));
    for (int i = 0; i < 3; i++) {
      ramped.failed();
    }
    clock.advance(Duration.ofSeconds(30));
    assertThat(ramped.admits()).isTrue();
    ramped.succeeded();

    assertThat(admitted(ramped)).as("at once").isZero();
    clock.advance(Duration.ofSeconds(25));
    assertThat(admitted(ramped)).as("after a quarter").isBetween(200, 300);
    clock.advance(Duration.ofSeconds(50));
    assertThat(admitted(ramped)).as("after three quarters").isBetween(700, 800);
    clock.advance(Duration.ofSeconds(25));
    assertThat(admitted(ramped)).as("at the end").isEqualTo(1000);
  }

  @Test
  void aFailureDuringTheRampOpensItAgain() {
    Breaker ramped =
        new Breaker(
            new BreakerSettings(3, 10, 6, 0.5, Duration.ofSeconds(30), Duration.ofSeconds(100)),
            clock,
            new Random(1));
    for (int i = 0; i < 3; i++) {
      ramped.failed();
    }
    ramped.succeeded();
    ramped.failed();
    assertThat(ramped.state()).isEqualTo(State.OPEN);
  }

  @Test
  void itOpensWhenAnotherProcessSaysSo() {
    breaker.openedElsewhere(clock.instant().minusSeconds(10));
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    clock.advance(Duration.ofSeconds(20));
    assertThat(breaker.admits()).as("30 s after the other's").isTrue();
  }

  @Test
  void itKnowsBetterThanAnotherProcessWhatWasBeforeItsOwnRecovery() {
    Instant before = clock.instant();
    fail(3);
    clock.advance(Duration.ofSeconds(5));
    breaker.succeeded();
    breaker.openedElsewhere(before);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void itDoesNotOpenForWhatIsOver() {
    breaker.openedElsewhere(clock.instant().minusSeconds(30));
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void itStaysOpenForAnotherProcessThatHasTriedAgain() {
    Instant first = clock.instant();
    breaker.openedElsewhere(first);
    clock.advance(Duration.ofSeconds(30));
    breaker.openedElsewhere(clock.instant().minusSeconds(1));
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.openedAt()).contains(first.plusSeconds(29));
  }

  @Test
  void itClosesWhenAnotherProcessWasAnswered() {
    Instant opened = clock.instant();
    fail(3);
    breaker.closedElsewhere(opened.minusSeconds(1));
    assertThat(breaker.state()).as("that was another time").isEqualTo(State.OPEN);

    breaker.closedElsewhere(opened);

    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(2);
    assertThat(breaker.state()).as("it counts anew").isEqualTo(State.CLOSED);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  private void probe() {
    fail(3);
    clock.advance(Duration.ofSeconds(30));
    assertThat(breaker.admits()).isTrue();
  }

  private static int admitted(Breaker breaker) {
    int admitted = 0;
    for (int i = 0; i < 1000; i++) {
      admitted += breaker.admits() ? 1 : 0;
    }
    return admitted;
  }
}
