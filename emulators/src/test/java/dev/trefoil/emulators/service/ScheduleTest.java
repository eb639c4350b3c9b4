package dev.trefoil.emulators.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Oddity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

  /** Upper-case events carry tokens. */
  private static String steps(String events, Failure failure) {
    List<String> list = List.of(events.split(""));
    return Schedule.of(list, e -> Character.isUpperCase(e.charAt(0)), Optional.ofNullable(failure))
        .stream()
        .map(ScheduleTest::letter)
        .collect(Collectors.joining());
  }

  private static String letter(Step<String> step) {
    return switch (step) {
      case Step.Send<String> send -> send.event();
      case Step.SendBroken<String> broken -> "!";
      case Step.Delay<String> delay -> "~";
      case Step.Stall<String> stall -> "…";
      case Step.Cut<String> cut -> "|";
      case Step.Heartbeats<String> heartbeats -> "♥";
      case Step.Endless<String> endless -> endless.event() + "∞";
      case Step.Fail<String> fail -> "†";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "sABCe, 0, s|",
    "sABCe, 1, sA|",
    "sABCe, 3, sABC|",
    "sABCe, 9, sABC|",
    "ABxCe, 2, ABx|",
    "se, 0, s|",
    "se, 4, s|",
    "e, 0, |"
  })
  void aCutComesAfterSoManyTokensAndNeverAfterAnEndMark(String events, int after, String expected) {
    assertThat(steps(events, new Failure.Cut(after))).isEqualTo(expected);
    assertThat(steps(events, new Failure.Stall(after))).isEqualTo(expected.replace('|', '…'));
  }

  @ParameterizedTest
  @CsvSource({"sABCe, sA!Ce", "sAe, s!e", "se, se"})
  void theSecondTokenIsBrokenOrTheOnlyOne(String events, String expected) {
    assertThat(steps(events, new Failure.Malformed())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"sABe, s~ABe", "se, se"})
  void theDelayIsBeforeTheFirstToken(String events, String expected) {
    assertThat(steps(events, new Failure.Slow(1))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HELD_OPEN, sABe, sABe…",
    "HELD_OPEN, se, se…",
    "HEARTBEATS, sABe, s♥",
    "RUNAWAY, sABe, sABB∞",
    "ERROR_IN_STREAM, sABCe, sAB†",
    "ERROR_IN_STREAM, sAe, sA†",
    "NO_USAGE, sABe, sABe"
  })
  void oddStreamsEndInWaysOfTheirOwn(Oddity oddity, String events, String expected) {
    assertThat(steps(events, new Failure.Odd(oddity))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"sABe, 's:-1 A:0 B:1 e:-1'"})
  void tokensAreCounted(String events, String expected) {
    List<String> list = List.of(events.split(""));
    String places =
        Schedule.of(list, e -> Character.isUpperCase(e.charAt(0)), Optional.empty()).stream()
            .map(step -> (Step.Send<String>) step)
            .map(send -> send.event() + ":" + send.token())
            .collect(Collectors.joining(" "));
    assertThat(places).isEqualTo(expected);
  }
}
