package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a message. Every provider's signature stays out of it, and what a model thought, unless it
 * thought so before calls of tools, for a server that is not OpenAI's: DeepSeek's and Kimi's models
 * want it back there.
 */
final class MessageWriter {
  private static final String FAILED = "error: ";

  private MessageWriter() {}

  /**
   * Writes a message.
   *
   * @param listed whether content that is not the model's is a list also where it is one text
   */
  static void write(JsonGenerator out, Message message, Dialect dialect, boolean listed)
      throws IOException {
    switch (message.role()) {
      case SYSTEM -> plain(out, "system", message.parts(), listed);
      case USER -> plain(out, "user", message.parts(), listed);
      case ASSISTANT -> assistant(out, message.parts(), dialect);
      case TOOL -> results(out, message.parts(), listed);
    }
  }

  /**
   * {@code developer} messages too go as {@code system}: OpenAI's reasoning models take that for
   * the same, other servers know no developer.
   */
  private static void plain(JsonGenerator out, String role, List<Part> parts, boolean listed)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("role", role);
    content(out, parts, listed);
    out.writeEndObject();
  }

  private static void assistant(JsonGenerator out, List<Part> parts, Dialect dialect)
      throws IOException {
    List<Part> texts = new ArrayList<>();
    List<Part.ToolCall> calls = new ArrayList<>();
    StringBuilder refusal = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.ToolCall call -> calls.add(call);
        case Part.Refusal(String text) when dialect.refusals() -> refusal.append(text);
        case Part.Refusal(String text) -> texts.add(new Part.Text(text));
        case Part.Reasoning thought -> {
          if (thought.signature().isEmpty()) {
            thoughts.append(thought.text());
          }
        }
        case Part.RedactedReasoning thought -> {}
        case Part.CacheBreakpoint breakpoint -> texts.add(breakpoint);
        case Part.NativePart beyond -> texts.add(beyond);
        case Part.Text text -> texts.add(text);
        case Part.Image image -> texts.add(image);
        case Part.Audio audio -> texts.add(audio);
        case Part.File file -> texts.add(file);
        case Part.ToolResult result -> texts.add(result);
      }
    }
    out.writeStartObject();
    out.writeStringField("role", "assistant");
    if (texts.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty())) {
      // Not left out: DeepSeek's server asks for the member.
      out.writeNullField("content");
    } else {
      content(out, texts, false);
    }
    if (dialect.thoughts() && !thoughts.isEmpty() && areUnmarked(calls)) {
      out.writeStringField("reasoning_content", thoughts.toString());
    }
    if (!refusal.isEmpty()) {
      out.writeStringField("refusal", refusal.toString());
    }
    if (!calls.isEmpty()) {
      out.writeArrayFieldStart("tool_calls");
      for (Part.ToolCall call : calls) {
        call(out, call);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** Whether there are calls, and none that another provider marked as its model's. */
  private static boolean areUnmarked(List<Part.ToolCall> calls) {
    return !calls.isEmpty() && calls.stream().allMatch(call -> call.signature().isEmpty());
  }

  private static void call(JsonGenerator out, Part.ToolCall call) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", call.id());
    out.writeStringField("type", "function");
    out.writeObjectFieldStart("function");
    out.writeStringField("name", call.name());
    out.writeStringField("arguments", call.arguments());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void results(JsonGenerator out, List<Part> parts, boolean listed)
      throws IOException {
    for (Part part : parts) {
      if (!(part instanceof Part.ToolResult(String callId, List<Part> content, boolean failed))) {
        throw new IllegalArgumentException(
            "a message of a tool holds results only: " + part.getClass());
      }
      out.writeStartObject();
      out.writeStringField("role", "tool");
      out.writeStringField("tool_call_id", callId);
      content(out, failed ? failed(content) : content, listed);
      out.writeEndObject();
    }
  }

  /** There is no other place for it, in either protocol. */
  static List<Part> failed(List<Part> content) {
    List<Part> marked = new ArrayList<>(content);
    if (!marked.isEmpty() && marked.getFirst() instanceof Part.Text(String text)) {
      marked.set(0, new Part.Text(FAILED + text));
    } else {
      marked.addFirst(new Part.Text(FAILED.strip()));
    }
    return marked;
  }

  private static void content(JsonGenerator out, List<Part> parts, boolean listed)
      throws IOException {
    if (parts.isEmpty()) {
      out.writeStringField("content", "");
    } else if (!listed && parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text)) {
      out.writeStringField("content", text);
    } else {
      out.writeArrayFieldStart("content");
      PartWriter.all(out, parts);
      out.writeEndArray();
    }
  }
}
