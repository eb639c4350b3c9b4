// The whole answer that a stream of Responses amounts to.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last state of the answer that events tell, with the items that are complete. */
final class ResponsesJoin {

  private ResponsesJoin() {}

  static JsonNode join(List<JsonNode> events) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Map<Integer, JsonNode> items = new TreeMap<>();
    for (JsonNode event : events) {
      if (event.path("response") instanceof ObjectNode response) {
        answer = response.deepCopy();
      }
      if (event.path("type").asText().equals("response.output_item.done")) {
        items.put(event.path("output_index").asInt(), event.path("item"));
      }
    }
    if (answer.path("output").isEmpty() && !items.isEmpty()) {
      answer.putArray("output").addAll(items.values());
    }
    return answer;
  }
}
