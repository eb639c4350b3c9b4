package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/** Requests of Responses whose fields are each right and which ask for what there is not. */
enum ResponsesMisuse {
  UNKNOWN_MODEL(
      (chance, body) -> {
        body.put("model", chance.pick("gpt-5.4", "nowhere/model", "chat", "/", "bedrock/", "日本"));
        return "model";
      }),
  NOBODY_ASKS(
      (chance, body) -> {
        ArrayNode input = body.putArray("input");
        input.addObject().put("role", "developer").put("content", chance.pick("", " "));
        if (chance.oneIn(2)) {
          input.addObject().put("role", "user").putArray("content");
        }
        return "input";
      }),
  RESULT_OF_NO_CALL(
      (chance, body) -> {
        ArrayNode input = input(body);
        result(input, "nobody");
        return at(input, "call_id");
      }),
  RESULT_TWICE(
      (chance, body) -> {
        ArrayNode input = input(body);
        input
            .addObject()
            .put("type", "function_call")
            .put("call_id", "id-1")
            .put("name", "f")
            .put("arguments", "{}");
        result(input, "id-1");
        result(input, "id-1");
        return at(input, "call_id");
      }),
  ITEM_THAT_IS_NOT_KEPT(
      (chance, body) -> {
        ArrayNode input = input(body);
        ObjectNode item = input.addObject().put("id", chance.pick("msg_1", "", "日本"));
        if (chance.oneIn(2)) {
          item.put("type", "item_reference");
        } else {
          item.putNull("type");
        }
        return at(input, "id");
      }),
  RESPONSE_THAT_IS_NOT_KEPT(
      (chance, body) -> {
        body.put("previous_response_id", chance.pick("resp_1", "", "x".repeat(9_000)));
        return "previous_response_id";
      }),
  ITEM_OF_A_TOOL_THAT_IS_REFUSED(
      (chance, body) -> {
        ArrayNode input = input(body);
        input
            .addObject()
            .put(
                "type",
                chance.pick(
                    "shell_call",
                    "local_shell_call",
                    "apply_patch_call",
                    "computer_call",
                    "computer_call_output",
                    "shell_call_output"))
            .put("call_id", "c");
        return at(input, "type");
      }),
  FILE_THAT_WAS_UPLOADED(
      (chance, body) -> {
        ArrayNode input = input(body);
        input
            .addObject()
            .put("role", "user")
            .putArray("content")
            .addObject()
            .put("type", chance.pick("input_file", "input_image"))
            .put("file_id", "file-1");
        return at(input, "content[0].file_id");
      }),
  PART_OF_ANOTHER_ROLE(
      (chance, body) -> {
        ArrayNode input = input(body);
        input
            .addObject()
            .put("role", chance.pick("system", "developer", "assistant"))
            .putArray("content")
            .addObject()
            .put("type", "input_image")
            .put("image_url", "data:image/png;base64," + Conversations.PNG);
        return at(input, "content[0].type");
      }),
  TWO_TOOLS_OF_ONE_NAME(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        tools.addObject().put("type", "function").put("name", "same__name");
        ObjectNode group = tools.addObject().put("type", "namespace").put("name", "same");
        group.putArray("tools").addObject().put("type", "custom").put("name", "name");
        return "tools[1].tools[0].name";
      }),
  TOO_MANY_TOOLS(
      (chance, body) -> {
        body.remove("tool_choice");
        ArrayNode tools = body.putArray("tools");
        for (int i = 0; i < 1_025; i++) {
          tools.addObject().put("type", "function").put("name", "tool-" + i);
        }
        return "tools";
      }),
  CHOICE_OF_NO_TOOL(
      (chance, body) -> {
        body.put("input", "hi");
        body.putArray("tools").addObject().put("type", "web_search");
        if (chance.oneIn(2)) {
          body.put("tool_choice", "required");
        } else {
          body.putObject("tool_choice").put("type", "web_search");
        }
        return "tool_choice";
      }),
  FIELD_THAT_IS_NOT_SUPPORTED(
      (chance, body) -> {
        String field = chance.pick("prompt", "moderation", "context_management");
        body.set(
            field,
            chance.pick(
                JsonNodeFactory.instance.textNode("x"),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.arrayNode()));
        return field;
      }),
  CONVERSATION_THAT_IS_NOT_KEPT(
      (chance, body) -> {
        body.remove("previous_response_id");
        body.put("conversation", chance.pick("x", "conv_" + "0".repeat(24)));
        return "conversation";
      }),
  CONVERSATION_THAT_IS_NONE(
      (chance, body) -> {
        body.set(
            "conversation",
            chance.pick(
                JsonNodeFactory.instance.numberNode(1),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.arrayNode()));
        return "conversation";
      }),
  HALF_A_PAIR_IN_A_TOOL(
      (chance, body) -> {
        body.remove("tool_choice");
        body.putArray("tools")
            .addObject()
            .put("type", chance.pick("web_search", "mcp"))
            .put(chance.pick("a", "\ud800"), "\udfff");
        return "tools";
      });

  private static final Set<ResponsesMisuse> NOT_FOUND =
      Set.of(ITEM_THAT_IS_NOT_KEPT, RESPONSE_THAT_IS_NOT_KEPT, CONVERSATION_THAT_IS_NOT_KEPT);

  private static final List<ResponsesMisuse> ALL = List.of(values());

  private final BiFunction<Chance, ObjectNode, String> done;

  ResponsesMisuse(BiFunction<Chance, ObjectNode, String> done) {
    this.done = done;
  }

  /**
   * @param body a right request, which is changed
   */
  static Bad any(Chance chance, ObjectNode body) {
    ResponsesMisuse misuse = chance.pick(ALL);
    String place = misuse.done.apply(chance, body);
    return new Bad(
        "request " + misuse.name().toLowerCase(Locale.ROOT),
        NOT_FOUND.contains(misuse) ? 404 : 400,
        place,
        Json.bytes(body));
  }

  /** The list of items, of which a text becomes one. */
  private static ArrayNode input(ObjectNode body) {
    if (body.path("input").isTextual()) {
      String text = body.path("input").textValue();
      body.putArray("input").addObject().put("role", "user").put("content", text);
    }
    return (ArrayNode) body.path("input");
  }

  private static void result(ArrayNode input, String id) {
    input.addObject().put("type", "function_call_output").put("call_id", id).put("output", "x");
  }

  private static String at(ArrayNode input, String field) {
    return "input[" + (input.size() - 1) + "]." + field;
  }
}
