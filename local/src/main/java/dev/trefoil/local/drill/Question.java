// What is asked: a request whose whole answer is known beforehand.
package dev.trefoil.local.drill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request. The emulated models repeat its words: as they are, within JSON, or as the argument
 * of a tool.
 *
 * @param id unique within the drill
 * @param streamed whether the answer is wanted as a stream
 * @param words many, and no two questions have the same
 * @param wish what is asked for besides, which some services do not take
 */
record Question(String id, Shape shape, boolean streamed, String words, Wish wish) {
  /** The form of the answer that is asked for. */
  enum Shape {
    TEXT,
    JSON,
    TOOL
  }

  /** What some services take and others do not, and no answer of the emulated models depends on. */
  enum Wish {
    NONE,
    SEED,
    PENALTY,
    HOT,
    MANY_TOKENS,
    /** Bounds in the JSON Schema, where there is one. */
    BOUNDS
  }

  /** A question without any wish. */
  Question(String id, Shape shape, boolean streamed, String words) {
    this(id, shape, streamed, words, Wish.NONE);
  }

  Question with(Wish other) {
    return new Question(id, shape, streamed, words, other);
  }

  Question saying(String others) {
    return new Question(id, shape, streamed, others, wish);
  }

  static final String TOOL_NAME = "look_up";

  /** The request's body, in OpenAI's format. */
  String body(String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model).put("stream", streamed);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt());
    switch (wish) {
      case NONE, BOUNDS -> {}
      case SEED -> body.put("seed", 7);
      case PENALTY -> body.put("frequency_penalty", 0.5);
      case HOT -> body.put("temperature", 1.5);
      case MANY_TOKENS -> body.put("max_tokens", 200_000);
    }
    switch (shape) {
      case TEXT -> {}
      case JSON -> {
        ObjectNode schema = body.putObject("response_format").put("type", "json_schema");
        schema = schema.putObject("json_schema").put("name", "answer").put("strict", true);
        property(schema.putObject("schema")).put("type", "string");
      }
      case TOOL -> {
        ObjectNode tool = body.putArray("tools").addObject().put("type", "function");
        tool = tool.putObject("function").put("name", TOOL_NAME);
        property(tool.putObject("parameters")).put("type", "string").putArray("enum").add(words);
      }
    }
    return body.toString();
  }

  /** What the model is told; of a tool's it does not have the words. */
  String prompt() {
    return shape == Shape.TOOL ? "For " + id + ", use " + TOOL_NAME + "." : words;
  }

  private ObjectNode property(ObjectNode schema) {
    schema.put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("said");
    ObjectNode said = schema.putObject("properties").putObject("said");
    return wish == Wish.BOUNDS ? said.put("minLength", 1).put("maxLength", 10_000) : said;
  }

  /** What the answer, or the tool's arguments, must be where it is JSON. */
  ObjectNode json() {
    return JsonNodeFactory.instance.objectNode().put("said", words);
  }
}
