package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.door.SignatureText;
import dev.trefoil.emulators.JournalEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * GPT's, by Responses. Each service is shown its own thoughts again and nobody else's, which it
 * would refuse.
 */
public final class GptConversation extends ConversationAcrossClouds {
  private final ObjectNode head;
  private final ArrayNode input = JSON.createArrayNode();

  /** What each service thought, as only it can read it. */
  private final Map<String, Set<String>> thoughts = new HashMap<>();

  /**
   * @param head who is to answer, as a request says it
   */
  public GptConversation(Site site, List<String> order, ObjectNode head) {
    super(site, order);
    this.head = head.deepCopy();
  }

  /** How many thoughts of each service there were. */
  public Map<String, Integer> thoughts() {
    Map<String, Integer> counts = new HashMap<>();
    thoughts.forEach((service, own) -> counts.put(service, own.size()));
    return counts;
  }

  @Override
  void user(String text) {
    input.addObject().put("role", "user").put("content", text);
  }

  @Override
  String path() {
    return "/v1/responses";
  }

  @Override
  ObjectNode request() {
    ObjectNode request = head.deepCopy().put("store", false);
    request.set("input", input.deepCopy());
    ObjectNode tool = request.putArray("tools").addObject();
    tool.put("type", "function").put("name", "get_time");
    tool.putObject("parameters").put("type", "object").putObject("properties");
    request.putArray("include").add("reasoning.encrypted_content");
    request.putObject("reasoning").put("effort", "medium");
    return request;
  }

  @Override
  void check(String service, JournalEntry shown) {
    JsonNode body = shown.body();
    Set<String> own = new TreeSet<>(body.path("input").findValuesAsText("encrypted_content"));
    assertThat(own).as(service).isEqualTo(thoughts.getOrDefault(service, Set.of()));
    assertThat(body.findValuesAsText("call_id"))
        .as("no call is lost")
        .hasSize(input.findValuesAsText("call_id").size());
  }

  @Override
  void take(String service, JsonNode answer) {
    for (JsonNode item : answer.path("output")) {
      input.add(item.deepCopy());
      if (item.has("encrypted_content")) {
        String mark =
            SignatureText.decode(item.path("encrypted_content").asText()).orElseThrow().value();
        String told = mark.split("\0", 2)[0];
        thoughts
            .computeIfAbsent(service, name -> new TreeSet<>())
            .add(told.substring(told.lastIndexOf(' ') + 1));
      }
    }
    for (JsonNode item : answer.path("output")) {
      if (item.path("type").asText().equals("function_call")) {
        input
            .addObject()
            .put("type", "function_call_output")
            .put("call_id", item.path("call_id").asText())
            .put("output", "noon");
      }
    }
  }
}
