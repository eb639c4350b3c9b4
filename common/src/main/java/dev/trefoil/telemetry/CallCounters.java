package dev.trefoil.telemetry;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.gateway.CallEvent;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import dev.trefoil.telemetry.PrometheusText.Type;
import java.time.Duration;
import java.util.List;

/**
 * Counts calls and attempts since the process began, for whoever asks it. Used by many threads at
 * once.
 */
public final class CallCounters implements CallEventConsumer {
  private static final double[] SECONDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };
  private static final List<String> TARGET = List.of("service", "model");
  private static final String NONE = "";

  private final Series calls =
      new Series(
          "trefoil_calls_total",
          Type.COUNTER,
          "Calls that have ended, by how, and with what the last attempt failed.",
          List.of("route", "operation", "outcome", "error"));
  private final Series callTime =
      new Series(
          "trefoil_call_duration_seconds",
          Type.HISTOGRAM,
          "Time from a call's beginning to its end, with all of its attempts.",
          List.of("route"),
          SECONDS);
  private final Series firstToken =
      new Series(
          "trefoil_time_to_first_token_seconds",
          Type.HISTOGRAM,
          "Time from a call's beginning to its answer's first content.",
          List.of("route"),
          SECONDS);
  private final Series attempts =
      new Series(
          "trefoil_attempts_total",
          Type.COUNTER,
          "Attempts that have ended, by how.",
          List.of("service", "model", "outcome"));
  private final Series attemptTime =
      new Series(
          "trefoil_attempt_duration_seconds",
          Type.HISTOGRAM,
          "Time that a target took.",
          TARGET,
          SECONDS);
  private final Series tokens =
      new Series(
          "trefoil_tokens_total",
          Type.COUNTER,
          "Input and output tokens used.",
          List.of("service", "model", "type"));
  private final Series cost =
      new Series(
          "trefoil_cost_usd_total",
          Type.COUNTER,
          "What was spent, where prices are known.",
          TARGET);
  private final Series fallbacks =
      new Series(
          "trefoil_fallbacks_total",
          Type.COUNTER,
          "Times that another target had to be asked, by why the one before failed.",
          List.of("route", "error"));
  private final Series breakers =
      new Series(
          "trefoil_breaker_state",
          Type.GAUGE,
          "0 closed, 1 half open, 2 open, after the target's last attempt.",
          TARGET);

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      call(ended);
    } else if (event instanceof ShadowEnded shadow) {
      shadow.trail().attempts().forEach(this::attempt);
    }
  }

  private void call(CallEnded ended) {
    String route = ended.call().route();
    String error =
        ended.outcome() == Outcome.FAILED
            ? ended.trail().last().map(Attempt::outcome).orElse("internal")
            : NONE;
    calls.add(1, route, ended.call().operation().toString(), ended.outcome().toString(), error);
    callTime.observe(seconds(ended.took()), route);
    if (ended.firstContent().isPresent()) {
      firstToken.observe(seconds(ended.firstContent().get()), route);
    }
    Attempt before = null;
    for (Attempt attempt : ended.trail().attempts()) {
      attempt(attempt);
      if (before != null && !before.target().equals(attempt.target())) {
        fallbacks.add(1, route, before.outcome());
      }
      before = attempt;
    }
  }

  private void attempt(Attempt attempt) {
    String service = attempt.target().service();
    String model = attempt.target().model();
    attempts.add(1, service, model, attempt.outcome());
    if (attempt.outcome().equals(Attempt.CACHED)) {
      return; // Nothing was asked.
    }
    attemptTime.observe(seconds(attempt.took()), service, model);
    if (attempt.usage().totalTokens() > 0) {
      tokens.add(attempt.usage().promptTokens(), service, model, "input");
      tokens.add(attempt.usage().completionTokens(), service, model, "output");
    }
    if (attempt.costUsd().isPresent()) {
      cost.add(attempt.costUsd().getAsDouble(), service, model);
    }
    breaker(attempt.target(), attempt.breaker());
  }

  private void breaker(Target target, Breaker.State state) {
    breakers.set(
        switch (state) {
          case CLOSED -> 0;
          case HALF_OPEN -> 1;
          case OPEN -> 2;
        },
        target.service(),
        target.model());
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** All that was counted. */
  public void write(PrometheusText text) {
    for (Series series :
        List.of(
            calls,
            callTime,
            firstToken,
            attempts,
            attemptTime,
            tokens,
            cost,
            fallbacks,
            breakers)) {
      series.write(text);
    }
  }

  @Override
  public String toString() {
    return "the counters";
  }
}
