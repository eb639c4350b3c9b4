package dev.trefoil.door.admin;

import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.RecentCalls;
import dev.trefoil.gateway.RecentCalls.Page;
import dev.trefoil.gateway.RecentCalls.Recent;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers {@code GET /v1/trefoil/calls}: the calls that have ended last in this process, each with
 * its trail, as a list or as server-sent events while they end. Operators see everybody's, and all
 * others their own without what services said of failures.
 */
public final class CallsEndpoint {
  private static final int USUAL_CALLS = 200;
  private static final int MOST_CALLS = 1_000;

  /** How many streams there may be at once: each has a thread that waits. */
  private static final int MOST_STREAMS = 16;

  /** A stream ends after that, and is asked for anew from where it ended. */
  private static final Duration LONGEST_STREAM = Duration.ofSeconds(20);

  /** What of a call's time is not waited. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
  private static final byte[] ALIVE = ascii(": keep-alive\n\n");
  private static final byte[] BEGIN = ascii("retry: 1000\n\n");
  private static final Pattern CURSOR = Pattern.compile("([0-9a-z]{1,32})-([0-9]{1,18})");

  private final Optional<RecentCalls> recent;
  private final Set<String> operators;
  private final boolean streamed;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  /**
   * @param recent empty where no calls are held
   * @param operators the callers that see everybody's
   * @param streamed whether the process may be kept by who waits: not one that takes a call at a
   *     time
   */
  public CallsEndpoint(Optional<RecentCalls> recent, Set<String> operators, boolean streamed) {
    this.recent = recent;
    this.operators = Set.copyOf(operators);
    this.streamed = streamed;
  }

  /**
   * Tells the calls after the one that {@code after} names, oldest first. Where events are asked
   * for they are given, unless what the call came through would hold them back, or too many are
   * given already: then the answer is the list.
   *
   * @throws Problem 400 for an {@code after} or a {@code limit} that is none, 501 where no calls
   *     are held
   * @throws IOException when the caller is gone
   */
  public void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    RecentCalls held =
        recent.orElseThrow(
            () ->
                Problem.of(
                    501,
                    "calls_not_held",
                    "No calls are held to be looked at: 'console' in trefoil.yaml says whether"
                        + " they are."));
    long after = after(call, held);
    int limit = limit(call);
    boolean all = Operators.include(operators, call.caller());
    boolean events =
        streamed
            && call.headers().all("accept").stream()
                .anyMatch(type -> type.contains("text/event-stream"))
            && !call.info().frontDoor().buffers();
    if (!events || !streams.tryAcquire()) {
      list(call, held, after, limit, all, sink);
      return;
    }
    try {
      stream(call, held, after, all, sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  private static void list(
      DoorCall call, RecentCalls held, long after, int limit, boolean all, ResponseSink sink)
      throws IOException {
    Page page = held.read(after, limit, seen(call.caller(), all));
    List<BudgetWarning> warnings =
        held.warnings().stream()
            .filter(warning -> all || call.caller().owns(warning.call().caller()))
            .toList();
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeStringField("process", held.process());
          json.writeArrayFieldStart("data");
          for (Recent one : page.calls()) {
            json.writeStartObject();
            CallForm.write(json, held.process(), one, all);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("next", CallForm.cursor(held.process(), page.next()));
          json.writeBooleanField("has_more", page.more());
          json.writeNumberField("missed", page.missed());
          json.writeArrayFieldStart("budget_warnings");
          for (BudgetWarning warning : warnings) {
            json.writeStartObject();
            json.writeStringField("at", warning.call().began().toString());
            json.writeStringField("caller", warning.call().caller().label());
            json.writeStringField("route", warning.call().route());
            json.writeStringField("warning", warning.budget());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void stream(
      DoorCall call, RecentCalls held, long after, boolean all, ResponseSink sink)
      throws Problem, IOException, InterruptedException {
    Deadline deadline =
        Deadline.after(call.info().deadline().remaining().minus(MARGIN)).within(LONGEST_STREAM);
    Predicate<CallEnded> seen = seen(call.caller(), all);
    try (OutputStream out =
        sink.start(
            200,
            ResponseHeaders.of(call.requestId(), "text/event-stream; charset=utf-8", Trail.NONE))) {
      out.write(BEGIN);
      out.flush();
      long from = after;
      boolean last;
      do {
        last = deadline.isExpired() || held.isClosed();
        Page page = held.read(from, USUAL_CALLS, seen);
        for (Recent one : page.calls()) {
          out.write(event(held.process(), one, all));
        }
        from = page.next();
        if (page.calls().isEmpty() && !last && !held.await(from, shorter(deadline.remaining()))) {
          out.write(ALIVE);
        }
        out.flush();
      } while (!last);
    }
  }

  private static Duration shorter(Duration left) {
    return left.compareTo(KEEP_ALIVE) < 0 ? left : KEEP_ALIVE;
  }

  private static byte[] event(String process, Recent one, boolean all) {
    byte[] json =
        Json.bytes(
            generator -> {
              generator.writeStartObject();
              CallForm.write(generator, process, one, all);
              generator.writeEndObject();
            });
    return ("id: "
            + CallForm.cursor(process, one.number())
            + "\nevent: call\ndata: "
            + new String(json, StandardCharsets.UTF_8)
            + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Predicate<CallEnded> seen(Caller caller, boolean all) {
    return ended -> all || caller.owns(ended.call().caller());
  }

  /** Of several places that were reached, each in a process, the one of this. */
  private static long after(DoorCall call, RecentCalls held) throws Problem {
    long after = 0;
    List<String> cursors = call.query().all("after");
    if (cursors.isEmpty()) {
      cursors = call.headers().all("last-event-id");
    }
    for (String text : cursors) {
      Matcher cursor = CURSOR.matcher(text);
      if (!cursor.matches()) {
        throw Problem.invalid("after", "'after' is no 'next' and no id of an answer to this call.");
      }
      if (cursor.group(1).equals(held.process())) {
        after = Math.max(after, Long.parseLong(cursor.group(2)));
      }
    }
    return after;
  }

  private static int limit(DoorCall call) throws Problem {
    Optional<String> text = call.query().last("limit");
    if (text.isEmpty()) {
      return USUAL_CALLS;
    }
    if (text.get().matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text.get());
      if (limit >= 1 && limit <= MOST_CALLS) {
        return limit;
      }
    }
    throw Problem.invalid("limit", "'limit' is a whole number from 1 to " + MOST_CALLS + ".");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
