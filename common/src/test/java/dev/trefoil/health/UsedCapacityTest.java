package dev.trefoil.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsedCapacityTest {
  private final MovedClock clock = new MovedClock();
  private final UsedCapacity used = new UsedCapacity(clock);

  @Test
  void callsFitUntilTheLimitIsReachedAndAgainAMinuteLater() {
    used.begin(60);
    assertThat(used.hasRoom(40, 100)).isTrue();
    assertThat(used.hasRoom(41, 100)).isFalse();

    clock.advance(Duration.ofSeconds(59));
    assertThat(used.hasRoom(41, 100)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(used.hasRoom(41, 100)).isTrue();
    assertThat(used.used()).isZero();
  }

  @Test
  void whatACallHasTakenReplacesWhatItWasExpectedTo() {
    long second = used.begin(60);
    clock.advance(Duration.ofSeconds(10));
    used.begin(5);

    used.settle(second, 60, 20);

    assertThat(used.used()).isEqualTo(25);
  }

  @Test
  void aCallThatOutlastsItsMinuteIsForgotten() {
    long second = used.begin(60);
    clock.advance(Duration.ofSeconds(60));
    used.begin(5);

    used.settle(second, 60, 20);

    assertThat(used.used()).isEqualTo(5);
  }

  @Test
  void aCallThatIsLargerThanTheLimitFitsWhileNothingElseIsUsed() {
    assertThat(used.hasRoom(1_000, 100)).isTrue();
    used.begin(1);
    assertThat(used.hasRoom(1_000, 100)).isFalse();
  }

  @Test
  void aServiceThatThrottlesIsLeftAloneForAsLongAsItSays() {
    used.throttled(Optional.of(Duration.ofSeconds(7)));

    clock.advance(Duration.ofMillis(6_999));
    assertThat(used.hasRoom(1, 100)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(used.hasRoom(1, 100)).isTrue();
  }

  @Test
  void noHintIsHeededForMoreThanAMinute() {
    used.throttled(Optional.of(Duration.ofHours(1)));

    clock.advance(Duration.ofMinutes(1));
    assertThat(used.hasRoom(1, 100)).isTrue();
  }

  @Test
  void withoutAHintItIsLeftAloneForTwiceAsLongEachTimeUntilItAnswers() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      used.throttled(Optional.empty());
      used.throttled(Optional.empty()); // One of the same moment.
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(used.hasRoom(1, 100)).as("after %s", seconds).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(used.hasRoom(1, 100)).as("after %s", seconds).isTrue();
    }

    used.answered();
    used.throttled(Optional.empty());
    clock.advance(Duration.ofSeconds(1));
    assertThat(used.hasRoom(1, 100)).isTrue();
  }
}
