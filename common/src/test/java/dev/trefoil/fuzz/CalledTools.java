package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Makes messages that call tools, of any service's making, with their results. */
final class CalledTools {
  private final Chance chance;
  private final List<String> tools;
  private final Conversations conversation;
  private int calls;

  /**
   * @param tools the names of tools that were, or are, offered; not empty when there are calls
   */
  CalledTools(Chance chance, List<String> tools, Conversations conversation) {
    this.chance = chance;
    this.tools = tools;
    this.conversation = conversation;
  }

  /** A message that calls tools, and a result for each call. */
  void add() {
    ObjectNode message = conversation.message("assistant");
    if (chance.oneIn(3)) {
      message.put("content", chance.pick(chance.text(), ""));
    } else if (chance.oneIn(2)) {
      message.putNull("content");
    }
    conversation.thought(message);
    List<String> ids = new ArrayList<>();
    ArrayNode list = message.putArray("tool_calls");
    for (int i = chance.from(1, 3); i > 0; i--) {
      // Calls of one turn may have one id: their results are in their order.
      ids.add(!ids.isEmpty() && chance.oneIn(8) ? ids.getLast() : id());
      call(list.addObject().put("id", ids.getLast()));
    }
    if (chance.oneIn(3)) {
      ids.addFirst(ids.removeLast());
    }
    for (String id : ids) {
      result(conversation.message("tool").put("tool_call_id", id));
    }
  }

  private void call(ObjectNode call) {
    if (!chance.oneIn(6)) {
      call.put("type", "function");
    }
    if (chance.oneIn(6)) {
      call.put("index", chance.below(4));
    }
    ObjectNode function = call.putObject("function");
    function.put("name", chance.oneIn(5) ? foreign() : chance.pick(tools));
    if (!chance.oneIn(10)) {
      arguments(function);
    }
    if (chance.oneIn(6) && conversation.isNotGoogles()) {
      call.putObject("extra_content").putObject("google").put("thought_signature", "c2lnbmF0dXJl");
    }
  }

  /** A tool that is not offered now, called as another service would let it be. */
  private String foreign() {
    return chance.pick(
        "mcp.files/read", "9lives", "日本", "list dir", "t".repeat(80), "functions.get_time:1");
  }

  private void arguments(ObjectNode function) {
    switch (chance.below(10)) {
      case 0 -> function.putObject("arguments").put("a", 1);
      case 1 -> function.putArray("arguments").add(1);
      default ->
          function.put(
              "arguments",
              chance.pick(
                  "{}",
                  "",
                  "{\"a\":1}",
                  "{\"a\":",
                  "{\"a\":\"\\",
                  "[1]",
                  "null",
                  "{} {}",
                  "not JSON",
                  "{\"a\":1,\"a\":2}",
                  "{\"id\":12345678901234567890,\"n\":1e400}",
                  "{\"a\":" + "[".repeat(120) + "]".repeat(120) + "}",
                  "{\"q\":\"grüß\",\"deep\":[{\"x\":null}]}"));
    }
  }

  private void result(ObjectNode result) {
    switch (chance.below(8)) {
      case 0 -> image(result.putArray("content"));
      case 1 -> {
        ArrayNode parts = result.putArray("content");
        parts.addObject().put("type", "text").put("text", chance.pick("", chance.text()));
        image(parts);
        parts.addObject().put("type", "text").put("text", "more");
      }
      case 2 ->
          result.put(
              "content",
              chance.pick(
                  "",
                  " ",
                  "{\"sky\":\"grey\"}",
                  "{\"$ref\":\"#/a\"}",
                  "{\"id\":9007199254740993}",
                  "[1,2]",
                  "{\"a\":" + "[".repeat(120) + "]".repeat(120) + "}"));
      default -> conversation.texts(result);
    }
  }

  private static void image(ArrayNode parts) {
    parts
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:image/jpeg;base64," + Conversations.PNG);
  }

  /** In the form of one service or another, or of none. */
  private String id() {
    int number = calls++;
    return chance.pick(
        "call_" + number,
        "0",
        "",
        "toolu_01" + number,
        "tooluse_a-b_" + number,
        "functions.get_time:" + number,
        number + "-" + "x".repeat(60),
        "id " + number + " / grüß:日本",
        "\ud83d\ude00" + number);
  }
}
