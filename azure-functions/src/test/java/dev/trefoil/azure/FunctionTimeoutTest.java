package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which the host reads {@code functionTimeout}. */
class FunctionTimeoutTest {
  private static final Duration HTTP = Duration.ofSeconds(225);

  private static FunctionTimeout set(String value) {
    return FunctionTimeout.of(Map.of("AzureFunctionsJobHost__functionTimeout", value));
  }

  @Test
  void withoutASettingItIsHostJsons() {
    assertThat(FunctionTimeout.of(Map.of()).time()).isEqualTo(Duration.ofMinutes(5));
    assertThat(set(" ").time()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "00:02:00, PT2M",
    "0:02:05, PT2M5S",
    "00:02, PT2M",
    "00:00:30.5, PT30S",
    "23:59:59, PT23H59M59S",
    "24:00:00, PT24H",
    "1.00:00:00, PT24H",
    "1.02:03, PT26H3M",
    "1:02:03:04, PT26H3M4S",
    "10, PT240H",
  })
  void itIsATimeSpanOfDotNet(String setting, Duration expected) {
    assertThat(set(setting).time()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-1.00:00:00", "24:00:00", "1.00:00:00", "10"})
  void whatHasNoLimitOrADaysLeavesAnHttpCallItsOwn(String setting) {
    assertThat(set(setting).within(HTTP, Duration.ofSeconds(5))).isEqualTo(HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"five minutes", "00:00:00", "00:90:00", "-2", "-00:05:00", "1h", "1:2:3:4:5"})
  void whatTheHostRefusesIsAnErrorThatNamesTheSetting(String setting) {
    assertThatThrownBy(() -> set(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("AzureFunctionsJobHost__functionTimeout is '" + setting + "'");
  }

  @Test
  void somethingIsKeptOfAShortTimeAndHalfOfAVeryShortOne() {
    Duration kept = Duration.ofSeconds(5);
    assertThat(set("00:01:00").within(HTTP, kept)).isEqualTo(Duration.ofSeconds(55));
    assertThat(set("00:00:04").within(HTTP, kept)).isEqualTo(Duration.ofSeconds(2));
  }
}
