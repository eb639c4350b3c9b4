package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.pairs.ResponsesForm;
import java.util.List;

/**
 * Makes requests of Responses that are right by construction: half of them of the shapes that
 * clients send, the others over all that a service takes.
 */
final class ValidResponses {
  private static final int MANY = 100;

  private final Chance chance;
  private final ObjectNode body;

  private ValidResponses(Chance chance, ObjectNode body) {
    this.chance = chance;
    this.body = body;
  }

  static ObjectNode make(Chance chance, Subject subject) {
    boolean shape = chance.oneIn(2);
    ObjectNode body =
        shape ? ClientShapes.any(chance) : ResponsesForm.saying(ValidChat.make(chance, subject));
    body.put("model", subject.target());
    ValidResponses made = new ValidResponses(chance, body);
    made.items();
    made.tools();
    made.others();
    return body;
  }

  private boolean sometimes() {
    return chance.oneIn(4);
  }

  /** What only this form has, between the items and in them. */
  private void items() {
    ArrayNode more = JsonNodeFactory.instance.arrayNode();
    int calls = 0;
    if (!body.path("input").isArray()) {
      return;
    }
    for (JsonNode item : body.path("input")) {
      boolean said = item.has("role") && !item.path("role").asText().equals("assistant");
      if (said && chance.oneIn(6)) {
        calls += own(more, calls);
      }
      more.add(item);
      decorate((ObjectNode) item);
    }
    body.set("input", more);
  }

  private void decorate(ObjectNode item) {
    if (item.has("role") && !item.has("type") && chance.oneIn(2)) {
      item.put("type", "message");
    }
    if (chance.oneIn(3)) {
      item.put("id", chance.pick("msg_1", "fc_2", "rs_" + chance.name(30)));
    }
    if (item.path("role").asText().equals("assistant") && sometimes()) {
      item.put("phase", chance.pick("commentary", "final_answer"));
    }
    if (item.path("content").isArray() && sometimes()) {
      ObjectNode part = (ObjectNode) item.path("content").path(0);
      if (part.path("type").asText().equals("input_text")) {
        part.putObject("prompt_cache_breakpoint").put("mode", "explicit");
      }
    }
  }

  /**
   * @return how many calls were made
   */
  private int own(ArrayNode input, int calls) {
    String id = "call_own_" + calls;
    switch (chance.below(5)) {
      case 0 -> {
        ObjectNode thought = input.addObject().put("type", "reasoning");
        thought
            .putArray("summary")
            .addObject()
            .put("type", "summary_text")
            .put("text", chance.text());
        thought.put("encrypted_content", chance.pick("gAAAAABo", "trefoil.AAAA", chance.text()));
      }
      case 1 ->
          input
              .addObject()
              .put("type", "web_search_call")
              .put("id", "ws_1")
              .put("status", "completed");
      case 2 -> {
        call(input, "custom_tool_call", id).put("input", chance.text());
        result(input, "custom_tool_call_output", id);
        return 1;
      }
      case 3 -> {
        call(input, "function_call", id).put("namespace", "ns").put("arguments", "{\"a\":");
        result(input, "function_call_output", id);
        return 1;
      }
      default -> {
        call(input, "function_call", id).put("arguments", "{}"); // Nobody answers.
        return 1;
      }
    }
    return 0;
  }

  private ObjectNode call(ArrayNode input, String type, String id) {
    return input
        .addObject()
        .put("type", type)
        .put("call_id", id)
        .put("name", chance.pick("f", "g.h", "日本"));
  }

  private void result(ArrayNode input, String type, String id) {
    ObjectNode result = input.addObject().put("type", type).put("call_id", id);
    if (chance.oneIn(2)) {
      result.put("output", chance.pick("", "done", chance.text()));
      return;
    }
    ArrayNode parts = result.putArray("output");
    parts.addObject().put("type", "input_text").put("text", chance.text());
    if (chance.oneIn(3)) {
      parts
          .addObject()
          .put("type", "input_image")
          .put("image_url", "data:image/png;base64," + Conversations.PNG);
    }
  }

  private void tools() {
    ArrayNode tools = body.withArray("tools");
    if (tools.size() > MANY) {
      return; // Chat completions take 128.
    }
    if (sometimes()) {
      tools.addObject().put("type", "web_search").put("external_web_access", false);
    }
    if (sometimes()) {
      ObjectNode custom =
          tools.addObject().put("type", "custom").put("name", "own_custom").put("description", "x");
      custom
          .putObject("format")
          .put("type", "grammar")
          .put("syntax", chance.pick("lark", "regex"))
          .put("definition", "start: /.+/");
    }
    if (sometimes()) {
      ObjectNode group = tools.addObject().put("type", "namespace").put("name", "own_group");
      group.put("description", chance.text());
      group
          .putArray("tools")
          .addObject()
          .put("type", "function")
          .put("name", "own")
          .put("description", "y")
          .putObject("parameters")
          .put("type", "object");
      if (!body.has("tool_choice") && chance.oneIn(2)) {
        body.putObject("tool_choice")
            .put("type", "allowed_tools")
            .put("mode", "auto")
            .putArray("tools")
            .addObject()
            .put("type", "function")
            .put("name", "own");
      }
    }
    if (tools.isEmpty()) {
      body.remove("tools");
    }
  }

  private void others() {
    if (sometimes()) {
      body.put("instructions", chance.text());
    }
    if (sometimes()) {
      body.put("store", chance.oneIn(2));
    }
    if (sometimes()) {
      body.put("background", false).put("truncation", "disabled");
    }
    if (sometimes()) {
      body.put("max_tool_calls", chance.from(1, 100));
    }
    if (sometimes()) {
      body.withArray("include").add("reasoning.encrypted_content");
    }
    if (sometimes()) {
      body.withObject("/text").put("verbosity", chance.pick("low", "medium", "high"));
    }
    if (sometimes()) {
      body.withObject("/reasoning")
          .put("summary", chance.pick("auto", "concise", "detailed"))
          .put("context", "all_turns")
          .put("mode", "standard");
    }
    if (sometimes()) {
      body.put("prompt_cache_key", chance.name(60)).put("safety_identifier", chance.name(100));
      body.put("prompt_cache_retention", "24h").putObject("prompt_cache_options").put("ttl", "30m");
    }
    if (sometimes()) {
      body.putObject("stream_options").put("include_obfuscation", chance.oneIn(2));
    }
    if (chance.oneIn(8)) {
      body.putObject("client_metadata").put("x", chance.text());
    }
    for (String absent : List.of("previous_response_id", "conversation", "prompt")) {
      if (chance.oneIn(20)) {
        body.putNull(absent);
      }
    }
  }
}
