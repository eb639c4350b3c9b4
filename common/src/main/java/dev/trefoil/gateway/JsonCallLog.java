package dev.trefoil.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.GuardrailFound;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Writes one line of JSON an attempt and one a call. Neither prompts nor answers are in it; what a
 * service said of a failure is, unless the request was to blame, since services quote requests.
 */
public final class JsonCallLog implements CallEventConsumer {

  private final PrintStream out;
  private final InstantSource clock;

  /**
   * @param out written to a line at a time
   */
  public JsonCallLog(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      call(ended);
    } else if (event instanceof ShadowEnded shadow) {
      for (Attempt attempt : shadow.trail().attempts()) {
        line("shadow", shadow.call(), json -> attempt(json, attempt));
      }
    } else if (event instanceof BudgetWarning warning) {
      line("budget", warning.call(), json -> json.writeStringField("warning", warning.budget()));
    } else if (event instanceof GuardrailFound found) {
      line("guardrail", found.call(), json -> finding(json, found.finding()));
    }
  }

  private static void finding(JsonGenerator json, GuardrailFinding finding) throws IOException {
    json.writeStringField("guardrail", finding.check());
    json.writeStringField("side", finding.side().toString());
    json.writeStringField("outcome", finding.outcome().toString());
    json.writeArrayFieldStart("found");
    for (String category : finding.categories()) {
      json.writeString(category);
    }
    json.writeEndArray();
  }

  private void call(CallEnded call) {
    for (Attempt attempt : call.trail().attempts()) {
      line("attempt", call.call(), json -> attempt(json, attempt));
    }
    line("call", call.call(), json -> call(json, call));
  }

  private static void call(JsonGenerator json, CallEnded call) throws IOException {
    json.writeStringField("caller", call.call().caller().label());
    if (call.call().caller().tenant().isPresent()) {
      json.writeStringField("tenant", call.call().caller().tenant().get());
    }
    json.writeStringField("outcome", call.outcome().toString());
    json.writeBooleanField("stream", call.call().streamed());
    json.writeNumberField("attempts", call.trail().attempts().size());
    if (call.trail().last().isPresent()) {
      Attempt last = call.trail().last().get();
      json.writeStringField("target", last.target().toString());
      if (last.failure().isPresent()) {
        json.writeStringField("kind", last.outcome());
      }
    }
    json.writeNumberField("ms", call.took().toMillis());
    Usage usage =
        call.trail().attempts().stream().map(Attempt::usage).reduce(Usage.NONE, Usage::plus);
    usage(json, usage, call.trail().attempts().stream().anyMatch(Attempt::estimated));
    cost(json, call.trail().costUsd());
    if (!call.trail().checks().isEmpty()) {
      checks(json, call.trail().checks());
    }
    if (call.left().isPresent()) {
      left(json, call.left().get());
    }
  }

  private static void checks(JsonGenerator json, List<CheckRun> runs) throws IOException {
    json.writeArrayFieldStart("checks");
    for (CheckRun run : runs) {
      json.writeStartObject();
      json.writeStringField("guardrail", run.check());
      json.writeStringField("side", run.side().toString());
      json.writeStringField("outcome", run.outcome());
      json.writeNumberField("questions", run.questions());
      json.writeNumberField("ms", run.took().toMillis());
      if (run.units() > 0) {
        json.writeNumberField("units", run.units());
      }
      cost(json, run.costUsd());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void left(JsonGenerator json, LeftPrompt left) throws IOException {
    json.writeStringField("prompt_was_at", left.holder().toString());
    json.writeNumberField("cold_cache_tokens", left.tokens());
    if (left.costUsd().isPresent()) {
      json.writeNumberField("cold_cache_usd", left.costUsd().getAsDouble());
    }
  }

  private static void attempt(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStringField("target", attempt.target().toString());
    json.writeStringField("outcome", attempt.outcome());
    if (attempt.overflow()) {
      json.writeBooleanField("overflow", true);
    }
    if (attempt.limit().isPresent()) {
      json.writeStringField("limit", attempt.limit().get().toString());
    }
    boolean tellable = attempt.failure().map(failure -> failure.kind().isOfService()).orElse(true);
    if (attempt.message().isPresent() && tellable) {
      json.writeStringField("message", attempt.message().get());
    }
    json.writeNumberField("ms", attempt.took().toMillis());
    if (attempt.firstContent().isPresent()) {
      json.writeNumberField("first_token_ms", attempt.firstContent().get().toMillis());
    }
    usage(json, attempt.usage(), attempt.estimated());
    cost(json, attempt.costUsd());
    json.writeStringField("breaker", attempt.breaker().name().toLowerCase(Locale.ROOT));
    json.writeStringField("residency", attempt.residency());
  }

  private static void usage(JsonGenerator json, Usage usage, boolean estimated) throws IOException {
    if (!usage.equals(Usage.NONE)) {
      json.writeNumberField("prompt_tokens", usage.promptTokens());
      json.writeNumberField("completion_tokens", usage.completionTokens());
      if (usage.cachedTokens() > 0) {
        json.writeNumberField("cached_tokens", usage.cachedTokens());
      }
      if (usage.cacheWriteTokens() > 0) {
        json.writeNumberField("cache_write_tokens", usage.cacheWriteTokens());
      }
      if (estimated) {
        json.writeBooleanField("estimated", true);
      }
    }
  }

  private static void cost(JsonGenerator json, OptionalDouble usd) throws IOException {
    if (usd.isPresent()) {
      json.writeNumberField("cost_usd", usd.getAsDouble());
    }
  }

  private void line(String log, Subject call, Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.generator(text)) {
      json.writeStartObject();
      json.writeStringField("log", log);
      json.writeStringField("at", clock.instant().toString());
      json.writeStringField("request_id", call.requestId());
      if (call.trace().isPresent()) {
        json.writeStringField("trace_id", call.trace().get().traceId());
      }
      json.writeStringField("route", call.route());
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    out.println(text);
  }

  @Override
  public String toString() {
    return "the log";
  }

  /** What a line says beside what all lines say. */
  @FunctionalInterface
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }
}
