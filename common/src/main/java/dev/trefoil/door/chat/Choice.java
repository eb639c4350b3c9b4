package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ClaudeThoughts;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.LogprobsRenderer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the answers that a call asked for, collected until it is whole. */
final class Choice {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  private final List<String> logprobs = new ArrayList<>();
  private final Map<String, String> natives = new LinkedHashMap<>(0);
  private final ClaudeThoughts thoughts = new ClaudeThoughts();
  private FinishReason reason;

  String text() {
    return text.toString();
  }

  void addText(String delta) {
    text.append(delta);
  }

  void addReasoning(String delta) {
    reasoning.append(delta);
  }

  /** Takes what its marks are on, and the marks. */
  void think(ChatEvent event) {
    thoughts.add(event);
  }

  void addRefusal(String delta) {
    refusal.append(delta);
  }

  void addCall(ToolCallStarted start) {
    calls.add(new Call(start, new StringBuilder()));
  }

  void addArguments(int index, String delta) {
    calls.get(index).arguments().append(delta);
  }

  void addLogprobs(Logprobs event) {
    logprobs.add(event.json());
  }

  /** Lists that came in pieces are one list; of anything else the last piece counts. */
  void addNative(Native value) {
    if (value.protocol().equals(Native.OPENAI_CHAT)) {
      natives.merge(value.member(), value.json(), Choice::joined);
    }
  }

  private static String joined(String before, String more) {
    return before.startsWith("[") && more.startsWith("[")
        ? before.substring(0, before.length() - 1) + "," + more.substring(1)
        : more;
  }

  void finish(FinishReason why) {
    reason = why;
  }

  void write(JsonGenerator json, int index) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    json.writeObjectFieldStart("message");
    json.writeStringField("role", "assistant");
    // A text beside tool calls is kept; without either the text is empty, not absent.
    boolean silent = text.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
    json.writeStringField("content", silent ? null : text.toString());
    json.writeStringField("refusal", refusal.isEmpty() ? null : refusal.toString());
    if (!reasoning.isEmpty()) {
      json.writeStringField("reasoning_content", reasoning.toString());
    }
    Optional<Signature> signature = thoughts.signature();
    if (signature.isPresent()) {
      ExtraContent.write(json, signature.get());
    }
    if (!calls.isEmpty()) {
      json.writeArrayFieldStart("tool_calls");
      for (Call call : calls) {
        call.write(json);
      }
      json.writeEndArray();
    }
    for (Map.Entry<String, String> beyond : natives.entrySet()) {
      json.writeFieldName(beyond.getKey());
      json.writeRawValue(beyond.getValue());
    }
    json.writeEndObject();
    json.writeFieldName("logprobs");
    LogprobsRenderer.write(json, logprobs);
    json.writeStringField("finish_reason", FinishReasons.name(reason));
    json.writeEndObject();
  }

  /** One call of a tool. */
  private record Call(ToolCallStarted start, StringBuilder arguments) {
    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("id", start.id());
      json.writeStringField("type", "function");
      json.writeObjectFieldStart("function");
      json.writeStringField("name", start.name());
      json.writeStringField("arguments", arguments.isEmpty() ? "{}" : arguments.toString());
      json.writeEndObject();
      if (start.signature().isPresent()) {
        ExtraContent.write(json, start.signature().get());
      }
      json.writeEndObject();
    }
  }
}
