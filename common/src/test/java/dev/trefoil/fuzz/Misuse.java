package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Requests whose fields are each right and which mean nothing together. */
enum Misuse {
  UNKNOWN_MODEL(
      (chance, body) -> {
        body.put(
            "model", chance.pick("gpt-5.4", "nowhere/model", "chat", "/", "bedrock/", "/x", "日本"));
        return "model";
      }),
  NO_CONTENT(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        messages.addObject().put("role", chance.pick("user", "system", "developer"));
        return at(messages, "content");
      }),
  NOBODY_ASKS(
      (chance, body) -> {
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", chance.pick("", " "));
        if (chance.oneIn(2)) {
          messages.addObject().put("role", "user").put("content", chance.pick("", " ", "\n"));
        }
        return "messages";
      }),
  RESULT_OF_NO_CALL(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        result(messages, "nobody");
        return at(messages, "tool_call_id");
      }),
  RESULT_TWICE(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        call(messages, "id-1");
        result(messages, "id-1");
        result(messages, "id-1");
        return at(messages, "tool_call_id");
      }),
  CALL_WITHOUT_RESULT(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        call(messages, "id-1", "id-2");
        if (chance.oneIn(2)) {
          result(messages, "id-2");
        }
        if (chance.oneIn(2)) {
          messages.addObject().put("role", "user").put("content", "well?");
        }
        return "messages";
      }),
  SAME_ID_TWICE(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        call(messages, "id-1", "id-1");
        result(messages, "id-1");
        return "messages";
      }),
  TWO_TOOLS_OF_ONE_NAME(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        tool(tools, "same");
        tool(tools, "same");
        return "tools[1].function.name";
      }),
  TOO_MANY_TOOLS(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        for (int i = 0; i < 129; i++) {
          tool(tools, "tool-" + i);
        }
        return "tools";
      }),
  CHOICE_OF_NO_TOOL(
      (chance, body) -> {
        body.remove("tools");
        body.put("tool_choice", "required");
        return "tool_choice";
      }),
  TWO_LIMITS(
      (chance, body) -> {
        body.put("max_tokens", 10).put("max_completion_tokens", 10);
        return "max_tokens";
      }),
  ALTERNATIVES_OF_NOTHING(
      (chance, body) -> {
        body.remove("logprobs");
        body.put("top_logprobs", 3);
        return "top_logprobs";
      }),
  FIELD_THAT_CHANGES_ANSWERS(
      (chance, body) -> {
        String field = chance.pick("functions", "function_call", "audio", "web_search_options");
        body.set(field, chance.pick(anything()));
        return field;
      }),
  PART_OF_ANOTHER_ROLE(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        boolean system = chance.oneIn(2);
        messages
            .addObject()
            .put("role", system ? "system" : "user")
            .putArray("content")
            .addObject()
            .put("type", system ? "image_url" : "refusal")
            .put("refusal", "no");
        return at(messages, "content[0].type");
      }),
  PART_OF_NO_RESULT(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        call(messages, "id-1");
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", "id-1")
            .putArray("content")
            .addObject()
            .put("type", chance.pick("file", "input_audio", "refusal", "tool_result"));
        return at(messages, "content[0].type");
      }),
  MEMBER_THAT_CHANGES_ANSWERS(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        String member = chance.pick("function_call", "audio");
        messages
            .addObject()
            .put("role", "assistant")
            .put("content", "x")
            .set(member, chance.pick(anything()));
        return at(messages, member);
      }),
  FILE_THAT_WAS_UPLOADED(
      (chance, body) -> {
        ArrayNode messages = messages(body);
        messages
            .addObject()
            .put("role", "user")
            .putArray("content")
            .addObject()
            .put("type", "file")
            .putObject("file")
            .put("file_id", "file-1");
        return at(messages, "content[0].file.file_id");
      }),
  /** A service may know the field, and is told of it then. */
  HALF_A_PAIR_IN_A_FIELD(
      (chance, body) -> {
        body.putObject("x").putArray("y").add(chance.pick("\ud800", "\udc00\ud800", "a\udfff"));
        return "x";
      }),
  HALF_A_PAIR_IN_A_NAME(
      (chance, body) -> {
        body.put(chance.pick("\udfff", "x\ud83d"), 1);
        return "";
      }),
  HALF_A_PAIR_IN_A_SCHEMA(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        tool(tools, "tool")
            .putObject("parameters")
            .put("type", "object")
            .putObject("properties")
            .putObject(chance.pick("name", "\ud800"))
            .put("description", "\udfff");
        return "tools[0].function.parameters";
      });

  private static final List<Misuse> ALL = List.of(values());

  private final BiFunction<Chance, ObjectNode, String> done;

  Misuse(BiFunction<Chance, ObjectNode, String> done) {
    this.done = done;
  }

  /**
   * @param body a right request, which is changed
   */
  static Bad any(Chance chance, ObjectNode body) {
    Misuse misuse = chance.pick(ALL);
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

  private static String at(ArrayNode messages, String field) {
    return "messages[" + (messages.size() - 1) + "]." + field;
  }

  private static void call(ArrayNode messages, String... ids) {
    ArrayNode calls = messages.addObject().put("role", "assistant").putArray("tool_calls");
    for (String id : ids) {
      calls
          .addObject()
          .put("id", id)
          .put("type", "function")
          .putObject("function")
          .put("name", "tool")
          .put("arguments", "{}");
    }
  }

  private static void result(ArrayNode messages, String id) {
    messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", "x");
  }

  private static ObjectNode tool(ArrayNode tools, String name) {
    return tools.addObject().put("type", "function").putObject("function").put("name", name);
  }

  private static List<JsonNode> anything() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return List.of(
        nodes.objectNode(),
        nodes.arrayNode(),
        nodes.textNode("auto"),
        nodes.numberNode(1),
        nodes.booleanNode(false));
  }
}
