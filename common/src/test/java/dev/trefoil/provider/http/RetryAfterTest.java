package dev.trefoil.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after|7|PT7S",
        "retry-after|0|PT0S",
        "retry-after|1.5|PT1.5S",
        "retry-after|' 2 '|PT2S",
        "retry-after|Sun, 22 Nov 2026 10:00:30 GMT|PT30S",
        "retry-after|Sun, 22 Nov 2026 09:00:00 GMT|PT0S",
        "retry-after-ms|1500|PT1.5S",
        "x-ms-retry-after-ms|250|PT0.25S",
        "x-amz-retry-after|2500|PT2.5S"
      })
  void readsEachHeader(String name, String value, Duration expected) {
    assertThat(RetryAfter.in(headers(Map.of(name, value)), NOW)).contains(expected);
  }

  @Test
  void prefersTheFinest() {
    Map<String, String> all = new HashMap<>(Map.of("retry-after", "9", "x-ms-retry-after-ms", "8"));
    assertThat(RetryAfter.in(headers(all), NOW)).contains(Duration.ofMillis(8));

    all.put("retry-after-ms", "7");
    assertThat(RetryAfter.in(headers(all), NOW)).contains(Duration.ofMillis(7));

    all.put("retry-after-ms", "soon");
    assertThat(RetryAfter.in(headers(all), NOW)).contains(Duration.ofMillis(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "NaN", "Infinity", "1e30", "22 Nov 2026"})
  void takesNoHintFromWhatItCannotRead(String value) {
    assertThat(RetryAfter.in(headers(Map.of("retry-after", value)), NOW)).isEmpty();
  }

  private static Function<String, Optional<String>> headers(Map<String, String> headers) {
    return name -> Optional.ofNullable(headers.get(name));
  }
}
