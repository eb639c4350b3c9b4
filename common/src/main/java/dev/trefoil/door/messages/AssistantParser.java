package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.SignatureText;
import dev.trefoil.door.TurnCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a message of the assistant: what an earlier answer of ours, or of Anthropic's, said.
 *
 * <p>A mark of another provider's is wrapped as one text; Anthropic's own are as they are. Google
 * marks calls and texts: such a mark is a block of its own before the call, or after the text.
 */
final class AssistantParser {
  /** Of our wrapping; what begins so and cannot be opened is nobody's. */
  private static final String WRAPPED = "trefoil.";

  private final TurnCalls calls;
  private Optional<Signature> waiting = Optional.empty();

  private AssistantParser(TurnCalls calls) {
    this.calls = calls;
  }

  /**
   * A message that says nothing is one too: a model may have come to its limit while it thought.
   *
   * @param calls takes the ids of this message's calls
   */
  static Message message(RequestFields fields, TurnCalls calls) throws Problem {
    AssistantParser parser = new AssistantParser(calls);
    List<Part> parts = new ArrayList<>(ContentParser.required(fields, "content", parser::block));
    parser.waiting.ifPresent(mark -> onText(mark, parts));
    return new Message(Role.ASSISTANT, parts);
  }

  private boolean block(String type, RequestFields block, List<Part> parts) throws Problem {
    Optional<Signature> mark = waiting;
    waiting = Optional.empty();
    if (mark.isPresent() && !type.equals("tool_use")) {
      onText(mark.get(), parts);
    }
    switch (type) {
      case "text" -> parts.add(new Part.Text(block.requiredText("text")));
      case "thinking" -> parts.add(thought(block));
      case "redacted_thinking" -> redacted(block.requiredText("data"), parts);
      case "tool_use" -> parts.add(call(block, mark));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A mark of Google's stands before the text that it is on. */
  private static void onText(Signature mark, List<Part> parts) {
    int at = parts.size();
    while (at > 0 && !(parts.get(at - 1) instanceof Part.Text)) {
      at--;
    }
    parts.add(Math.max(0, at - 1), new Part.Reasoning("", Optional.of(mark)));
  }

  private static Part thought(RequestFields block) throws Problem {
    String text = block.text("thinking").orElseThrow(() -> block.missing("thinking"));
    Optional<Signature> mark = mark(block.text("signature").orElse(""));
    return mark.filter(it -> it.origin().equals(Signature.OPENAI)).isPresent() && !text.isEmpty()
        ? new Part.Reasoning("", List.of(text), mark) // It tells summaries of its thoughts.
        : new Part.Reasoning(text, mark);
  }

  private void redacted(String data, List<Part> parts) {
    Optional<Signature> mark = mark(data);
    if (mark.isPresent() && mark.get().origin().equals(Signature.GOOGLE)) {
      waiting = mark;
    } else {
      mark.map(Part.RedactedReasoning::new).ifPresent(parts::add);
    }
  }

  private static Optional<Signature> mark(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    return text.startsWith(WRAPPED)
        ? SignatureText.decode(text)
        : Optional.of(new Signature(Signature.ANTHROPIC, text));
  }

  private Part call(RequestFields block, Optional<Signature> mark) throws Problem {
    String id = block.requiredText("id");
    String name = block.requiredText("name");
    Optional<JrsValue> input = block.value("input");
    String path = block.at("input");
    if (input.isPresent() && !input.get().isObject()) {
      throw RequestFields.wrongType(path, "an object", input.get());
    }
    String arguments = input.isPresent() ? RequestJson.text(path, input.get()) : "{}";
    return new Part.ToolCall(calls.call(id), name, arguments, mark);
  }
}
