// The tools of an agent, and a conversation that has them.
package dev.trefoil.benchmarks.commit;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.json.Json;
import java.io.IOException;

/**
 * Tools as servers of the Model Context Protocol list them, each with a schema of its own of 2 KB,
 * which every service takes as it is written.
 *
 * @param number of them
 */
record Toolbox(int number) {
  private static final int CHARACTERS = 2_048;

  /** A chat request in whose history two of the tools were called. */
  String conversation(String model) {
    return Json.object(
        json -> {
          json.writeStringField("model", model);
          json.writeArrayFieldStart("messages");
          message(json, "system", "You are an agent.");
          message(json, "user", "What is in the first file?");
          call(json, "call_one", 0);
          call(json, "call_two", number - 1);
          message(json, "assistant", "It holds a list of names.");
          message(json, "user", "Say hello");
          json.writeEndArray();
          json.writeArrayFieldStart("tools");
          for (int i = 0; i < number; i++) {
            tool(json, i);
          }
          json.writeEndArray();
        });
  }

  private static void message(JsonGenerator json, String role, String content) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", content);
    json.writeEndObject();
  }

  /** A call, and its result. */
  private static void call(JsonGenerator json, String id, int tool) throws IOException {
    json.writeRaw(
        """
        ,{"role":"assistant","tool_calls":[{"id":"%1$s","type":"function",\
        "function":{"name":"%2$s","arguments":"{\\"path\\":\\"a.txt\\"}"}}]},\
        {"role":"tool","tool_call_id":"%1$s","content":"Ada, Grace, Barbara"}"""
            .formatted(id, name(tool)));
  }

  private static String name(int tool) {
    return "files_read_" + tool;
  }

  private static void tool(JsonGenerator json, int tool) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "function");
    json.writeObjectFieldStart("function");
    json.writeStringField("name", name(tool));
    json.writeStringField("description", "Reads files of the workspace, number " + tool + ".");
    json.writeFieldName("parameters");
    json.writeRawValue(schema(tool));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String schema(int tool) {
    StringBuilder properties = new StringBuilder();
    for (int i = 0; i == 0 || properties.length() < CHARACTERS - 250; i++) {
      properties.append(
          """
          "part_%1$d":{"type":"object","description":"Which part of file %1$d tool %2$d is to read",\
          "properties":{"path":{"type":"string","description":"Path from the workspace's root"},\
          "lines":{"type":"array","items":{"type":"integer","minimum":1},"maxItems":50},\
          "as":{"type":"string","enum":["text","base64"]}},"required":["path"],"additionalProperties":false},"""
              .formatted(i, tool));
    }
    return """
    {"type":"object","properties":{%s\
    "path":{"type":"string"}},"required":["path"],"additionalProperties":false}"""
        .formatted(properties);
  }
}
