// Spans are written when their call has ended: all of a trace at once, or nothing of it.
package dev.trefoil.otlp;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CallSpan;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.CallEvent.WorkNoted;
import dev.trefoil.gateway.SideWork;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Writes one span a call, and below it one an attempt, one a guardrail that asks others, and one
 * for each call of a tool and of the store. For one thread at a time.
 */
final class CallSpans {
  /** Attempts have numbers from 1, guardrails from -1 down. */
  private static final int FIRST_WORK = 1_000_000;

  private final SpanSender sender;
  private final Names names;

  CallSpans(SpanSender sender, Names names) {
    this.sender = sender;
    this.names = names;
  }

  /**
   * @param ended a call that is traced
   */
  void write(CallEnded ended) {
    CallSpan place = ended.call().span().orElseThrow();
    for (AttemptTimes times : ended.times()) {
      attempt(ended.call(), place, times);
    }
    int number = 0;
    for (CheckRun run : ended.trail().checks()) {
      number--; // Those of attempts begin at 1.
      check(ended.call(), place, number, run);
    }
    call(ended, place);
  }

  /**
   * @param noted of a call that is traced
   */
  void write(WorkNoted noted) {
    CallSpan place = noted.call().span().orElseThrow();
    int number = FIRST_WORK;
    for (SideWork work : noted.work()) {
      work(place.attempt(number++), local(place.own()), work);
    }
  }

  private void work(Traceparent own, Context parent, SideWork work) {
    Span span =
        switch (work) {
          case SideWork.StoreOperation asked ->
              sender
                  .begin(
                      asked.operation() + " " + asked.system(),
                      SpanKind.CLIENT,
                      own,
                      parent,
                      asked.began())
                  .setAttribute(Names.DB_SYSTEM, asked.system())
                  .setAttribute(Names.DB_OPERATION, asked.operation());
          case SideWork.ToolCall call ->
              sender
                  .begin(
                      Names.EXECUTE_TOOL + " " + call.tool(),
                      SpanKind.INTERNAL,
                      own,
                      parent,
                      call.began())
                  .setAttribute(Names.OPERATION, Names.EXECUTE_TOOL)
                  .setAttribute(Names.TOOL, call.tool())
                  .setAttribute(Names.TOOL_CALL, call.id())
                  .setAttribute(Names.TOOL_TYPE, Names.EXTENSION);
        };
    work.error().ifPresent(error -> failed(span, error));
    sender.end(span, work.began().plus(work.took()));
  }

  private void call(CallEnded ended, CallSpan place) {
    Subject call = ended.call();
    Span span =
        sender.begin(
            call.operation() + " " + call.route(),
            SpanKind.SERVER,
            place.own(),
            place.parent().map(CallSpans::remote).orElse(Context.root()),
            call.began());
    span.setAttribute(Names.OPERATION, call.operation().toString())
        .setAttribute(Names.PROVIDER, Names.TREFOIL)
        .setAttribute(Names.REQUEST_MODEL, call.route())
        .setAttribute(Names.ROUTE, call.route())
        .setAttribute(Names.REQUEST_STREAM, call.streamed())
        .setAttribute(Names.REQUEST_ID, call.requestId())
        .setAttribute(Names.ATTEMPTS, (long) ended.trail().attempts().size())
        .setAttribute(Names.OUTCOME, ended.outcome().toString());
    if (!call.caller().label().isEmpty()) {
      span.setAttribute(Names.CALLER, call.caller().label());
    }
    call.caller().tenant().ifPresent(tenant -> span.setAttribute(Names.TENANT, tenant));
    List<Attempt> attempts = ended.trail().attempts();
    usage(
        span,
        attempts.stream().map(Attempt::usage).reduce(Usage.NONE, Usage::plus),
        attempts.stream().anyMatch(Attempt::estimated));
    ended.trail().costUsd().ifPresent(cost -> span.setAttribute(Names.COST, cost));
    ended
        .trail()
        .last()
        .filter(last -> ended.outcome() == Outcome.ANSWERED)
        .ifPresent(last -> span.setAttribute(Names.RESPONSE_MODEL, last.target().model()));
    ended
        .firstContent()
        .map(Seconds::of)
        .ifPresent(time -> span.setAttribute(Names.FIRST_CHUNK, time));
    ended.contents().ifPresent(contents -> ContentsJson.write(contents, span));
    if (ended.outcome() == Outcome.FAILED) {
      failed(span, error(ended));
    }
    sender.end(span, call.began().plus(ended.took()));
  }

  /** What the last attempt ended with; a call without any ended by a fault of ours. */
  private static String error(CallEnded ended) {
    return ended.trail().last().map(Attempt::outcome).orElse("_OTHER");
  }

  private void attempt(Subject call, CallSpan place, AttemptTimes times) {
    Attempt attempt = times.attempt();
    Instant began = call.began().plus(times.began());
    Span span =
        sender.begin(
            call.operation() + " " + attempt.target().model(),
            SpanKind.CLIENT,
            place.attempt(times.number()),
            local(place.own()),
            began);
    span.setAttribute(Names.OPERATION, call.operation().toString())
        .setAttribute(Names.PROVIDER, names.provider(attempt.target()))
        .setAttribute(Names.REQUEST_MODEL, attempt.target().model())
        .setAttribute(Names.REQUEST_STREAM, call.streamed())
        .setAttribute(Names.SERVICE, attempt.target().service())
        .setAttribute(Names.OUTCOME, attempt.outcome())
        .setAttribute(Names.BREAKER, attempt.breaker().name().toLowerCase(Locale.ROOT));
    if (attempt.answered()) {
      span.setAttribute(Names.RESPONSE_MODEL, attempt.target().model());
    }
    attempt
        .firstContent()
        .ifPresent(time -> span.setAttribute(Names.FIRST_CHUNK, Seconds.of(time)));
    attempt.limit().ifPresent(limit -> span.setAttribute(Names.LIMIT, limit.toString()));
    usage(span, attempt.usage(), attempt.estimated());
    attempt.costUsd().ifPresent(cost -> span.setAttribute(Names.COST, cost));
    if (Names.isError(attempt)) {
      failed(span, attempt.outcome());
    }
    sender.end(span, call.began().plus(times.ended()));
  }

  /** Of all times that one guardrail looked at one side, from the first to the last. */
  private void check(Subject call, CallSpan place, int number, CheckRun run) {
    Span span =
        sender.begin(
            "guardrail " + run.check(),
            SpanKind.CLIENT,
            place.attempt(number),
            local(place.own()),
            call.began().plus(run.began()));
    span.setAttribute(Names.GUARDRAIL, run.check())
        .setAttribute(Names.SIDE, run.side().toString())
        .setAttribute(Names.OUTCOME, run.outcome())
        .setAttribute(Names.QUESTIONS, (long) run.questions());
    if (run.units() > 0) {
      span.setAttribute(Names.UNITS, run.units());
    }
    usage(
        span,
        run.attempts().stream().map(Attempt::usage).reduce(Usage.NONE, Usage::plus),
        run.attempts().stream().anyMatch(Attempt::estimated));
    run.costUsd().ifPresent(cost -> span.setAttribute(Names.COST, cost));
    if (!run.isOk()) {
      failed(span, run.outcome());
    }
    sender.end(span, call.began().plus(run.ended()));
  }

  /** Words of services stay in the log: they quote requests. */
  private static void failed(Span span, String type) {
    span.setAttribute(Names.ERROR, type);
    span.setStatus(StatusCode.ERROR);
  }

  private static void usage(Span span, Usage usage, boolean estimated) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    span.setAttribute(Names.INPUT_TOKENS, usage.promptTokens())
        .setAttribute(Names.OUTPUT_TOKENS, usage.completionTokens());
    if (usage.cachedTokens() > 0) {
      span.setAttribute(Names.CACHE_READ_TOKENS, usage.cachedTokens());
    }
    if (usage.cacheWriteTokens() > 0) {
      span.setAttribute(Names.CACHE_WRITE_TOKENS, usage.cacheWriteTokens());
    }
    if (usage.reasoningTokens() > 0) {
      span.setAttribute(Names.REASONING_TOKENS, usage.reasoningTokens());
    }
    if (estimated) {
      span.setAttribute(Names.ESTIMATED, true);
    }
  }

  private static Context remote(Traceparent parent) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    parent.traceId(), parent.spanId(), flags(), TraceState.getDefault())));
  }

  private static Context local(Traceparent parent) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.create(
                    parent.traceId(), parent.spanId(), flags(), TraceState.getDefault())));
  }

  /** Whether it is recorded was decided when the call began. */
  private static TraceFlags flags() {
    return TraceFlags.getSampled();
  }
}
