package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a response says again of its request: clients' types have these members.
 *
 * @param members by name, each JSON as text
 */
record Echo(Map<String, String> members) {
  private static final String TEXT_FORMAT = "{\"format\":{\"type\":\"text\"}";

  /** All of them, and what stands for an absent one. */
  private static final Map<String, String> ABSENT = absent();

  private static Map<String, String> absent() {
    Map<String, String> absent = new LinkedHashMap<>();
    absent.put("background", "false");
    absent.put("instructions", "null");
    absent.put("max_output_tokens", "null");
    absent.put("max_tool_calls", "null");
    absent.put("metadata", "{}");
    absent.put("parallel_tool_calls", "true");
    absent.put("previous_response_id", "null");
    absent.put("prompt_cache_key", "null");
    absent.put("reasoning", "{\"effort\":null,\"summary\":null}");
    absent.put("safety_identifier", "null");
    absent.put("temperature", "null");
    absent.put("text", TEXT_FORMAT + "}");
    absent.put("tool_choice", "\"auto\"");
    absent.put("tools", "[]");
    absent.put("top_logprobs", "null");
    absent.put("top_p", "null");
    absent.put("truncation", "\"disabled\"");
    absent.put("user", "null");
    return absent;
  }

  /**
   * Of a request that has been read.
   *
   * @throws Problem 400 when it holds, where nobody has looked yet, what cannot be written
   */
  static Echo of(JrsObject request) throws Problem {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, String> absent : ABSENT.entrySet()) {
      String name = absent.getKey();
      JrsValue value = request.get(name);
      boolean given = value != null && !value.isNull();
      members.put(name, given ? RequestJson.text(name, value) : absent.getValue());
    }
    if (request.get("text") instanceof JrsObject text && text.get("format") == null) {
      // Clients look for a format.
      String rest = members.get("text").substring(1);
      members.put("text", TEXT_FORMAT + (rest.equals("}") ? "" : ",") + rest);
    }
    return new Echo(members);
  }

  void write(JsonGenerator json) throws IOException {
    for (Map.Entry<String, String> member : members.entrySet()) {
      json.writeFieldName(member.getKey());
      json.writeRawValue(member.getValue());
    }
  }
}
