package dev.trefoil.door.responses;

import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.CostReport;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers {@code POST /v1/responses/compact}: a thread as its last messages of the user and a
 * summary of all of it, with which its caller goes on in its place. Nothing is kept.
 */
final class CompactEndpoint {
  /** Of what the user said, as text; the summary has the rest. */
  private static final int MOST_KEPT = 64_000;

  private final ModelCalls calls;
  private final ResponsesParser parser;
  private final Summaries summaries;
  private final Clock clock;

  CompactEndpoint(ModelCalls calls, ResponsesParser parser, Clock clock) {
    this.calls = calls;
    this.parser = parser;
    this.summaries = new Summaries(calls);
    this.clock = clock;
  }

  /**
   * @throws Problem 400 when the request is malformed, or too long to be summarised; otherwise as a
   *     response's
   * @throws IOException when the caller is gone
   */
  void compact(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    ResponsesCall call = parser.create(body, info);
    if (call.request().stream()) {
      throw Problem.unsupported("stream", "What is compacted is sent whole: leave 'stream' out.");
    }
    if (call.background()) {
      throw Problem.unsupported(
          "background", "What is compacted is not kept: leave 'background' out.");
    }
    calls.check(info, call.asked(), call.preferences());
    CallPast past = call.past().orElseThrow();
    List<String> items = new ArrayList<>(past.items());
    items.addAll(ConversationItemText.of(call.input(), call.ids(), past.begun().referred()));
    Summary summary = summary(call, past.said(items), info);
    send(call, items, summary, info, sink);
  }

  private Summary summary(ResponsesCall call, List<Message> said, CallInfo info)
      throws Problem, IOException {
    ChatRequest shortest = call.request().withMessages(List.of(Message.of(Role.USER, "-")));
    Plan plan = calls.plan(new Question(call, shortest));
    Target target = plan.steps().getFirst().target();
    try {
      return summaries
          .of(call, said, target, Compaction.narrowest(plan), info, new Cancellation())
          .orElseThrow(
              () ->
                  Problem.of(
                          400,
                          "context_length_exceeded",
                          "It cannot be summarised: it holds nothing that is said, or is longer"
                              + " than "
                              + Summaries.MOST_PIECES
                              + " questions to the model.")
                      .withParam("input"));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void send(
      ResponsesCall call, List<String> items, Summary summary, CallInfo info, ResponseSink sink)
      throws IOException {
    CompactionItem item = new CompactionItem(summary.text(), Optional.empty());
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("id", call.ids().response());
              json.writeStringField("object", "response.compaction");
              json.writeNumberField("created_at", clock.instant().getEpochSecond());
              json.writeArrayFieldStart("output");
              for (String kept : kept(items)) {
                json.writeRawValue(kept);
              }
              json.writeRawValue(item.json(call.ids().item(ItemIds.COMPACTION, items.size())));
              json.writeEndArray();
              json.writeFieldName("usage");
              Response.write(json, summary.usage());
              json.writeEndObject();
            });
    Trail trail = summary.before(Trail.NONE);
    Headers headers =
        ResponseHeaders.of(
            info.requestId(), "application/json", summary.start().withTrail(trail), call.dropped());
    FieldNames.rename(headers, call.dropped());
    CostReport.add(
        headers,
        new Answered(
            trail, summary.usage(), summary.estimated(), Optional.empty(), Optional.empty()));
    try (OutputStream out = sink.start(200, headers)) {
      out.write(body);
    }
  }

  /** Instructions, and the user's last messages as far as they are short enough, in order. */
  private static List<String> kept(List<String> items) {
    List<String> kept = new ArrayList<>();
    int left = MOST_KEPT;
    for (String item : items.reversed()) {
      boolean users = KeptItem.isUsers(item);
      left -= users ? item.length() : 0;
      if (KeptItem.isInstruction(item) || users && left >= 0) {
        kept.addFirst(item);
      }
    }
    return kept;
  }
}
