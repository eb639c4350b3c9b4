package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a conversation as items of Responses, in order and without ids: those are of answers that
 * the service does not keep. What another resource or model thought is left out, whole.
 */
final class ItemWriter {
  private final JsonGenerator out;
  private final SpecialTools special;
  private final Dialect dialect;
  private final ReasoningMarks marks;
  private final boolean remembers;
  private final boolean listed;

  /** Ids of calls whose input was a text; their outputs have a type of their own. */
  private final Set<String> texts = new HashSet<>(0);

  /**
   * @param remembers whether what the model thought before is written
   * @param listed whether outputs are written as lists also where they are one text
   */
  ItemWriter(
      JsonGenerator out,
      SpecialTools special,
      Dialect dialect,
      ReasoningMarks marks,
      boolean remembers,
      boolean listed) {
    this.out = out;
    this.special = special;
    this.dialect = dialect;
    this.marks = marks;
    this.remembers = remembers;
    this.listed = listed;
  }

  void write(Message message) throws IOException {
    switch (message.role()) {
      case SYSTEM -> said(dialect.instructor(), message);
      case USER -> said("user", message);
      case ASSISTANT -> assistant(message);
      case TOOL -> results(message.parts());
    }
  }

  /** Instructions, or what the user says; items of the protocol's own stand between the words. */
  private void said(String role, Message message) throws IOException {
    List<Part> words = new ArrayList<>(message.parts().size());
    boolean items = false;
    for (Part part : message.parts()) {
      if (part instanceof Part.NativePart(Native own)) {
        flush(role, words, Optional.empty());
        out.writeRawValue(own.json());
        items = true;
      } else {
        words.add(part);
      }
    }
    if (words.isEmpty() && !items) {
      words.add(new Part.Text(""));
    }
    flush(role, words, Optional.empty());
  }

  private void assistant(Message message) throws IOException {
    List<Part> words = new ArrayList<>(1);
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> words.add(text);
        case Part.Refusal refusal -> words.add(refusal);
        case Part.Image image -> words.add(image);
        case Part.Audio audio -> words.add(audio);
        case Part.File file -> words.add(file);
        case Part.ToolResult result -> words.add(result);
        case Part.CacheBreakpoint breakpoint -> words.add(breakpoint);
        case Part.RedactedReasoning thought -> {}
        case Part.Reasoning thought -> {
          flush("assistant", words, message.phase());
          thought(thought);
        }
        case Part.ToolCall call -> {
          flush("assistant", words, message.phase());
          call(call);
        }
        case Part.NativePart(Native own) -> {
          flush("assistant", words, message.phase());
          if (own.member()
              .equals(Native.ITEM)) { // Else of an answer's message, as annotations are.
            out.writeRawValue(own.json());
          }
        }
      }
    }
    flush("assistant", words, message.phase());
  }

  private void flush(String role, List<Part> words, Optional<String> phase) throws IOException {
    if (words.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringField("type", "message");
    out.writeStringField("role", role);
    out.writeArrayFieldStart("content");
    ItemPartWriter.all(out, words, role.equals("assistant") ? "output_text" : "input_text");
    out.writeEndArray();
    if (phase.isPresent()) {
      out.writeStringField("phase", phase.get());
    }
    out.writeEndObject();
    words.clear();
  }

  private void thought(Part.Reasoning thought) throws IOException {
    Optional<ReasoningMarks.Mark> mark = thought.signature().flatMap(marks::own);
    if (!remembers || mark.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringField("type", "reasoning");
    if (!mark.get().id().isEmpty()) {
      out.writeStringField("id", mark.get().id());
    }
    out.writeArrayFieldStart("summary");
    for (String part : thought.summary()) {
      ItemPartWriter.text(out, "summary_text", part);
    }
    out.writeEndArray();
    if (!thought.text().isEmpty() && !dialect.encryptsThoughts()) { // Else it is a summary's.
      out.writeArrayFieldStart("content");
      ItemPartWriter.text(out, "reasoning_text", thought.text());
      out.writeEndArray();
    }
    out.writeStringField("encrypted_content", mark.get().encrypted());
    out.writeEndObject();
  }

  private void call(Part.ToolCall call) throws IOException {
    Optional<String> input =
        special.isFreeText(call.name()) ? FreeTexts.input(call.arguments()) : Optional.empty();
    out.writeStartObject();
    out.writeStringField("type", input.isPresent() ? "custom_tool_call" : "function_call");
    out.writeStringField("call_id", call.id());
    out.writeStringField("name", special.name(call.name()));
    String namespace = special.namespace(call.name());
    if (!namespace.isEmpty()) {
      out.writeStringField("namespace", namespace);
    }
    if (input.isPresent()) {
      texts.add(call.id());
      out.writeStringField("input", input.get());
    } else {
      out.writeStringField("arguments", call.arguments());
    }
    out.writeEndObject();
  }

  private void results(List<Part> parts) throws IOException {
    for (Part part : parts) {
      if (part instanceof Part.NativePart(Native own)) {
        out.writeRawValue(own.json());
        continue;
      }
      if (!(part instanceof Part.ToolResult(String callId, List<Part> given, boolean failed))) {
        throw new IllegalArgumentException(
            "a message of a tool holds results only: " + part.getClass());
      }
      List<Part> content = failed ? MessageWriter.failed(given) : given;
      out.writeStartObject();
      out.writeStringField(
          "type", texts.contains(callId) ? "custom_tool_call_output" : "function_call_output");
      out.writeStringField("call_id", callId);
      if (content.isEmpty()) {
        out.writeStringField("output", "");
      } else if (!listed
          && content.size() == 1
          && content.getFirst() instanceof Part.Text(String text)) {
        out.writeStringField("output", text);
      } else {
        out.writeArrayFieldStart("output");
        ItemPartWriter.all(out, content, "input_text");
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }
}
