package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.health.BoardSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code board}. */
class BoardReaderTest {
  private static final String REST =
      """
      auth: none
      services: {one: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [one/model]}}
      """;
  private static final String JOBS =
      "jobs: {aws: {queue: a, deadLetters: b, table: c, blobs: d}}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | 5 | 1000",
        "{} | 5 | 1000",
        "{readSeconds: 30} | 30 | 1000",
        "{firstReadMs: 0} | 5 | 0",
      })
  void itIsReadEveryFewSeconds(String board, long seconds, long firstReadMs) {
    assertThat(TrefoilConfig.parse(REST + JOBS + "board: " + board, Map.of()).board())
        .contains(new BoardSettings(Duration.ofSeconds(seconds), Duration.ofMillis(firstReadMs)));
  }

  @Test
  void withoutItEachProcessLearnsForItself() {
    assertThat(TrefoilConfig.parse(REST + JOBS, Map.of()).board()).isEmpty();
    assertThat(TrefoilConfig.parse(REST + "board: false", Map.of()).board()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maybe | line 5, column 8: board is not true or false",
        "{readSeconds: 0} | line 5, column 22: board.readSeconds is not a whole number from 1 to",
        "{firstReadMs: 10001} | line 5, column 22: board.firstReadMs is not a whole number from 0",
        "{seconds: 5} | line 5, column 18: board.seconds is not known here",
      })
  void aMistakeIsSaidWithItsPlace(String board, String mistake) {
    assertThatThrownBy(() -> TrefoilConfig.parse(REST + JOBS + "board: " + board, Map.of()))
        .hasMessageContaining(mistake);
  }

  @Test
  void itNeedsTheTableOfJobs() {
    assertThatThrownBy(() -> TrefoilConfig.parse(REST + "board: true", Map.of()))
        .hasMessageContaining("board needs 'jobs', whose table it is kept in");
  }
}
