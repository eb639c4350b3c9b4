package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
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
import dev.trefoil.chat.ClaudeThoughts;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.EventStream;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
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

  /** By choice; of those that think alone. */
  private final Map<Integer, ClaudeThoughts> thoughts = new HashMap<>(0);

  /** The members that all chunks begin with. */
  private SerializableString head;

  StreamedAnswer(String requestId, long created, boolean includeUsage, EventStream events) {
    this.id = "chatcmpl-" + requestId;
    this.created = created;
    this.includeUsage = includeUsage;
    this.events = events;
  }

  @Override
  public void onStart(AnswerStart start) {
    head = head(start.target().model());
    events.start(start);
  }

  private SerializableString head(String model) {
    String object =
        Json.object(
            json -> {
              json.writeStringField("id", id);
              json.writeStringField("object", "chat.completion.chunk");
              json.writeNumberField("created", created);
              json.writeStringField("model", model);
            });
    return new SerializedString(object.substring(1, object.length() - 1) + ",");
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> {
        think(delta.choice(), delta);
        text(delta.choice(), "content", delta.text());
      }
      case ReasoningDelta delta -> {
        thoughts.computeIfAbsent(delta.choice(), it -> new ClaudeThoughts()).add(delta);
        text(delta.choice(), "reasoning_content", delta.text());
      }
      case ReasoningSummaryDelta delta -> text(delta.choice(), "reasoning_content", delta.text());
      case ReasoningSigned signed ->
          thoughts.computeIfAbsent(signed.choice(), it -> new ClaudeThoughts()).add(signed);
      case ReasoningRedacted thought ->
          thoughts.computeIfAbsent(thought.choice(), it -> new ClaudeThoughts()).add(thought);
      case PhaseStarted phase -> {} // There is no place for it here.
      case RefusalDelta delta -> {
        think(delta.choice(), delta);
        text(delta.choice(), "refusal", delta.text());
      }
      case ToolCallStarted call -> {
        think(call.choice(), call);
        delta(call.choice(), json -> start(json, call));
      }
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
      case ChoiceFinished end -> finish(end);
      case Finished(Usage usage, var tier) -> finish(usage, tier);
    }
  }

  @Override
  public void onContinuation() {
    events.probe();
  }

  @Override
  public void onBurst(boolean goesOn) {
    events.burst(goesOn);
  }

  /** A choice that thinks is told of what it says; most do not think. */
  private void think(int choice, ChatEvent event) {
    if (!thoughts.isEmpty() && thoughts.containsKey(choice)) {
      thoughts.get(choice).add(event);
    }
  }

  private void finish(ChoiceFinished end) {
    Optional<Signature> signature =
        thoughts.isEmpty()
            ? Optional.empty()
            : Optional.ofNullable(thoughts.remove(end.choice())).flatMap(ClaudeThoughts::signature);
    signature.ifPresent(mark -> delta(end.choice(), json -> ExtraContent.write(json, mark)));
    chunk(end.choice(), json -> {}, Optional.empty(), FinishReasons.name(end.reason()));
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
      json.writeRaw(head);
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
