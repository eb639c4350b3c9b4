package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes requests of Messages that are right by construction: half of them of the shape that Claude
 * Code sends, half over all fields.
 */
final class ValidMessages {
  private static final ObjectNode CLAUDE_CODE = claudeCode();

  private final Chance chance;
  private final Subject subject;
  private final ObjectNode body;
  private int calls;

  private ValidMessages(Chance chance, Subject subject, ObjectNode body) {
    this.chance = chance;
    this.subject = subject;
    this.body = body;
  }

  static ObjectNode make(Chance chance, Subject subject) {
    boolean recorded = chance.oneIn(2);
    ObjectNode body = recorded ? CLAUDE_CODE.deepCopy() : Json.object("{}");
    body.put("model", subject.target());
    ValidMessages made = new ValidMessages(chance, subject, body);
    if (recorded) {
      made.varied();
    } else {
      made.fields();
    }
    return body;
  }

  private static ObjectNode claudeCode() {
    Path file = Path.of("src", "test", "resources", "messages", "claude-code.json");
    try {
      ObjectNode body = (ObjectNode) Json.read(Files.readString(file));
      // It needs a beta's header, and these calls have none.
      body.remove("context_management");
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean sometimes() {
    return chance.oneIn(4);
  }

  /** The recorded shape at another point of its session. */
  private void varied() {
    body.put("stream", chance.oneIn(2));
    body.put("max_tokens", chance.from(2_000, 32_000));
    if (sometimes()) {
      body.remove(chance.pick("system", "thinking", "output_config", "metadata"));
    }
    ArrayNode messages = (ArrayNode) body.path("messages");
    for (int i = chance.below(3); i > 0; i--) {
      exchange(messages, List.of("Write"));
      user(messages);
    }
  }

  private void fields() {
    List<String> names = toolNames();
    body.put("max_tokens", chance.oneIn(20) ? 0 : chance.from(1, 8_000));
    if (chance.oneIn(2)) {
      system();
    }
    ArrayNode messages = body.putArray("messages");
    user(messages);
    for (int i = chance.below(3); i > 0; i--) {
      if (sometimes()) {
        ObjectNode later = messages.addObject().put("role", "system");
        later.put("content", chance.text());
      }
      exchange(messages, names);
      user(messages);
    }
    if (!names.isEmpty()) {
      tools(names);
    }
    settings();
    thinking();
    body.put("stream", chance.oneIn(2));
  }

  private List<String> toolNames() {
    Set<String> names = new LinkedHashSet<>();
    if (chance.oneIn(2)) {
      for (int i = chance.from(1, 4); i > 0; i--) {
        // No word that a text could hold by chance: what is named there is called.
        names.add(chance.name(63) + chance.pick("Z", "Z", ".read", "/日本"));
      }
    }
    return List.copyOf(names);
  }

  private void marked(ObjectNode block) {
    if (sometimes()) {
      ObjectNode mark = block.putObject("cache_control").put("type", "ephemeral");
      if (chance.oneIn(2)) {
        mark.put("ttl", "5m");
      }
    }
  }

  private void system() {
    if (chance.oneIn(2)) {
      body.put("system", chance.text());
      return;
    }
    ArrayNode blocks = body.putArray("system");
    for (int i = chance.from(1, 3); i > 0; i--) {
      marked(blocks.addObject().put("type", "text").put("text", chance.text()));
    }
  }

  private void user(ArrayNode messages) {
    ObjectNode message = messages.addObject().put("role", "user");
    if (chance.oneIn(2)) {
      message.put("content", chance.text());
      return;
    }
    ArrayNode blocks = message.putArray("content");
    marked(blocks.addObject().put("type", "text").put("text", chance.text()));
    if (sometimes()) {
      image(blocks.addObject());
    }
    if (sometimes()) {
      ObjectNode document = blocks.addObject().put("type", "document");
      document
          .putObject("source")
          .put("type", "content")
          .putArray("content")
          .addObject()
          .put("type", "text")
          .put("text", chance.text());
      if (chance.oneIn(2)) {
        document.put("title", chance.text());
      }
    }
    if (sometimes()) {
      ObjectNode found = blocks.addObject().put("type", "search_result");
      found.put("title", chance.text()).put("source", "https://example.com");
      found.putArray("content").addObject().put("type", "text").put("text", chance.text());
    }
  }

  private static void image(ObjectNode block) {
    block
        .put("type", "image")
        .putObject("source")
        .put("type", "base64")
        .put("media_type", "image/png")
        .put("data", Conversations.PNG);
  }

  /** What the assistant said, and what its calls gave back. */
  private void exchange(ArrayNode messages, List<String> names) {
    ArrayNode said = messages.addObject().put("role", "assistant").putArray("content");
    if (sometimes()) {
      // Another's thoughts, which no service here gets.
      said.addObject().put("type", "thinking").put("thinking", "hm").put("signature", "trefoil.x");
    }
    if (sometimes()) {
      said.addObject().put("type", "redacted_thinking").put("data", "trefoil.x");
    }
    said.addObject().put("type", "text").put("text", chance.text());
    List<String> ids = new ArrayList<>();
    if (!names.isEmpty() && chance.oneIn(2)) {
      for (int i = chance.from(1, 2); i > 0; i--) {
        String id = chance.oneIn(5) ? "call_0" : "toolu_" + calls++;
        ids.add(id);
        said.addObject()
            .put("type", "tool_use")
            .put("id", id)
            .put("name", chance.pick(names))
            .putObject("input")
            .put("file_path", "/tmp/x")
            .put("content", chance.text());
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    ArrayNode results = messages.addObject().put("role", "user").putArray("content");
    for (String id : ids) {
      ObjectNode result = results.addObject().put("type", "tool_result").put("tool_use_id", id);
      if (chance.oneIn(2)) {
        result.put("content", chance.text());
      } else if (chance.oneIn(2)) {
        ArrayNode content = result.putArray("content");
        content.addObject().put("type", "text").put("text", chance.text());
        if (sometimes()) {
          image(content.addObject());
        }
      }
      if (sometimes()) {
        result.put("is_error", chance.oneIn(2));
      }
      marked(result);
    }
  }

  private void tools(List<String> names) {
    ArrayNode tools = body.putArray("tools");
    for (String name : names) {
      ObjectNode tool = tools.addObject().put("name", name);
      boolean strict = sometimes();
      if (chance.oneIn(2)) {
        tool.put("type", "custom");
      }
      if (chance.oneIn(2)) {
        tool.put("description", chance.text());
      }
      tool.set("input_schema", strict ? Schemas.closed(chance) : Schemas.open(chance));
      if (strict) {
        tool.put("strict", true);
      }
      if (sometimes()) {
        tool.put("defer_loading", false);
      }
      marked(tool);
    }
    if (chance.oneIn(2)) {
      ObjectNode choice = body.putObject("tool_choice");
      String type = chance.pick("auto", "none", "any", "tool");
      choice.put("type", type);
      if (type.equals("tool")) {
        choice.put("name", chance.pick(names));
      }
      if (!type.equals("none") && sometimes()) {
        choice.put("disable_parallel_tool_use", chance.oneIn(2));
      }
    }
  }

  private void settings() {
    if (sometimes()) {
      body.put("temperature", chance.number(0, 1));
    } else if (sometimes()) {
      body.put("top_p", chance.number(0, 1));
    }
    if (sometimes()) {
      body.put("top_k", chance.from(1, 500));
    }
    if (sometimes()) {
      ArrayNode stops = body.putArray("stop_sequences");
      for (int i = chance.below(7); i > 0; i--) {
        stops.add("stop " + i);
      }
    }
    if (sometimes()) {
      body.putObject("metadata").put("user_id", chance.pick("u-1", "{\"session\":\"s\"}"));
    }
    if (sometimes()) {
      body.put("service_tier", chance.pick("auto", "standard_only"));
    }
    if (sometimes()) {
      ObjectNode mark = body.putObject("cache_control").put("type", "ephemeral");
      if (chance.oneIn(2)) {
        mark.put("ttl", "5m");
      }
    }
    ObjectNode output = Json.object("{}");
    if (sometimes()) {
      output.put("effort", chance.pick("low", "medium", "high", "xhigh", "max"));
    }
    if (sometimes()) {
      output.putObject("format").put("type", "json_schema").set("schema", Schemas.closed(chance));
    }
    if (!output.isEmpty()) {
      body.set("output_config", output);
    }
  }

  private void thinking() {
    if (!sometimes()) {
      return;
    }
    ObjectNode thinking = body.putObject("thinking");
    JsonNode most = body.path("max_tokens");
    if (most.asInt() > 1_100 && chance.oneIn(2)) {
      thinking.put("type", "enabled").put("budget_tokens", chance.from(1_024, most.asInt() - 1));
    } else {
      thinking.put("type", chance.pick("adaptive", "disabled"));
    }
    if (chance.oneIn(2) && !thinking.path("type").asText().equals("disabled")) {
      thinking.put("display", chance.pick("summarized", "omitted"));
    }
  }
}
