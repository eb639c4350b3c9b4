package dev.trefoil.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a server counts, in the form that Prometheus reads. */
class CallCountersTest {
  private final CallCounters counters = new CallCounters();

  @Test
  void callsAttemptsTokensFallbacksAndBreakersAreCounted() {
    counters.accept(
        call(
            Outcome.ANSWERED,
            failed("one", Breaker.State.OPEN),
            ok(new Target("two", "m"), Duration.ofMillis(50))));
    counters.accept(call(Outcome.FAILED, failed("one", Breaker.State.HALF_OPEN)));

    assertThat(text())
        .contains(
            "trefoil_calls_total{route=\"chat\",operation=\"chat\",outcome=\"answered\",error=\"\"} 1",
            "trefoil_calls_total{route=\"chat\",operation=\"chat\",outcome=\"failed\","
                + "error=\"overloaded\"} 1",
            "trefoil_call_duration_seconds_count{route=\"chat\"} 2",
            "trefoil_call_duration_seconds_bucket{route=\"chat\",le=\"+Inf\"} 2",
            "trefoil_time_to_first_token_seconds_count{route=\"chat\"} 1",
            "trefoil_time_to_first_token_seconds_bucket{route=\"chat\",le=\"0.02\"} 0",
            "trefoil_time_to_first_token_seconds_bucket{route=\"chat\",le=\"0.04\"} 1",
            "trefoil_attempts_total{service=\"one\",model=\"m\",outcome=\"overloaded\"} 2",
            "trefoil_attempts_total{service=\"two\",model=\"m\",outcome=\"ok\"} 1",
            "trefoil_attempt_duration_seconds_sum{service=\"two\",model=\"m\"} 0.05",
            "trefoil_tokens_total{service=\"two\",model=\"m\",type=\"input\"} 5",
            "trefoil_tokens_total{service=\"two\",model=\"m\",type=\"output\"} 7",
            "trefoil_cost_usd_total{service=\"two\",model=\"m\"} 0.25",
            "trefoil_fallbacks_total{route=\"chat\",error=\"overloaded\"} 1",
            "trefoil_breaker_state{service=\"one\",model=\"m\"} 1",
            "trefoil_breaker_state{service=\"two\",model=\"m\"} 0");
  }

  @Test
  void howeverManyModelsCallersNameThereAreOnlySoManySeries() {
    int models = Series.MOST + 200;
    for (int i = 0; i < models; i++) {
      counters.accept(call(Outcome.ANSWERED, ok(new Target("one", "m" + i), Duration.ofMillis(1))));
    }

    List<String> attempts =
        text().lines().filter(line -> line.startsWith("trefoil_attempts_total{")).toList();
    assertThat(attempts)
        .hasSize(Series.MOST + 1)
        .contains(
            "trefoil_attempts_total{service=\"other\",model=\"other\",outcome=\"other\"} 200");
  }

  @Test
  void namesOfCallersAreWrittenSoThatTheyEndNoLine() {
    counters.accept(
        call(Outcome.ANSWERED, ok(new Target("one", "a\"}\n\\b"), Duration.ofMillis(1))));

    assertThat(text()).contains("model=\"a\\\"}\\n\\\\b\"");
  }

  /** By the grammar of the text format; each metric is described once, before its samples. */
  @Test
  void eachLineIsOneOfTheFormat() {
    counters.accept(call(Outcome.ANSWERED, ok(new Target("one", "m"), Duration.ofMillis(50))));

    assertThat(text().lines())
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+([{]([a-z]+=\"([^\"\\\\]|\\\\.)*\",?)*[}])?"
                        + " [0-9.E-]+"));
    assertThat(
            text()
                .lines()
                .filter(line -> line.startsWith("# TYPE"))
                .map(line -> line.split(" ")[2]))
        .doesNotHaveDuplicates();
  }

  private String text() {
    PrometheusText text = new PrometheusText();
    counters.write(text);
    return text.toString();
  }

  private static CallEnded call(Outcome outcome, Attempt... attempts) {
    Subject subject =
        new Subject("id", new Caller("x"), Optional.empty(), "chat", false, Instant.EPOCH);
    List<AttemptTimes> times =
        List.of(attempts).stream()
            .map(
                attempt ->
                    new AttemptTimes(1, attempt, Duration.ofMillis(10), Duration.ofSeconds(1)))
            .toList();
    return new CallEnded(
        subject,
        outcome,
        new Trail(List.of(attempts)),
        Duration.ofMillis(70),
        Optional.empty(),
        times);
  }

  private static Attempt ok(Target target, Duration took) {
    return new Attempt(
        target,
        Attempt.OK,
        Optional.empty(),
        Optional.empty(),
        took,
        Optional.empty(),
        Optional.of(Duration.ofMillis(20)),
        new Usage(5, 7),
        false,
        OptionalDouble.of(0.25),
        Breaker.State.CLOSED,
        "unknown");
  }

  private static Attempt failed(String service, Breaker.State breaker) {
    return new Attempt(
        new Target(service, "m"),
        "overloaded",
        Optional.of(new ProviderException(Kind.OVERLOADED, "busy")),
        Optional.empty(),
        Duration.ofMillis(3),
        Optional.empty(),
        Optional.empty(),
        Usage.NONE,
        false,
        OptionalDouble.empty(),
        breaker,
        "unknown");
  }
}
