package dev.trefoil.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealthBookTest {
  private static final Target TARGET = new Target("bedrock", "claude");

  private final MovedClock clock = new MovedClock();
  private final HealthBook book = new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
  private int made;

  @Test
  void nothingIsKnownOfATargetThatWasNeverCalled() {
    assertThat(book.firstTokenMillis(TARGET)).isEmpty();
    assertThat(book.all()).isEmpty();
    assertThat(book.of(TARGET).requests()).isZero();
    assertThat(book.of(TARGET).lastUsed()).isEmpty();
    assertThat(book.of(TARGET).lastError()).isEmpty();
  }

  @Test
  void attemptsAreCountedAndTheLastFailureIsKept() {
    TargetHealth target = book.of(TARGET);
    target.succeeded();
    target.failed(new ProviderException(Kind.OVERLOADED, "busy"));
    target.undecided();

    assertThat(target.requests()).isEqualTo(3);
    assertThat(target.errors()).isEqualTo(1);
    assertThat(target.lastError())
        .contains(new TargetHealth.LastError(Kind.OVERLOADED, "busy", clock.instant()));
    assertThat(book.all()).containsOnlyKeys(TARGET);
  }

  @Test
  void aPromptIsHeldForAsLongAsItsServiceKeepsIt() {
    book.held("short", TARGET, HealthBook.HELD_FOR);
    book.held("long", TARGET, Duration.ofHours(1));
    clock.advance(HealthBook.HELD_FOR);
    assertThat(book.holder("short")).isEmpty();
    assertThat(book.holder("long")).contains(TARGET);
    clock.advance(Duration.ofMinutes(55));
    assertThat(book.holder("long")).isEmpty();
  }

  @Test
  void theTimeToTheFirstContentIsAveragedTheNewestMost() {
    book.of(TARGET).began(Duration.ofMillis(100));
    assertThat(book.firstTokenMillis(TARGET)).hasValue(100);
    book.of(TARGET).began(Duration.ofMillis(200));
    assertThat(book.firstTokenMillis(TARGET)).hasValue(120);
  }

  @Test
  void theUsualTimeIsThatOfNinetyFiveInAHundredOnceEnoughAreKnown() {
    TargetHealth target = book.of(TARGET);
    for (int i = 1; i < 20; i++) {
      target.began(Duration.ofMillis(i));
    }
    assertThat(target.usualFirstToken()).isEmpty();
    for (int i = 20; i <= 100; i++) {
      target.began(Duration.ofMillis(i));
    }
    assertThat(target.usualFirstToken()).contains(Duration.ofMillis(95));
    for (int i = 0; i < 100; i++) {
      target.began(Duration.ofMillis(7));
    }
    assertThat(target.usualFirstToken()).as("of the last hundred").contains(Duration.ofMillis(7));
  }

  @Test
  void theSlowestOfTheLastHundredWholeAnswersIsKnownOnceTwentyAre() {
    TargetHealth target = book.of(TARGET);
    target.gaveWhole(Duration.ofMillis(90));
    for (int i = 1; i < 20; i++) {
      assertThat(target.slowestWhole()).isEmpty();
      target.gaveWhole(Duration.ofMillis(i));
    }
    assertThat(target.slowestWhole()).contains(Duration.ofMillis(90));
    for (int i = 0; i < 81; i++) {
      target.gaveWhole(Duration.ofMillis(20));
    }
    assertThat(target.slowestWhole()).as("the first is forgotten").contains(Duration.ofMillis(20));
    assertThat(target.usualFirstToken()).isEmpty();

    target.tookTooLong();
    assertThat(target.slowestWhole()).isEmpty();
  }

  @Test
  void estimatesOfTokensAreMendedByWhatIsCounted() {
    assertThat(book.tokensPerEstimate("claude")).isEqualTo(1);
    for (int i = 0; i < 200; i++) {
      book.counted("claude", 100, 130);
    }
    assertThat(book.tokensPerEstimate("claude")).isCloseTo(1.3, within(0.01));
    assertThat(book.tokensPerEstimate("gpt")).isEqualTo(1);
  }

  @Test
  void aCountThatIsFarOffIsOfSomethingElse() {
    book.counted("claude", 100, 5000);
    assertThat(book.tokensPerEstimate("claude")).isEqualTo(1);
  }

  @Test
  void namesThatCallersMakeUpAreNotKeptForever() {
    madeUp(5000);
    assertThat(book.all()).hasSize(1000);
  }

  @Test
  void whatIsLongestUnusedIsForgottenAndTheNewestIsKnown() {
    book.of(TARGET).failed(new ProviderException(Kind.OVERLOADED, "busy"));
    madeUp(1000);
    assertThat(book.all()).doesNotContainKey(TARGET);

    book.of(TARGET).failed(new ProviderException(Kind.OVERLOADED, "busy"));
    assertThat(book.of(TARGET).errors()).isEqualTo(1);
  }

  @Test
  void whatIsUsedStaysHoweverManyNamesAreMadeUp() {
    for (int i = 0; i < 3; i++) {
      book.of(TARGET).failed(new ProviderException(Kind.OVERLOADED, "busy"));
      madeUp(999);
    }
    assertThat(book.of(TARGET).errors()).isEqualTo(3);
  }

  @Test
  void whatIsOnlyOrderedByIsUsedToo() {
    book.of(TARGET).began(Duration.ofMillis(100));
    for (int i = 0; i < 3; i++) {
      madeUp(999);
      assertThat(book.firstTokenMillis(TARGET)).hasValue(100);
    }
  }

  @Test
  void familiesThatAreMadeUpDoNotKeepOthersFromBeingLearnt() {
    for (int i = 0; i < 1000; i++) {
      book.counted("family-" + made++, 100, 120);
    }
    book.counted("claude", 100, 130);
    assertThat(book.tokensPerEstimate("claude")).isEqualTo(1.3);
  }

  private void madeUp(int names) {
    for (int i = 0; i < names; i++) {
      book.of(new Target("azure", "made-up-" + made++)).succeeded();
    }
  }

  @Test
  void afterASnapshotEverythingIsForgotten() {
    book.of(TARGET).failed(new ProviderException(Kind.OVERLOADED, "busy"));
    book.counted("claude", 100, 200);
    book.clear();
    assertThat(book.all()).isEmpty();
    assertThat(book.tokensPerEstimate("claude")).isEqualTo(1);
  }
}
