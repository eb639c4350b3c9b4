package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code input}: items become messages. What the assistant thought, said and called without a
 * word of anybody else is one message, and the results of its calls follow it, wherever they stand.
 * A call without a result has one that says so: agents cut their histories.
 */
final class InputParser {
  private static final int LONGEST_PHASE = 64;

  /** Items that our vocabulary has words for. */
  private static final Set<String> WORDS =
      Set.of(
          "additional_tools",
          "custom_tool_call",
          "custom_tool_call_output",
          "function_call",
          "function_call_output",
          "message",
          "reasoning");

  private final RequestFields request;
  private final ToolsParser tools;
  private final KeptResponses.Begun kept;
  private final ToolResults results = new ToolResults();
  private final List<Message> messages = new ArrayList<>();
  private List<ApprovedCall> approved = List.of();
  private AssistantTurn turn = new AssistantTurn();

  /**
   * @param tools gets what items add to them
   * @param kept what the conversation goes on from
   */
  InputParser(RequestFields request, ToolsParser tools, KeptResponses.Begun kept) {
    this.request = request;
    this.tools = tools;
    this.kept = kept;
  }

  /** The messages of what is kept and of the input. */
  List<Message> messages() throws Problem {
    JrsValue input = request.value("input").orElseThrow(() -> request.missing("input"));
    List<InputItem> items = kept();
    if (input instanceof JrsArray array) {
      List<JrsValue> values = RequestFields.items(array);
      for (int i = 0; i < values.size(); i++) {
        items.add(item("input[" + i + "]", values.get(i)));
      }
    } else if (!(input instanceof JrsString)) {
      throw RequestFields.wrongType("input", "a text or a list", input);
    }
    ServerItems all = ServerItems.of(items, kept.items().size());
    approved = all.approved();
    read(all.items(), all.kept());
    if (input instanceof JrsString) {
      messages.add(Message.of(Role.USER, RequestFields.text("input", input)));
    }
    if (messages.stream().noneMatch(InputParser::saysSomething)) {
      throw Problem.invalid("input", "'input' holds nothing that is said.");
    }
    return messages;
  }

  /** The messages of what is kept, without the input. */
  List<Message> past() throws Problem {
    List<InputItem> items = kept();
    ServerItems all = ServerItems.of(items, items.size());
    read(all.items(), all.kept());
    return messages;
  }

  /** Calls of our own that the caller has agreed to, once the messages have been read. */
  List<ApprovedCall> approved() {
    return approved;
  }

  /**
   * Reads items that nobody is sent yet, for what is wrong with them. Their calls and results may
   * be apart.
   *
   * @param field of the request that has them
   */
  void check(String field, List<JrsValue> values) throws Problem {
    List<InputItem> items = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      items.add(item(field + "[" + i + "]", values.get(i)));
    }
    for (InputItem item : items) {
      if (item.isResult()) {
        var unused = ContentParser.read(item.fields(), "output", ContentParser.TOOL);
        var call = item.fields().requiredText("call_id");
      } else {
        results.pair(0, item);
        item(0, item);
      }
    }
    flush();
  }

  private static boolean saysSomething(Message message) {
    return message.parts().stream()
        .anyMatch(part -> !(part instanceof Part.Text text) || !text.text().isBlank());
  }

  private void read(List<InputItem> items, int before) throws Problem {
    for (int i = 0; i < items.size(); i++) {
      // Of a conversation a call may have been deleted, with which its result is of no use.
      if (i >= before || !results.isOfNoCall(items.get(i))) {
        results.pair(i, items.get(i));
      }
    }
    for (int i = 0; i < items.size(); i++) {
      item(i, items.get(i));
    }
    flush();
  }

  private InputItem item(String path, JrsValue value) throws Problem {
    RequestFields fields = request.child(path, value);
    Optional<String> reference = InputItems.reference(value);
    if (reference.isPresent()) {
      String item = kept.referred().get(reference.get());
      if (item == null) {
        throw Problem.of(
                404,
                "item_not_found",
                "No item with the id '" + reference.get() + "' is kept here.")
            .withParam(fields.at("id"));
      }
      return kept(item);
    }
    if (fields.rest().contains("role") && !fields.rest().contains("type")) {
      return new InputItem("message", fields, value);
    }
    String type = fields.requiredText("type");
    if (!WORDS.contains(type)) {
      NativeItems.requireKnown(type, fields.at("type"));
    }
    return new InputItem(type, fields, value);
  }

  private List<InputItem> kept() throws Problem {
    List<InputItem> items = new ArrayList<>();
    for (String item : kept.items()) {
      items.add(kept(item));
    }
    return items;
  }

  private static InputItem kept(String json) throws Problem {
    try {
      JrsValue item = Json.readWhole(json);
      RequestFields fields = RequestFields.of(item);
      return new InputItem(fields.requiredText("type"), fields, item);
    } catch (IOException e) {
      throw new IllegalStateException("an item that is kept is no JSON object", e);
    }
  }

  private void item(int place, InputItem item) throws Problem {
    RequestFields fields = item.fields();
    fields.value("id");
    fields.value("status");
    switch (item.type()) {
      case "message" -> message(fields);
      case "reasoning" -> turn.think(fields);
      case "function_call", "custom_tool_call" -> turn.call(item, results.call(place));
      case "function_call_output", "custom_tool_call_output" -> flush(); // It is with its call.
      case "additional_tools" -> {
        fields.word("role", List.of("developer", "system", "user"));
        tools.additional(fields);
      }
      case CompactionItem.TYPE -> compaction(item);
      default -> {
        Part part = NativeItems.read(item);
        if (NativeItems.isCallers(item.type())) {
          flush();
          messages.add(new Message(Role.USER, List.of(part)));
        } else {
          turn.add(part);
        }
      }
    }
  }

  /** One of ours says in words what it stands for. */
  private void compaction(InputItem item) throws Problem {
    Optional<CompactionItem> own = CompactionItem.of(item.json());
    if (own.isPresent()) {
      flush();
      messages.add(Message.of(Role.USER, own.get().told()));
    } else {
      turn.add(NativeItems.read(item));
    }
  }

  private void message(RequestFields fields) throws Problem {
    String role = fields.requiredText("role");
    Optional<String> phase = fields.text("phase").filter(word -> !word.isBlank());
    if (phase.isPresent() && phase.get().length() > LONGEST_PHASE) {
      throw Problem.invalid(fields.at("phase"), "'" + fields.at("phase") + "' is no phase.");
    }
    if (!role.equals("assistant")) {
      flush();
    }
    switch (role) {
      case "user" ->
          messages.add(
              new Message(Role.USER, ContentParser.read(fields, "content", ContentParser.USER)));
      case "system", "developer" ->
          messages.add(
              new Message(
                  Role.SYSTEM, ContentParser.read(fields, "content", ContentParser.SYSTEM)));
      case "assistant" -> {
        List<Part> said = ContentParser.read(fields, "content", ContentParser.ASSISTANT);
        if (turn.isOfAnother(phase)) {
          flush();
        }
        turn.say(said, phase);
      }
      default ->
          throw Problem.invalid(
              fields.at("role"),
              "'" + fields.at("role") + "' must be user, assistant, system or developer.");
    }
  }

  /** Ends the assistant's turn, and gives what its calls gave back. */
  private void flush() throws Problem {
    if (turn.isEmpty()) {
      return;
    }
    AssistantTurn ended = turn;
    turn = new AssistantTurn();
    messages.add(ended.message());
    messages.addAll(results.of(ended.calls()));
  }
}
