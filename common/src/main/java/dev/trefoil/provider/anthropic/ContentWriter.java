package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Conversation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes {@code system} and {@code messages}, block by block. */
final class ContentWriter {
  private static final Duration SHORT = Duration.ofMinutes(5);

  private final JsonGenerator out;
  private final MediaWriter media;

  ContentWriter(JsonGenerator out) {
    this.out = out;
    this.media = new MediaWriter(out);
  }

  void conversation(Conversation conversation) throws IOException {
    if (!conversation.system().isEmpty()) {
      out.writeArrayFieldStart("system");
      blocks(conversation.system(), false);
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
    out.writeStringField("role", role(turn.role()));
    out.writeArrayFieldStart("content");
    blocks(turn.parts(), assistant && last);
    out.writeEndArray();
    for (Part part : turn.parts()) {
      boolean system = turn.role() == Role.SYSTEM; // No other message has members of its own.
      if (system && part instanceof Part.NativePart(Native member) && !isBlock(member)) {
        out.writeFieldName(member.member());
        out.writeRawValue(member.json());
      }
    }
    out.writeEndObject();
  }

  private static String role(Role role) {
    return switch (role) {
      case ASSISTANT -> "assistant";
      case SYSTEM -> "system";
      case USER, TOOL -> "user";
    };
  }

  /**
   * @param toGoOn whether the model goes on with the last of them, which then may not end with
   *     white space
   */
  private void blocks(List<Part> parts, boolean toGoOn) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last = i == parts.size() - 1;
      Optional<Part.CacheBreakpoint> mark =
          !last && parts.get(i + 1) instanceof Part.CacheBreakpoint after
              ? Optional.of(after)
              : Optional.empty();
      part(last && toGoOn && part instanceof Part.Text(String text) ? stripped(text) : part, mark);
    }
  }

  private static Part stripped(String text) {
    return new Part.Text(text.stripTrailing());
  }

  private static boolean isBlock(Native value) {
    return value.member().equals(Native.ITEM);
  }

  /**
   * @param mark that the prompt up to this block is expected to come again
   */
  private void part(Part part, Optional<Part.CacheBreakpoint> mark) throws IOException {
    switch (part) {
      case Part.Text(var text) -> text(text, mark);
      case Part.Refusal(var text) -> text(text, mark);
      case Part.Image(var image, var detail) -> {
        media.image(image);
        end(mark);
      }
      case Part.File(var file, var name) -> {
        media.document(file, name);
        end(mark);
      }
      case Part.Audio audio ->
          throw new IllegalArgumentException("a sound, which the rules refuse");
      case Part.Reasoning thought -> thought(thought);
      case Part.RedactedReasoning(var data) -> redacted(data.value());
      case Part.ToolCall call -> {
        call(call);
        end(mark);
      }
      case Part.ToolResult result -> {
        result(result);
        end(mark);
      }
      case Part.CacheBreakpoint breakpoint -> {} // On the block before.
      case Part.NativePart(Native value) -> {
        if (isBlock(value)) {
          out.writeRawValue(value.json().substring(0, value.json().lastIndexOf('}')));
          // What was written is no whole value: its end is written by hand as well.
          out.writeRaw(mark.map(ContentWriter::rawMark).orElse("") + "}");
        }
      }
    }
  }

  private static String rawMark(Part.CacheBreakpoint mark) {
    return ",\"cache_control\":" + Json.object(json -> members(json, mark));
  }

  private void text(String text, Optional<Part.CacheBreakpoint> mark) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "text");
    out.writeStringField("text", text);
    end(mark);
  }

  private void end(Optional<Part.CacheBreakpoint> mark) throws IOException {
    cacheControl(out, mark);
    out.writeEndObject();
  }

  /** Writes a block's or a tool's mark, where there is one. */
  static void cacheControl(JsonGenerator out, Optional<Part.CacheBreakpoint> mark)
      throws IOException {
    if (mark.isPresent()) {
      out.writeObjectFieldStart("cache_control");
      members(out, mark.get());
      out.writeEndObject();
    }
  }

  private static void members(JsonGenerator out, Part.CacheBreakpoint mark) throws IOException {
    out.writeStringField("type", "ephemeral");
    if (mark.ttl().isPresent()) {
      // There are two: what is to last longer than the shorter gets the longer.
      out.writeStringField("ttl", mark.ttl().get().compareTo(SHORT) > 0 ? "1h" : "5m");
    }
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
  }

  private void result(Part.ToolResult result) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "tool_result");
    out.writeStringField("tool_use_id", result.callId());
    if (result.failed()) {
      out.writeBooleanField("is_error", true);
    }
    out.writeArrayFieldStart("content");
    // A tool may have nothing to say, but not in a block of its own.
    blocks(result.content().stream().filter(ContentWriter::says).toList(), false);
    out.writeEndArray();
  }

  private static boolean says(Part part) {
    return !(part instanceof Part.Text(String text)) || !text.isBlank();
  }
}
