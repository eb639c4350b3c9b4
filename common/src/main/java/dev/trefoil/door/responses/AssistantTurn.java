package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the assistant thought, said and called one after the other. */
final class AssistantTurn {
  private final List<Part> parts = new ArrayList<>();
  private final List<String> calls = new ArrayList<>(1);
  private Optional<String> phase = Optional.empty();
  private boolean spoke;

  /** The mark of the call that comes next. */
  private Optional<Signature> mark = Optional.empty();

  boolean isEmpty() {
    return parts.isEmpty() && mark.isEmpty();
  }

  /** Whether what is said in a phase does not belong to it. */
  boolean isOfAnother(Optional<String> other) {
    return spoke && !phase.equals(other);
  }

  /** The ids of its calls, in order. */
  List<String> calls() {
    return calls;
  }

  Message message() {
    unused();
    return new Message(Role.ASSISTANT, parts, phase);
  }

  void add(Part part) {
    unused();
    parts.add(part);
  }

  void say(List<Part> said, Optional<String> ofPhase) {
    unused();
    parts.addAll(said);
    phase = ofPhase;
    spoke = true;
  }

  /** A mark that no call follows is kept as what its provider may know. */
  private void unused() {
    mark.ifPresent(own -> parts.add(new Part.Reasoning("", Optional.of(own))));
    mark = Optional.empty();
  }

  void think(RequestFields item) throws Problem {
    List<String> summary = texts(item, "summary", Set.of("summary_text"));
    String words = String.join("", texts(item, "content", Set.of("reasoning_text", "text")));
    // One of another's is bound to what made it, and of no use to anybody here.
    Optional<EncryptedContent> own =
        item.text("encrypted_content").flatMap(EncryptedContent::decode);
    unused();
    if (own.isPresent() && own.get().kind() == EncryptedContent.Kind.CALL) {
      mark = own.get().signature();
    } else if (own.isPresent()) {
      parts.add(own.get().part(words, summary));
    } else if (!words.isEmpty() || !summary.isEmpty()) {
      parts.add(new Part.Reasoning(words, summary, Optional.empty()));
    }
  }

  /**
   * @param id as it is known in this conversation
   */
  void call(InputItem item, String id) throws Problem {
    RequestFields fields = item.fields();
    String name = fields.requiredText("name");
    Optional<String> group = fields.text("namespace").filter(it -> !it.isEmpty());
    String whole = group.isPresent() ? group.get() + Tool.Namespace.SEPARATOR + name : name;
    String arguments =
        item.type().equals("function_call")
            ? arguments(fields)
            : input(fields.requiredText("input"));
    parts.add(new Part.ToolCall(id, whole, arguments, mark));
    mark = Optional.empty();
    calls.add(id);
  }

  private static String input(String text) {
    return Json.object(json -> json.writeStringField("input", text));
  }

  /** As the model wrote them, which may be cut or no JSON; of some clients JSON and no text. */
  private static String arguments(RequestFields fields) throws Problem {
    Optional<JrsValue> value = fields.value("arguments");
    if (value.isEmpty()) {
      return "{}";
    }
    String path = fields.at("arguments");
    String text =
        value.get().isContainerNode()
            ? RequestJson.text(path, value.get())
            : RequestFields.text(path, value.get());
    return text.isBlank() ? "{}" : text;
  }

  private static List<String> texts(RequestFields item, String field, Set<String> types)
      throws Problem {
    List<JrsValue> values = item.list(field).orElse(List.of());
    List<String> texts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      RequestFields part = item.child(item.at(field + "[" + i + "]"), values.get(i));
      if (!types.contains(part.requiredText("type"))) {
        throw Problem.unsupported(part.at("type"), "'" + part.at("type") + "' cannot stand here.");
      }
      texts.add(part.requiredText("text"));
    }
    return texts;
  }
}
