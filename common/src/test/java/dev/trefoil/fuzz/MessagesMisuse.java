package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Requests of Messages whose fields are each right and which mean nothing together. */
enum MessagesMisuse {
  UNKNOWN_MODEL(
      (chance, body) -> {
        body.put("model", chance.pick("claude-opus-5-5", "nowhere/model", "chat", "/", "日本"));
        return ""; // The error is about it.
      }),
  NOBODY_ASKS(
      (chance, body) -> {
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "user").put("content", chance.pick("", " ", "\n"));
        body.remove("system");
        return "messages";
      }),
  INSTRUCTIONS_FIRST(
      (chance, body) -> {
        messages(body).insertObject(0).put("role", "system").put("content", "be brief");
        return "messages[0].role";
      }),
  NOTHING_SAID(
      (chance, body) -> {
        messages(body).addObject().put("role", "user").putArray("content");
        return last(body, "content");
      }),
  RESULT_OF_NO_CALL(
      (chance, body) -> {
        result(messages(body), "nobody");
        return last(body, "content[0].tool_use_id");
      }),
  RESULT_TWICE(
      (chance, body) -> {
        call(messages(body), "id-1");
        result(messages(body), "id-1");
        result(messages(body), "id-1");
        return last(body, "content[0].tool_use_id");
      }),
  CALL_WITHOUT_RESULT(
      (chance, body) -> {
        call(messages(body), "id-1");
        if (chance.oneIn(2)) {
          messages(body)
              .addObject()
              .put("role", chance.pick("user", "assistant", "system"))
              .put("content", "well?");
        }
        return "messages";
      }),
  TWO_TOOLS_OF_ONE_NAME(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        tool(tools, "same");
        if (chance.oneIn(2)) {
          tools.addObject().put("type", "web_search_20250305").put("name", "same");
        } else {
          tool(tools, "same");
        }
        return "tools[1].name";
      }),
  TOO_MANY_TOOLS(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        for (int i = 0; i < 1025; i++) {
          tool(tools, "tool-" + i);
        }
        return "tools";
      }),
  CHOICE_OF_NO_TOOL(
      (chance, body) -> {
        body.remove("tools");
        body.putObject("tool_choice").put("type", "any");
        return "tool_choice";
      }),
  CACHED_AND_DEFERRED(
      (chance, body) -> {
        body.remove("tool_choice");
        tool(body.putArray("tools"), "later")
            .put("defer_loading", true)
            .putObject("cache_control")
            .put("type", "ephemeral");
        return "tools[0].cache_control";
      }),
  NOTHING_LEFT_TO_SAY(
      (chance, body) -> {
        body.put("max_tokens", 1024);
        body.putObject("thinking").put("type", "enabled").put("budget_tokens", 1024);
        return "thinking.budget_tokens";
      }),
  BLOCK_OF_ANOTHER_ROLE(
      (chance, body) -> {
        boolean user = chance.oneIn(2);
        messages(body)
            .addObject()
            .put("role", user ? "user" : "assistant")
            .putArray("content")
            .addObject()
            .put("type", user ? "tool_use" : "image")
            .put("id", "x")
            .put("name", "x");
        return last(body, "content[0].type");
      }),
  HALF_A_PAIR_IN_A_FIELD(
      (chance, body) -> {
        body.putObject("x").putArray("y").add(chance.pick("\ud800", "\udc00\ud800", "a\udfff"));
        return "x";
      }),
  HALF_A_PAIR_IN_A_NAME(
      (chance, body) -> {
        body.put(chance.pick("\udfff", "x\ud83d"), 1);
        return "";
      });

  private static final List<MessagesMisuse> ALL = List.of(values());

  private final BiFunction<Chance, ObjectNode, String> done;

  MessagesMisuse(BiFunction<Chance, ObjectNode, String> done) {
    this.done = done;
  }

  /**
   * @param body a right request, which is changed
   */
  static Bad any(Chance chance, ObjectNode body) {
    MessagesMisuse misuse = chance.pick(ALL);
    String place = misuse.done.apply(chance, body);
    return new Bad(
        "request " + misuse.name().toLowerCase(Locale.ROOT),
        misuse == UNKNOWN_MODEL ? 404 : 400,
        place,
        Json.bytes(body));
  }

  private static ArrayNode messages(ObjectNode body) {
    return (ArrayNode) body.path("messages");
  }

  private static String last(ObjectNode body, String field) {
    return "messages[" + (messages(body).size() - 1) + "]." + field;
  }

  private static void call(ArrayNode messages, String id) {
    messages
        .addObject()
        .put("role", "assistant")
        .putArray("content")
        .addObject()
        .put("type", "tool_use")
        .put("id", id)
        .put("name", "tool")
        .putObject("input");
  }

  private static void result(ArrayNode messages, String id) {
    messages
        .addObject()
        .put("role", "user")
        .putArray("content")
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", id)
        .put("content", "x");
  }

  private static ObjectNode tool(ArrayNode tools, String name) {
    ObjectNode tool = tools.addObject().put("name", name);
    tool.putObject("input_schema").put("type", "object");
    return tool;
  }
}
