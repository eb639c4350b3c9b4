package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a message of the assistant: what an earlier answer of ours, or of another's, said. */
final class AssistantParser {
  private static final Set<String> PARTS = Set.of("text", "refusal");

  private AssistantParser() {}

  /**
   * @param ids the ids of all calls so far
   * @param unanswered takes the ids of this message's calls
   */
  static Message message(RequestFields fields, Set<String> ids, Set<String> unanswered)
      throws Problem {
    for (String name : List.of("function_call", "audio")) {
      if (fields.value(name).isPresent()) {
        throw Problem.unsupported(fields.at(name), "'" + fields.at(name) + "' is not supported.");
      }
    }
    List<Part> parts = new ArrayList<>();
    Optional<String> reasoning = fields.text("reasoning_content");
    Optional<Signature> signature = ExtraContent.read(fields, Signature.ANTHROPIC);
    if (reasoning.isPresent() || signature.isPresent()) {
      parts.add(new Part.Reasoning(reasoning.orElse(""), signature));
    }
    parts.addAll(ContentParser.optional(fields, PARTS));
    fields.text("refusal").map(Part.Refusal::new).ifPresent(parts::add);
    List<JrsValue> calls = fields.list("tool_calls").orElse(List.of());
    for (int i = 0; i < calls.size(); i++) {
      RequestFields call = fields.child(fields.at("tool_calls[" + i + "]"), calls.get(i));
      Part.ToolCall read = call(call);
      if (!ids.add(read.id())) {
        throw Problem.invalid(call.at("id"), "'" + call.at("id") + "' stands here twice.");
      }
      unanswered.add(read.id());
      parts.add(read);
    }
    if (parts.isEmpty()) {
      throw fields.missing("content");
    }
    return new Message(Role.ASSISTANT, parts);
  }

  private static Part.ToolCall call(RequestFields call) throws Problem {
    String type = call.text("type").orElse("function");
    if (!type.equals("function")) {
      throw Problem.unsupported(
          call.at("type"), "Calls of the type '" + type + "' are not supported.");
    }
    String id = call.requiredText("id");
    if (id.isBlank()) {
      throw Problem.invalid(call.at("id"), "'" + call.at("id") + "' is blank.");
    }
    RequestFields function = call.object("function").orElseThrow(() -> call.missing("function"));
    String arguments = function.requiredText("arguments");
    return new Part.ToolCall(
        id,
        ToolsParser.name(function, "name"),
        arguments.isBlank() ? "{}" : RequestJson.requireObject(function.at("arguments"), arguments),
        ExtraContent.read(call, Signature.GOOGLE));
  }
}
