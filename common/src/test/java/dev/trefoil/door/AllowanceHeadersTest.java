package dev.trefoil.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Allowance.Window;
import dev.trefoil.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers by which callers see what is left of their limits. */
class AllowanceHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0ms",
    "17, 17ms",
    "1000, 1s",
    "1500, 1.5s",
    "20020, 20.02s",
    "60000, 1m0s",
    "360250, 6m0.25s"
  })
  void timesAreWrittenAsOpenAiDoes(long millis, String text) {
    assertThat(AllowanceHeaders.goDuration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void onlyWhatIsKnownIsSaid() {
    Headers headers = new Headers();
    AllowanceHeaders.add(
        headers,
        new Allowance(
            Optional.of(new Window(60, 59, Duration.ofSeconds(1))),
            Optional.empty(),
            List.of("all calls: 81% of usdPerDay (5)")));

    assertThat(headers.first("x-ratelimit-limit-requests")).contains("60");
    assertThat(headers.first("x-ratelimit-remaining-requests")).contains("59");
    assertThat(headers.first("x-ratelimit-reset-requests")).contains("1s");
    assertThat(headers.first("x-ratelimit-limit-tokens")).isEmpty();
    assertThat(headers.first("x-trefoil-budget-warning"))
        .contains("all calls: 81% of usdPerDay (5)");
  }
}
