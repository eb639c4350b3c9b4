package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ClaudeThoughts;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.TurnCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a message of the assistant: what an earlier answer of ours, or of another's, said. */
final class AssistantParser {
  private static final Set<String> PARTS = Set.of("text", "refusal");

  /** Whose marks a message bears; a call bears Google's alone. */
  private static final List<String> ORIGINS =
      List.of(Signature.ANTHROPIC, Signature.BEDROCK, Signature.OPENAI, Signature.GOOGLE);

  private AssistantParser() {}

  /**
   * A message that says nothing is one too: a model may have come to its limit while it thought.
   *
   * @param calls takes the ids of this message's calls
   */
  static Message message(RequestFields fields, TurnCalls calls) throws Problem {
    for (String name : List.of("function_call", "audio")) {
      if (fields.value(name).isPresent()) {
        throw Problem.unsupported(fields.at(name), "'" + fields.at(name) + "' is not supported.");
      }
    }
    List<Part> parts = new ArrayList<>();
    Optional<String> reasoning = fields.text("reasoning_content");
    Optional<Signature> signature = ExtraContent.read(fields, ORIGINS);
    if (reasoning.isPresent() || signature.isPresent()) {
      parts.addAll(ClaudeThoughts.parts(reasoning.orElse(""), signature));
    }
    parts.addAll(ContentParser.optional(fields, PARTS));
    fields.text("refusal").map(Part.Refusal::new).ifPresent(parts::add);
    List<JrsValue> items = fields.list("tool_calls").orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      RequestFields call = fields.child(fields.at("tool_calls[" + i + "]"), items.get(i));
      parts.add(call(call, calls));
    }
    return new Message(Role.ASSISTANT, parts);
  }

  private static Part.ToolCall call(RequestFields call, TurnCalls calls) throws Problem {
    String type = call.text("type").orElse("function");
    if (!type.equals("function")) {
      throw Problem.unsupported(
          call.at("type"), "Calls of the type '" + type + "' are not supported.");
    }
    String id = call.requiredText("id");
    RequestFields function = call.object("function").orElseThrow(() -> call.missing("function"));
    return new Part.ToolCall(
        calls.call(id),
        function.requiredText("name"),
        arguments(function),
        ExtraContent.read(call, List.of(Signature.GOOGLE)));
  }

  /**
   * As the model wrote them, which may be cut or no JSON. Some servers give them as JSON in place
   * of a text that holds it, or leave out those of a function that takes none.
   */
  private static String arguments(RequestFields function) throws Problem {
    Optional<JrsValue> value = function.value("arguments");
    if (value.isEmpty()) {
      return "{}";
    }
    String path = function.at("arguments");
    String text =
        value.get().isContainerNode()
            ? RequestJson.text(path, value.get())
            : RequestFields.text(path, value.get());
    return text.isBlank() ? "{}" : text;
  }
}
