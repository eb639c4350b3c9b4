package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.door.Problem;
import dev.trefoil.door.TurnCalls;
import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which result is of which call: they stand anywhere behind it, or nowhere, since agents cut their
 * histories.
 */
final class ToolResults {
  private static final String NONE = "The tool gave no result.";

  private final TurnCalls ids = new TurnCalls();

  /** The ids of calls, by their items' place. */
  private final Map<Integer, String> calls = new HashMap<>();

  /** By the ids of their calls. */
  private final Map<String, Result> results = new HashMap<>();

  /** An item and where it stands. */
  private record Result(int place, InputItem item) {}

  /** Whether the next item is a result of no call before it. */
  boolean isOfNoCall(InputItem item) throws Problem {
    return item.isResult()
        && item.json() instanceof JrsObject json
        && Json.text(json, "call_id").filter(ids.unanswered()::contains).isEmpty();
  }

  /**
   * Takes the next item.
   *
   * @throws Problem 400 for a result of no call
   */
  void pair(int place, InputItem item) throws Problem {
    if (item.isCall()) {
      calls.put(place, ids.call(item.fields().requiredText("call_id")));
    } else if (item.isResult()) {
      String id = item.fields().requiredText("call_id");
      String path = item.fields().at("call_id");
      String call =
          ids.answer(id)
              .orElseThrow(
                  () -> Problem.invalid(path, "'" + path + "' answers no call before it."));
      results.put(call, new Result(place, item));
    }
  }

  /** The id of the call of an item, unique in the conversation. */
  String call(int place) {
    return calls.get(place);
  }

  /** The results of a turn's calls, as they came, which need not be as the calls did. */
  List<Message> of(List<String> turn) throws Problem {
    List<String> answered = new ArrayList<>(turn);
    answered.sort(Comparator.comparingInt(this::place));
    List<Message> messages = new ArrayList<>(answered.size());
    for (String call : answered) {
      messages.add(new Message(Role.TOOL, List.of(result(call))));
    }
    return messages;
  }

  private int place(String call) {
    return results.containsKey(call) ? results.get(call).place() : Integer.MAX_VALUE;
  }

  private Part.ToolResult result(String call) throws Problem {
    Result result = results.get(call);
    return result == null
        ? new Part.ToolResult(call, List.of(new Part.Text(NONE)), true)
        : new Part.ToolResult(
            call, ContentParser.read(result.item().fields(), "output", ContentParser.TOOL));
  }
}
