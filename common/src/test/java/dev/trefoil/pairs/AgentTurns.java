package dev.trefoil.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/**
 * An agent's conversation as clients make them up, by a seed: answers as they came, with results of
 * every kind, and between them calls of models elsewhere, with ids that repeat, arguments that are
 * cut or none, and names that no service takes.
 */
final class AgentTurns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TOOLS =
      List.of("get_time", "list_dir", "mcp.files/read", "9lives", "x".repeat(80), "日本");

  private static final List<String> IDS =
      List.of("0", "1", "", "list_dir:0", "functions.get_time:1", "call_1", "t".repeat(70), "ü");

  private static final List<String> ARGUMENTS =
      List.of(
          "{}",
          "{\"path\":\"/tmp\"}",
          "{\"path\":\"/t",
          "{\"a\":1}{\"b\":2}",
          "[\"/tmp\"]",
          "null",
          "not json",
          "",
          "{\"id\":12345678901234567890}",
          "{\"a\":" + "[".repeat(120) + "]".repeat(120) + "}");

  private static final List<String> RESULTS =
      List.of(
          "",
          "sunny",
          "{\"sky\":\"grey\"}",
          "{\"$ref\":\"#/definitions/x\"}",
          "{\"id\":9007199254740993}",
          "[1,2]");

  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5Erk"
          + "Jggg==";

  private final Random random;
  private final ArrayNode messages = JSON.createArrayNode();

  AgentTurns(long seed) {
    random = new Random(seed);
    if (random.nextBoolean()) {
      messages.addObject().put("role", "system").put("content", "You are an agent.");
    }
    if (random.nextInt(4) == 0) {
      messages.addObject().put("role", "assistant").put("content", "Hello, what can I do?");
    }
  }

  /** The user says something, at times after calls of a model elsewhere and their results. */
  void userSpeaks() {
    if (random.nextInt(3) == 0) {
      callsFromElsewhere();
    }
    messages
        .addObject()
        .put("role", "user")
        .put("content", pick(List.of("Go on.", "Use get_time and list_dir.", "Ask list_dir.")));
  }

  private void callsFromElsewhere() {
    ObjectNode message = messages.addObject().put("role", "assistant").putNull("content");
    if (random.nextBoolean()) {
      message.put("reasoning_content", "Let me look.");
    }
    ArrayNode calls = message.putArray("tool_calls");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      ObjectNode call = calls.addObject().put("id", pick(IDS)).put("type", "function");
      call.putObject("function").put("name", pick(TOOLS)).put("arguments", pick(ARGUMENTS));
    }
    answer(calls);
  }

  /** A request of the conversation so far. */
  ObjectNode request(String target, boolean thinking) {
    ObjectNode request = JSON.createObjectNode().put("model", target);
    request.set("messages", messages.deepCopy());
    ArrayNode tools = request.putArray("tools");
    for (String tool : TOOLS) {
      tools.addObject().put("type", "function").putObject("function").put("name", tool);
    }
    if (random.nextInt(5) == 0) {
      request
          .putObject("tool_choice")
          .put("type", "function")
          .putObject("function")
          .put("name", pick(TOOLS));
    } else if (thinking) {
      request.put("reasoning_effort", "medium");
    }
    return request;
  }

  /** Appends an answer as it came, and the results of its calls; says whether there are any. */
  boolean take(JsonNode message) {
    messages.add(message);
    return answer(message.path("tool_calls"));
  }

  static List<String> tools() {
    return TOOLS;
  }

  private boolean answer(JsonNode calls) {
    for (JsonNode call : calls) {
      ObjectNode result =
          messages.addObject().put("role", "tool").put("tool_call_id", call.path("id").asText());
      if (random.nextInt(4) == 0) {
        result
            .putArray("content")
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", "data:image/jpeg;base64," + PNG);
      } else {
        result.put("content", pick(RESULTS));
      }
    }
    return !calls.isEmpty();
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
