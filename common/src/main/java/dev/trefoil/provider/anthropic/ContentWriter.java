package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.provider.Conversation;
import java.io.IOException;
import java.util.List;

/** Writes {@code system} and {@code messages}, block by block. */
final class ContentWriter {
  private final JsonGenerator out;
  private final MediaWriter media;

  ContentWriter(JsonGenerator out) {
    this.out = out;
    this.media = new MediaWriter(out);
  }

  void conversation(Conversation conversation) throws IOException {
    if (!conversation.system().isEmpty()) {
      out.writeArrayFieldStart("system");
      for (String text : conversation.system()) {
        text(text);
      }
      out.writeEndArray();
    }
    out.writeArrayFieldStart("messages");
    List<Message> turns = conversation.turns();
    for (int i = 0; i < turns.size(); i++) {
      turn(turns.get(i), i == turns.size() - 1);
    }
    out.writeEndArray();
  }

  private void turn(Message turn, boolean last) throws IOException {
    boolean assistant = turn.role() == Role.ASSISTANT;
    out.writeStartObject();
    out.writeStringField("role", assistant ? "assistant" : "user");
    out.writeArrayFieldStart("content");
    for (int i = 0; i < turn.parts().size(); i++) {
      Part part = turn.parts().get(i);
      boolean toGoOn = assistant && last && i == turn.parts().size() - 1;
      // An answer that is to be gone on with may not end with white space.
      part(toGoOn && part instanceof Part.Text(String text) ? stripped(text) : part);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static Part stripped(String text) {
    return new Part.Text(text.stripTrailing());
  }

  private void part(Part part) throws IOException {
    switch (part) {
      case Part.Text(var text) -> text(text);
      case Part.Refusal(var text) -> text(text);
      case Part.Image(var image, var detail) -> media.image(image);
      case Part.File(var file, var name) -> media.document(file, name);
      case Part.Audio audio ->
          throw new IllegalArgumentException("a sound, which the rules refuse");
      case Part.Reasoning thought -> thought(thought);
      case Part.RedactedReasoning(var data) -> redacted(data.value());
      case Part.ToolCall call -> call(call);
      case Part.ToolResult result -> result(result);
      case Part.CacheBreakpoint breakpoint -> throw leftOut(breakpoint);
      case Part.NativePart beyond -> throw leftOut(beyond);
    }
  }

  private void text(String text) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "text");
    out.writeStringField("text", text);
    out.writeEndObject();
  }

  private static IllegalArgumentException leftOut(Part part) {
    return new IllegalArgumentException("left out before: " + part.getClass());
  }

  private void thought(Part.Reasoning thought) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "thinking");
    out.writeStringField("thinking", thought.text());
    out.writeStringField("signature", thought.signature().orElseThrow().value());
    out.writeEndObject();
  }

  private void redacted(String data) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "redacted_thinking");
    out.writeStringField("data", data);
    out.writeEndObject();
  }

  private void call(Part.ToolCall call) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "tool_use");
    out.writeStringField("id", call.id());
    out.writeStringField("name", call.name());
    out.writeFieldName("input");
    out.writeRawValue(call.arguments());
    out.writeEndObject();
  }

  private void result(Part.ToolResult result) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "tool_result");
    out.writeStringField("tool_use_id", result.callId());
    if (result.failed()) {
      out.writeBooleanField("is_error", true);
    }
    out.writeArrayFieldStart("content");
    for (Part part : result.content()) {
      // A tool may have nothing to say, but not in a block of its own.
      if (!(part instanceof Part.Text(String text)) || !text.isBlank()) {
        part(part);
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
