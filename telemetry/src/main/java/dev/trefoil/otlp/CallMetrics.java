// Source of names, units and buckets: Semantic conventions for generative AI v0.1.0, "Metrics".
package dev.trefoil.otlp;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/**
 * Measures attempts as a client of model services, and calls as the server that callers see. Of an
 * instrument the SDK keeps 2,000 series at most, however many models callers name.
 */
final class CallMetrics {
  private static final List<Double> SECONDS =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  private static final List<Double> FIRST_TOKEN =
      List.of(
          0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5,
          10.0);
  private static final List<Long> TOKENS =
      List.of(
          1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L,
          16777216L, 67108864L);

  private final Names names;
  private final LongHistogram tokens;
  private final DoubleHistogram attemptTime;
  private final DoubleHistogram callTime;
  private final DoubleHistogram firstToken;
  private final LongCounter fallbacks;
  private final LongGauge breakers;

  CallMetrics(Meter meter, Names names) {
    this.names = names;
    tokens =
        meter
            .histogramBuilder("gen_ai.client.token.usage")
            .ofLongs()
            .setUnit("{token}")
            .setDescription("Number of input and output tokens used.")
            .setExplicitBucketBoundariesAdvice(TOKENS)
            .build();
    attemptTime =
        seconds(meter, "gen_ai.client.operation.duration", "GenAI operation duration.", SECONDS);
    callTime =
        seconds(
            meter,
            "gen_ai.server.request.duration",
            "Time from a call's beginning to its end, with all of its attempts.",
            SECONDS);
    firstToken =
        seconds(
            meter,
            "gen_ai.server.time_to_first_token",
            "Time from a call's beginning to its answer's first content.",
            FIRST_TOKEN);
    fallbacks =
        meter
            .counterBuilder("trefoil.fallbacks")
            .setUnit("{fallback}")
            .setDescription(
                "Calls that another target had to be asked for, by why the one before failed.")
            .build();
    breakers =
        meter
            .gaugeBuilder("trefoil.breaker.state")
            .ofLongs()
            .setDescription("0 closed, 1 half open, 2 open, after the target's last attempt.")
            .build();
  }

  private static DoubleHistogram seconds(
      Meter meter, String name, String description, List<Double> buckets) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(buckets)
        .build();
  }

  void count(CallEnded ended) {
    List<Attempt> attempts = ended.trail().attempts();
    attempts.forEach(attempt -> count(ended.call(), attempt));
    Target before = null;
    String why = "";
    for (Attempt attempt : attempts) {
      if (before != null && !before.equals(attempt.target())) {
        fallbacks.add(1, Attributes.of(Names.ROUTE, ended.call().route(), Names.ERROR, why));
      }
      before = attempt.target();
      why = attempt.outcome();
    }
    Attributes call = of(ended);
    callTime.record(Seconds.of(ended.took()), call);
    ended.firstContent().map(Seconds::of).ifPresent(time -> firstToken.record(time, call));
  }

  /** A copy's attempt is paid for like any; nobody has waited for it. */
  void count(ShadowEnded shadow) {
    shadow.trail().attempts().forEach(attempt -> count(shadow.call(), attempt));
  }

  private static Attributes of(CallEnded ended) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(Names.OPERATION, ended.call().operation().toString())
            .put(Names.PROVIDER, Names.TREFOIL)
            .put(Names.REQUEST_MODEL, ended.call().route());
    if (ended.outcome() != Outcome.ANSWERED) {
      attributes.put(
          Names.ERROR,
          ended.outcome() == Outcome.ABANDONED
              ? Attempt.ABANDONED
              : ended.trail().last().map(Attempt::outcome).orElse("_OTHER"));
    }
    return attributes.build();
  }

  private void count(Subject call, Attempt attempt) {
    if (attempt.outcome().equals(Attempt.CACHED)) {
      return; // Nothing was asked.
    }
    AttributesBuilder attributes =
        Attributes.builder()
            .put(Names.OPERATION, call.operation().toString())
            .put(Names.PROVIDER, names.provider(attempt.target()))
            .put(Names.REQUEST_MODEL, attempt.target().model());
    breakers.set(
        state(attempt.breaker()),
        attributes.build().toBuilder().put(Names.SERVICE, attempt.target().service()).build());
    if (attempt.usage().totalTokens() > 0) {
      tokens.record(attempt.usage().promptTokens(), tokens(attributes, "input"));
      tokens.record(attempt.usage().completionTokens(), tokens(attributes, "output"));
    }
    if (Names.isError(attempt)) {
      attributes.put(Names.ERROR, attempt.outcome());
    }
    attemptTime.record(Seconds.of(attempt.took()), attributes.build());
  }

  private static Attributes tokens(AttributesBuilder attributes, String type) {
    return attributes.build().toBuilder().put(Names.TOKEN_TYPE, type).build();
  }

  private static long state(Breaker.State state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
