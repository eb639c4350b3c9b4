package dev.trefoil.openai;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.fallback.AnswerListener;
import dev.trefoil.fallback.Trail;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Collects an answer and writes it as one JSON object. */
final class WholeAnswer implements AnswerListener {
  private final String requestId;
  private final long created;
  private final StringBuilder text = new StringBuilder();
  private Target target;
  private Trail trail;
  private Finished finished;

  WholeAnswer(String requestId, long created) {
    this.requestId = requestId;
    this.created = created;
  }

  @Override
  public void onStart(Target answering, Trail attempts) {
    target = answering;
    trail = attempts;
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta(String delta) -> text.append(delta);
      case Finished end -> finished = end;
    }
  }

  /** Sends the answer as OpenAI does. */
  void sendCompletion(List<String> dropped, ResponseSink sink) throws IOException {
    send(
        dropped,
        sink,
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("id", "chatcmpl-" + requestId);
              json.writeStringField("object", "chat.completion");
              json.writeNumberField("created", created);
              json.writeStringField("model", target.model());
              json.writeArrayFieldStart("choices");
              json.writeStartObject();
              json.writeNumberField("index", 0);
              json.writeObjectFieldStart("message");
              json.writeStringField("role", "assistant");
              json.writeStringField("content", text.toString());
              json.writeNullField("refusal");
              json.writeEndObject();
              json.writeNullField("logprobs");
              json.writeStringField("finish_reason", FinishReasons.name(finished.reason()));
              json.writeEndObject();
              json.writeEndArray();
              UsageRenderer.write(json, finished.usage());
              json.writeEndObject();
            }));
  }

  /** Sends the answer in {@code /chat}'s short form. */
  void sendShort(List<String> dropped, ResponseSink sink) throws IOException {
    send(
        dropped,
        sink,
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("response", text.toString());
              json.writeStringField("provider", target.service());
              json.writeStringField("model", target.model());
              UsageRenderer.write(json, finished.usage());
              json.writeEndObject();
            }));
  }

  private void send(List<String> dropped, ResponseSink sink, byte[] body) throws IOException {
    Headers headers =
        ResponseHeaders.withDropped(
            ResponseHeaders.of(requestId, "application/json", trail), dropped);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(body);
    }
  }
}
