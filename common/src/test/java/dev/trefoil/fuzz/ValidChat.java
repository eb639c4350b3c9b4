package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes chat requests that are right by construction, over all fields that a service takes. */
final class ValidChat {
  private static final int MOST_STOPS = 4;

  private final Chance chance;
  private final Subject subject;
  private final ObjectNode body = JsonNodeFactory.instance.objectNode();

  private ValidChat(Chance chance, Subject subject) {
    this.chance = chance;
    this.subject = subject;
  }

  static ObjectNode make(Chance chance, Subject subject) {
    ValidChat made = new ValidChat(chance, subject);
    made.body.put("model", subject.target());
    List<String> names = made.toolNames();
    if (!chance.oneIn(5)) {
      made.tools(names);
    }
    String hint = made.format() + made.call(names);
    made.body.set("messages", Conversations.make(chance, subject, names, hint));
    made.sampling();
    made.labels();
    made.others();
    made.stream();
    return made.body;
  }

  private List<String> toolNames() {
    Set<String> names = new LinkedHashSet<>();
    if (chance.oneIn(2)) {
      for (int i = chance.oneIn(50) ? 128 : chance.from(1, 4); i > 0; i--) {
        // No word that a text could hold by chance: what is named there is called.
        names.add(chance.name(63) + chance.pick("Z", "Z", ".read", "/日本"));
      }
    }
    return List.copyOf(names);
  }

  /**
   * Names a tool, so that it is called; but not where Bedrock, which has no word for not calling
   * any, would then be wrong to.
   */
  private String call(List<String> names) {
    boolean mayCall =
        body.has("tools") && !body.path("tool_choice").asText().equals("none")
            || subject != Subject.BEDROCK;
    return !names.isEmpty() && mayCall && chance.oneIn(3) ? " " + chance.pick(names) : "";
  }

  private boolean sometimes() {
    return chance.oneIn(4);
  }

  private void tools(List<String> names) {
    if (names.isEmpty()) {
      if (chance.oneIn(10)) {
        body.put("tool_choice", chance.pick("auto", "none"));
      }
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (String name : names) {
      ObjectNode function =
          tools.addObject().put("type", "function").putObject("function").put("name", name);
      boolean strict = sometimes();
      if (chance.oneIn(2)) {
        function.put("description", chance.text());
      }
      if (strict || sometimes()) {
        function.put("strict", strict);
      }
      if (strict || !chance.oneIn(5)) {
        function.set("parameters", schema(strict));
      }
    }
    if (chance.oneIn(2)) {
      choice(names);
    }
    if (sometimes()) {
      body.put("parallel_tool_calls", subject.isGemini() || chance.oneIn(2));
    }
  }

  /** A server that is not OpenAI's gets what is strict as it is written. */
  private ObjectNode schema(boolean strict) {
    boolean asWritten = strict && subject == Subject.OPENAI;
    if (!asWritten && chance.oneIn(6)) {
      return Schemas.odd(chance);
    }
    return strict ? Schemas.closed(chance) : Schemas.open(chance);
  }

  private void choice(List<String> names) {
    switch (chance.below(4)) {
      case 0 -> body.put("tool_choice", "auto");
      case 1 -> body.put("tool_choice", "none");
      case 2 -> body.put("tool_choice", "required");
      default ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", chance.pick(names));
    }
  }

  /** Says what the conversation must then say. */
  private String format() {
    switch (chance.below(8)) {
      case 0 -> body.putObject("response_format").put("type", "text");
      case 1 -> {
        body.putObject("response_format").put("type", "json_object");
        return " in json";
      }
      case 2, 3 -> {
        ObjectNode schema =
            body.putObject("response_format").put("type", "json_schema").putObject("json_schema");
        schema.put("name", chance.name(64));
        if (sometimes()) {
          schema.put("description", chance.text());
        }
        boolean strict = chance.oneIn(2);
        if (strict) {
          schema.put("strict", true);
        }
        schema.set("schema", schema(strict));
      }
      default -> {}
    }
    return "";
  }

  private void sampling() {
    if (sometimes()) {
      number("temperature", chance.number(0, subject.isClaude() ? 1 : 2));
    }
    if (sometimes() && !(subject.isClaude() && body.has("temperature"))) {
      number("top_p", chance.number(0, 1));
    }
    if (sometimes()) {
      body.put(chance.pick("max_tokens", "max_completion_tokens"), chance.from(1, 8_000));
    }
    if (sometimes()) {
      stop();
    }
    if (sometimes()) {
      body.put("seed", chance.pick(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, chance.anyLong()));
    }
    if (sometimes()) {
      body.put("n", subject.isClaude() ? 1 : chance.from(1, 4));
    }
    for (String penalty : List.of("presence_penalty", "frequency_penalty")) {
      if (sometimes()) {
        number(penalty, subject.isClaude() ? 0 : chance.number(-2, 2));
      }
    }
    if (sometimes()) {
      body.put("logprobs", !subject.isClaude() && chance.oneIn(2));
    }
    if (body.path("logprobs").asBoolean() && chance.oneIn(2)) {
      body.put("top_logprobs", chance.from(0, 20));
    }
    if (sometimes() && subject.isOpenAi()) {
      ObjectNode bias = body.putObject("logit_bias");
      for (int i = chance.below(4); i > 0; i--) {
        bias.put(Integer.toString(chance.below(100_000)), chance.from(-100, 100));
      }
    }
  }

  private void number(String field, double value) {
    if (value == Math.rint(value) && chance.oneIn(2)) {
      body.put(field, (int) value);
    } else {
      body.put(field, value);
    }
  }

  private void stop() {
    if (chance.oneIn(2)) {
      body.put("stop", chance.pick("three", "END", "\n\nHuman:", "日本"));
      return;
    }
    ArrayNode stops = body.putArray("stop");
    for (int i = chance.below(MOST_STOPS + 1); i > 0; i--) {
      stops.add("stop " + i);
    }
  }

  private void labels() {
    if (sometimes() && subject.thinks()) {
      List<String> efforts =
          new ArrayList<>(List.of("minimal", "low", "medium", "high", "xhigh", "max"));
      if (!subject.isGemini()) {
        efforts.add("none");
      }
      body.put("reasoning_effort", chance.pick(efforts));
    }
    if (sometimes()) {
      body.put("service_tier", chance.pick("auto", "default", "flex", "priority", "scale"));
    }
    if (sometimes()) {
      ObjectNode metadata = body.putObject("metadata");
      for (int i = chance.oneIn(20) ? 16 : chance.below(4); i > 0; i--) {
        metadata.put(
            chance.pick("team", "Über " + i, "x".repeat(64), "k-" + i),
            chance.pick("", "eu", "A Value", "日本", "y".repeat(512)));
      }
    }
    if (sometimes()) {
      body.put("user", chance.pick("u-1", "grüß@example.com", "z".repeat(300)));
    }
  }

  private void others() {
    if (sometimes()) {
      body.put("store", chance.oneIn(2));
    }
    if (sometimes()) {
      body.put("verbosity", chance.pick("low", "medium", "high"));
    }
    if (chance.oneIn(8)) {
      body.putObject("prediction").put("type", "content").put("content", chance.text());
    }
    if (chance.oneIn(8)) {
      body.putArray("modalities").add("text");
    }
    if (chance.oneIn(8)) {
      body.put("prompt_cache_key", chance.name(30));
    }
    for (int i = chance.below(3); i > 0; i--) {
      body.set(
          chance.pick("my_field", "grüß", "x-" + i, "top_k", "", "constructor"),
          anything(chance.oneIn(10) ? 150 : 3));
    }
    if (chance.oneIn(50)) {
      for (int i = chance.from(20, 400); i > 0; i--) {
        body.put(chance.name(60) + "-" + i, i);
      }
    }
    if (chance.oneIn(5)) {
      // Absent, as clients send it.
      String absent =
          chance.pick("temperature", "stop", "tools", "seed", "user", "metadata", "n", "stream");
      if (!body.has(absent) && !body.has("tool_choice")) {
        body.putNull(absent);
      }
    }
  }

  private JsonNode anything(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (depth == 0) {
      return chance.pick(
          nodes.textNode(chance.text()),
          nodes.nullNode(),
          nodes.booleanNode(true),
          nodes.numberNode(chance.anyLong()),
          nodes.numberNode(1e300));
    }
    return chance.oneIn(2)
        ? nodes.arrayNode().add(anything(depth - 1))
        : nodes.objectNode().set(chance.pick("a", "b c", "日本"), anything(depth - 1));
  }

  private void stream() {
    if (chance.oneIn(2)) {
      body.put("stream", true);
    }
    if (chance.oneIn(3)) {
      ObjectNode options = body.putObject("stream_options");
      if (!chance.oneIn(4)) {
        options.put("include_usage", chance.oneIn(2));
      }
      if (sometimes()) {
        options.put("include_obfuscation", false);
      }
    }
  }
}
