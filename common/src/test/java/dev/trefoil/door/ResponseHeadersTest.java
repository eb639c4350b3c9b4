package dev.trefoil.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import dev.trefoil.health.Breaker;
import dev.trefoil.http.Headers;
import dev.trefoil.policy.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers and their models name is told in headers that every door takes. */
class ResponseHeadersTest {
  private static final Target TARGET = new Target("openai", "gpt-5.4");

  @Test
  void whatIsDroppedIsNamedUntilItIsTooMuchAndCountedThen() {
    assertThat(dropped(List.of("seed", "grüße"))).isEqualTo("seed, gr%C3%BC%C3%9Fe");

    List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "field-" + i).toList();
    assertThat(dropped(many))
        .startsWith("field-0, field-1, ")
        .endsWith(", field-100, and 899 more")
        .hasSizeLessThanOrEqualTo(1_030);
    assertThat(dropped(List.of("seed", "x".repeat(100_000), "user"))).isEqualTo("seed, and 2 more");
    assertThat(dropped(List.of("x".repeat(100_000)))).isEqualTo("and 1 more");
  }

  @Test
  void aModelsNameIsCutWhereItIsTooLong() {
    String name = "m".repeat(1_000);
    assertThat(told(new Target("openai", name), Trail.NONE, "x-trefoil-model")).isEqualTo(name);
    assertThat(told(new Target("openai", "日".repeat(512)), Trail.NONE, "x-trefoil-model"))
        .matches("(%E6%97%A5){111}\\.\\.\\.");
  }

  @Test
  void ofALongTrailTheEndIsTold() {
    Trail trail = new Trail(Collections.nCopies(100, attempt(TARGET)));
    assertThat(told(TARGET, trail, "x-trefoil-attempts")).isEqualTo("100");
    assertThat(told(TARGET, trail, "x-trefoil-trail"))
        .matches("openai/gpt-5.4;outcome=ok;ms=41(, openai/gpt-5.4;outcome=ok;ms=41){89}")
        .hasSizeLessThanOrEqualTo(3_000);

    Trail unspeakable = new Trail(List.of(attempt(new Target("openai", "日".repeat(512)))));
    assertThat(told(TARGET, unspeakable, "x-trefoil-trail")).isEmpty();
    assertThat(told(TARGET, unspeakable, "x-trefoil-attempts")).isEqualTo("1");
  }

  private static String dropped(List<String> names) {
    return headers(new AnswerStart(TARGET, Trail.NONE, List.of()), names)
        .first("x-trefoil-dropped")
        .orElse("");
  }

  private static String told(Target target, Trail trail, String header) {
    return headers(new AnswerStart(target, trail, List.of()), List.of()).first(header).orElse("");
  }

  private static Headers headers(AnswerStart start, List<String> dropped) {
    return ResponseHeaders.of("id", "application/json", start, dropped);
  }

  private static Attempt attempt(Target target) {
    return new Attempt(
        target,
        Attempt.OK,
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(41),
        Optional.empty(),
        Optional.empty(),
        Usage.NONE,
        false,
        OptionalDouble.empty(),
        Breaker.State.CLOSED,
        "");
  }
}
