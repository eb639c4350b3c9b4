package dev.trefoil.door.chat;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.door.CostReport;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects an answer and writes it as one JSON object. */
final class WholeAnswer implements AnswerListener {
  private final String requestId;
  private final long created;
  private final List<Choice> choices = new ArrayList<>(1);
  private AnswerStart start;
  private Finished finished;

  WholeAnswer(String requestId, long created) {
    this.requestId = requestId;
    this.created = created;
  }

  @Override
  public void onStart(AnswerStart beginning) {
    start = beginning;
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> {
        choice(delta.choice()).addText(delta.text());
        choice(delta.choice()).think(delta);
      }
      case ReasoningDelta delta -> {
        choice(delta.choice()).addReasoning(delta.text());
        choice(delta.choice()).think(delta);
      }
      case ReasoningSummaryDelta delta -> choice(delta.choice()).addReasoning(delta.text());
      case ReasoningSigned signed -> choice(signed.choice()).think(signed);
      case ReasoningRedacted thought -> choice(thought.choice()).think(thought);
      case PhaseStarted phase -> {} // There is no place for it here.
      case RefusalDelta delta -> {
        choice(delta.choice()).addRefusal(delta.text());
        choice(delta.choice()).think(delta);
      }
      case ToolCallStarted call -> {
        choice(call.choice()).addCall(call);
        choice(call.choice()).think(call);
      }
      case ToolArgumentsDelta(int choice, int index, String text) ->
          choice(choice).addArguments(index, text);
      case Logprobs logprobs -> choice(logprobs.choice()).addLogprobs(logprobs);
      case NativeDelta(int choice, var value) -> choice(choice).addNative(value);
      case ChoiceFinished end -> choice(end.choice()).finish(end.reason());
      case Finished end -> finished = end;
    }
  }

  private Choice choice(int index) {
    while (choices.size() <= index) {
      choices.add(new Choice());
    }
    return choices.get(index);
  }

  /** Sends the answer as OpenAI does. */
  void sendCompletion(Answered answered, List<String> dropped, ResponseSink sink)
      throws IOException {
    send(
        answered,
        dropped,
        sink,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("id", "chatcmpl-" + requestId);
              json.writeStringField("object", "chat.completion");
              json.writeNumberField("created", created);
              json.writeStringField("model", start.target().model());
              if (finished.serviceTier().isPresent()) {
                json.writeStringField("service_tier", finished.serviceTier().get());
              }
              json.writeArrayFieldStart("choices");
              for (int i = 0; i < choices.size(); i++) {
                choices.get(i).write(json, i);
              }
              json.writeEndArray();
              UsageRenderer.write(json, finished.usage());
              json.writeEndObject();
            }));
  }

  /** Sends the answer in {@code /chat}'s short form. */
  void sendShort(Answered answered, List<String> dropped, ResponseSink sink) throws IOException {
    send(
        answered,
        dropped,
        sink,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("response", choices.getFirst().text());
              json.writeStringField("provider", start.target().service());
              json.writeStringField("model", start.target().model());
              UsageRenderer.write(json, finished.usage());
              json.writeEndObject();
            }));
  }

  private void send(Answered answered, List<String> dropped, ResponseSink sink, byte[] body)
      throws IOException {
    AnswerStart whole = start.withTrail(answered.trail());
    Headers headers = ResponseHeaders.of(requestId, "application/json", whole, dropped);
    CostReport.add(headers, answered);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(body);
    }
  }
}
