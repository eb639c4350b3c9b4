package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Usage;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Optional;

/**
 * Writes an answer as chunks while it is given. A token costs no writer and no buffer of its own.
 */
final class StreamedAnswer implements AnswerListener, AutoCloseable {
  private final String id;
  private final long created;
  private final boolean includeUsage;
  private final EventStream events;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(512);
  private final JsonGenerator json = Json.values(chunk);
  private final BitSet begun = new BitSet();
  private String model;

  StreamedAnswer(String requestId, long created, boolean includeUsage, EventStream events) {
    this.id = "chatcmpl-" + requestId;
    this.created = created;
    this.includeUsage = includeUsage;
    this.events = events;
  }

  @Override
  public void onStart(AnswerStart start) {
    model = start.target().model();
    events.start(start);
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta(int choice, String text) -> text(choice, "content", text);
      case ReasoningDelta(int choice, String text) -> text(choice, "reasoning_content", text);
      case ReasoningSigned(int choice, var signature) ->
          delta(choice, json -> ExtraContent.write(json, signature));
      case RefusalDelta(int choice, String text) -> text(choice, "refusal", text);
      case ToolCallStarted call -> delta(call.choice(), json -> start(json, call));
      case ToolArgumentsDelta(int choice, int index, String text) ->
          delta(choice, json -> arguments(json, index, text));
      case Logprobs(int choice, String logprobs) ->
          chunk(choice, json -> {}, Optional.of(logprobs), null);
      case NativeDelta(int choice, var value) -> {
        if (value.protocol().equals(Native.OPENAI_CHAT)) {
          delta(
              choice,
              json -> {
                json.writeFieldName(value.member());
                json.writeRawValue(value.json());
              });
        }
      }
      case ChoiceFinished(int choice, var reason) ->
          chunk(choice, json -> {}, Optional.empty(), FinishReasons.name(reason));
      case Finished(Usage usage, var tier) -> finish(usage, tier);
    }
  }

  @Override
  public void onContinuation() {
    events.probe();
  }

  private void text(int choice, String member, String text) {
    delta(choice, json -> json.writeStringField(member, text));
  }

  private void delta(int choice, Json.Members delta) {
    chunk(choice, delta, Optional.empty(), null);
  }

  private void chunk(
      int choice, Json.Members delta, Optional<String> logprobs, String finishReason) {
    if (!begun.get(choice)) {
      begun.set(choice);
      delta(
          choice,
          json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
          });
    }
    send(
        Optional.empty(),
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", choice);
          json.writeObjectFieldStart("delta");
          delta.write(json);
          json.writeEndObject();
          json.writeFieldName("logprobs");
          json.writeRawValue(logprobs.orElse("null"));
          json.writeStringField("finish_reason", finishReason);
          json.writeEndObject();
          json.writeEndArray();
          if (includeUsage) {
            json.writeNullField("usage");
          }
        });
  }

  private void finish(Usage usage, Optional<String> tier) {
    if (includeUsage) {
      send(
          tier,
          json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            UsageRenderer.write(json, usage);
          });
    }
  }

  private static void start(JsonGenerator json, ToolCallStarted call) throws IOException {
    json.writeArrayFieldStart("tool_calls");
    json.writeStartObject();
    json.writeNumberField("index", call.index());
    json.writeStringField("id", call.id());
    json.writeStringField("type", "function");
    json.writeObjectFieldStart("function");
    json.writeStringField("name", call.name());
    json.writeStringField("arguments", "");
    json.writeEndObject();
    if (call.signature().isPresent()) {
      ExtraContent.write(json, call.signature().get());
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void arguments(JsonGenerator json, int index, String text) throws IOException {
    json.writeArrayFieldStart("tool_calls");
    json.writeStartObject();
    json.writeNumberField("index", index);
    json.writeObjectFieldStart("function");
    json.writeStringField("arguments", text);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void send(Optional<String> tier, Json.Members members) {
    chunk.reset();
    chunk.writeBytes(EventStream.DATA);
    try {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeStringField("object", "chat.completion.chunk");
      json.writeNumberField("created", created);
      json.writeStringField("model", model);
      if (tier.isPresent()) {
        json.writeStringField("service_tier", tier.get());
      }
      members.write(json);
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk.writeBytes(EventStream.END);
    events.event(chunk);
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
  }
}
