package dev.trefoil.door.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.door.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  /** Codex sends the same once for a 400, six times for a 404, thirty for a 5xx. */
  @ParameterizedTest
  @CsvSource({
    "402, budget_exceeded, 400, insufficient_quota, insufficient_quota",
    "404, model_not_found, 400, model_not_found, invalid_prompt",
    "404, item_not_found, 404, item_not_found, invalid_prompt",
    "400, context_length_exceeded, 400, context_length_exceeded, context_length_exceeded",
    "400, content_filter, 400, content_filter, invalid_prompt",
    "429, rate_limit_exceeded, 429, rate_limit_exceeded, rate_limit_exceeded",
    "503, service_unavailable, 503, service_unavailable, server_error",
    "504, timeout, 504, timeout, server_error"
  })
  void whatIsFinalIsNotAskedForAgain(
      int status, String code, int own, String ownCode, String failed) {
    Problem problem = Failures.of(Problem.of(status, code, "why").withParam("max_tokens"));

    assertThat(problem.status()).isEqualTo(own);
    assertThat(problem.code()).contains(ownCode);
    assertThat(problem.param()).contains("max_output_tokens");
    assertThat(problem.getMessage()).isEqualTo("why");
    assertThat(Failures.code(problem)).isEqualTo(failed);
  }

  @Test
  void aLimitAlwaysSaysWhenToComeBack() {
    Problem limit = Problem.of(429, "rate_limit_exceeded", "Slow down.");

    assertThat(Failures.of(limit).retryAfter()).contains(Duration.ofSeconds(1));
    Problem hinted = Failures.of(limit.withRetryAfter(Duration.ofMillis(2_100)));
    assertThat(hinted.retryAfter()).contains(Duration.ofMillis(2_100));
    assertThat(Failures.message(hinted)).isEqualTo("Slow down. Please try again in 3s.");
  }
}
