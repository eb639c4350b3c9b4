package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.OwnTool;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of an input with those that tell of calls of our own as calls and results, which every
 * service has words for. A service's own items of the same types have ids that are none of ours,
 * and stay as they are.
 */
final class ServerItems {
  private static final String CALL = "mcp_call";
  private static final String SEARCH = "file_search_call";
  private static final String LIST = "mcp_list_tools";
  private static final String REQUEST = "mcp_approval_request";
  private static final String RESPONSE = "mcp_approval_response";

  private final List<InputItem> items = new ArrayList<>();
  private final List<InputItem> results = new ArrayList<>(0);
  private final List<ApprovedCall> approved = new ArrayList<>(0);
  private final Map<String, RequestFields> answers = new HashMap<>(0);
  private final Set<String> made = new HashSet<>(0);
  private int kept;

  /**
   * @param keptCount how many of the items come before the caller's
   */
  static ServerItems of(List<InputItem> all, int keptCount) throws Problem {
    ServerItems read = new ServerItems();
    for (InputItem item : all) {
      read.look(item);
    }
    for (int i = 0; i < all.size(); i++) {
      if (i == keptCount) {
        read.flush();
        read.kept = read.items.size();
      }
      read.take(all.get(i));
    }
    read.flush();
    read.kept = keptCount >= all.size() ? read.items.size() : read.kept;
    return read;
  }

  /** All of them. */
  List<InputItem> items() {
    return items;
  }

  /** How many of them come before the caller's. */
  int kept() {
    return kept;
  }

  /** What its caller has agreed to, and nobody has called yet. */
  List<ApprovedCall> approved() {
    return approved;
  }

  private void look(InputItem item) throws Problem {
    if (item.type().equals(RESPONSE) && isOurs(item, "approval_request_id")) {
      answers.put(text(item, "approval_request_id"), item.fields());
    } else if (item.type().equals(CALL)) {
      made.add(text(item, "approval_request_id"));
    }
  }

  private void take(InputItem item) throws Problem {
    boolean ours = isOurs(item, "id");
    switch (item.type()) {
      case CALL -> {
        if (ours) {
          call(item, text(item, "output"), text(item, "error"));
        } else {
          add(item);
        }
      }
      case REQUEST -> {
        if (ours) {
          question(item);
        } else {
          add(item);
        }
      }
      case LIST -> {
        if (!ours) {
          add(item);
        }
      }
      case RESPONSE -> {
        if (!isOurs(item, "approval_request_id")) {
          add(item);
        }
      }
      case SEARCH -> {
        if (ours) {
          search(item);
        } else {
          add(item);
        }
      }
      default -> add(item);
    }
  }

  private void add(InputItem item) throws Problem {
    flush();
    items.add(item);
  }

  private void call(InputItem item, String output, String error) throws Problem {
    call(
        text(item, "id"),
        OwnTool.modelName(text(item, "server_label"), text(item, "name")),
        text(item, "arguments"),
        output,
        error);
  }

  /** What was found is told again where the item has it. */
  private void search(InputItem item) throws Problem {
    JrsObject json = (JrsObject) item.json();
    JrsValue queries = json.get("queries");
    JrsValue results = json.get("results");
    call(
        text(item, "id"),
        FileSearch.NAME,
        "{\"queries\":" + (queries instanceof JrsArray ? Json.write(queries) : "[]") + "}",
        results instanceof JrsArray
            ? Json.write(results)
            : "What was found then is not told again: search anew where it is needed.",
        "");
  }

  private void call(String id, String name, String arguments, String output, String error)
      throws Problem {
    items.add(
        item(
            "function_call",
            json -> {
              json.writeStringField("call_id", id);
              json.writeStringField("name", name);
              json.writeStringField("arguments", arguments);
            }));
    results.add(
        item(
            "function_call_output",
            json -> {
              json.writeStringField("call_id", id);
              json.writeStringField("output", error.isEmpty() ? output : "error: " + error);
            }));
  }

  private void question(InputItem item) throws Problem {
    String id = text(item, "id");
    if (made.contains(id)) {
      return; // The call itself tells of it.
    }
    RequestFields answer = answers.get(id);
    if (answer == null) {
      call(item, "", "The caller has not said whether this call may be made.");
    } else if (answer.flag("approve")) {
      approved.add(
          new ApprovedCall(
              id, text(item, "server_label"), text(item, "name"), text(item, "arguments")));
    } else {
      String why = answer.text("reason").map(reason -> ": " + reason).orElse(".");
      call(item, "", "The caller does not want this call to be made" + why);
    }
  }

  /** Results stand behind all calls of their answer. */
  private void flush() {
    items.addAll(results);
    results.clear();
  }

  private static boolean isOurs(InputItem item, String member) {
    return ItemIds.turnOf(text(item, member)).isPresent();
  }

  private static String text(InputItem item, String member) {
    return item.json() instanceof JrsObject object ? Json.text(object, member).orElse("") : "";
  }

  private static InputItem item(String type, Json.Members members) throws Problem {
    try {
      JrsObject made =
          Json.readWhole(
              Json.object(
                  json -> {
                    json.writeStringField("type", type);
                    members.write(json);
                  }));
      RequestFields fields = RequestFields.of(made);
      return new InputItem(fields.requiredText("type"), fields, made);
    } catch (IOException e) {
      throw new IllegalStateException("what was just written is no JSON object", e);
    }
  }
}
