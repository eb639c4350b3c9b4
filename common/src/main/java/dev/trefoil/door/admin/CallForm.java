package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.RecentCalls.Recent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A call and its trail as JSON. Times are milliseconds since the call began, with one decimal. */
final class CallForm {
  private static final double NANOS_OF_TENTH = 100_000;
  private static final double TENTHS = 10;

  private CallForm() {}

  /** By which a call of a process is found again. */
  static String cursor(String process, long number) {
    return process + "-" + number;
  }

  /**
   * Writes the members of a call.
   *
   * @param words whether what services said of failures is told
   */
  static void write(JsonGenerator json, String process, Recent recent, boolean words)
      throws IOException {
    CallEnded call = recent.call();
    json.writeStringField("object", "trefoil.call");
    json.writeStringField("id", cursor(process, recent.number()));
    json.writeStringField("request_id", call.call().requestId());
    if (call.call().trace().isPresent()) {
      json.writeStringField("trace_id", call.call().trace().get().traceId());
    }
    json.writeStringField("caller", call.call().caller().label());
    if (call.call().caller().tenant().isPresent()) {
      json.writeStringField("tenant", call.call().caller().tenant().get());
    }
    json.writeStringField("route", call.call().route());
    json.writeStringField("operation", call.call().operation().toString());
    json.writeBooleanField("stream", call.call().streamed());
    json.writeStringField("began_at", call.call().began().toString());
    millis(json, "ms", call.took());
    json.writeStringField("outcome", call.outcome().toString());
    if (call.firstContent().isPresent()) {
      millis(json, "first_content_ms", call.firstContent().get());
    }
    usage(
        json, call.trail().attempts().stream().map(Attempt::usage).reduce(Usage.NONE, Usage::plus));
    cost(json, call.trail().costUsd());
    attempts(json, times(call), words);
    checks(json, call.trail().checks());
  }

  /** In the order in which they began; what has no times was not asked of a target. */
  private static List<AttemptTimes> times(CallEnded call) {
    if (!call.times().isEmpty()) {
      return call.times().stream().sorted(Comparator.comparingInt(AttemptTimes::number)).toList();
    }
    List<AttemptTimes> times = new ArrayList<>();
    for (Attempt attempt : call.trail().attempts()) {
      times.add(new AttemptTimes(times.size() + 1, attempt, Duration.ZERO, attempt.took()));
    }
    return times;
  }

  private static void attempts(JsonGenerator json, List<AttemptTimes> attempts, boolean words)
      throws IOException {
    json.writeArrayFieldStart("attempts");
    for (int i = 0; i < attempts.size(); i++) {
      AttemptTimes one = attempts.get(i);
      Attempt attempt = one.attempt();
      json.writeStartObject();
      json.writeNumberField("number", one.number());
      json.writeStringField("target", attempt.target().toString());
      json.writeStringField("why", why(attempts.subList(0, i), one));
      json.writeStringField("outcome", attempt.outcome());
      if (attempt.limit().isPresent()) {
        json.writeStringField("limit", attempt.limit().get().toString());
      }
      if (words && attempt.message().isPresent()) {
        json.writeStringField("message", attempt.message().get());
      }
      millis(json, "start_ms", one.began());
      millis(json, "end_ms", one.ended());
      if (attempt.firstContent().isPresent()) {
        millis(json, "first_content_ms", one.began().plus(attempt.firstContent().get()));
      }
      usage(json, attempt.usage());
      if (attempt.estimated()) {
        json.writeBooleanField("estimated", true);
      }
      cost(json, attempt.costUsd());
      json.writeStringField("breaker", attempt.breaker().name().toLowerCase(Locale.ROOT));
      json.writeStringField("residency", attempt.residency());
      if (attempt.overflow()) {
        json.writeBooleanField("overflow", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Why it was made: {@code first}, {@code hedge}, {@code retry}, {@code fallback} or cached. */
  private static String why(List<AttemptTimes> before, AttemptTimes one) {
    if (one.attempt().outcome().equals(Attempt.CACHED)) {
      return Attempt.CACHED;
    }
    if (before.isEmpty()) {
      return "first";
    }
    if (before.stream().anyMatch(other -> other.ended().compareTo(one.began()) > 0)) {
      return "hedge";
    }
    return before.getLast().attempt().target().equals(one.attempt().target())
        ? "retry"
        : "fallback";
  }

  private static void checks(JsonGenerator json, List<CheckRun> checks) throws IOException {
    if (checks.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("checks");
    for (CheckRun run : checks) {
      json.writeStartObject();
      json.writeStringField("guardrail", run.check());
      json.writeStringField("side", run.side().toString());
      json.writeStringField("outcome", run.outcome());
      millis(json, "start_ms", run.began());
      millis(json, "end_ms", run.ended());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, Usage usage) throws IOException {
    if (!usage.equals(Usage.NONE)) {
      json.writeNumberField("prompt_tokens", usage.promptTokens());
      json.writeNumberField("completion_tokens", usage.completionTokens());
      json.writeNumberField("cached_tokens", usage.cachedTokens());
    }
  }

  private static void cost(JsonGenerator json, OptionalDouble usd) throws IOException {
    if (usd.isPresent()) {
      json.writeNumberField("cost_usd", usd.getAsDouble());
    }
  }

  private static void millis(JsonGenerator json, String name, Duration time) throws IOException {
    json.writeNumberField(name, Math.round(time.toNanos() / NANOS_OF_TENTH) / TENTHS);
  }
}
