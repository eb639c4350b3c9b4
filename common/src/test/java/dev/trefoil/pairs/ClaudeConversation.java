package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Claude's, by Messages. Its signatures hold across its platforms ("Extended thinking" in
 * Anthropic's documentation): each service is shown every thought again, its own and the others',
 * as it was signed.
 */
public final class ClaudeConversation extends ConversationAcrossClouds {
  /** The service that Converse is spoken to; at others of AWS's it is Messages. */
  private static final String CONVERSE = "bedrock";

  private final ObjectNode head;
  private final ArrayNode messages = JSON.createArrayNode();

  /** The signatures of all thoughts so far, in order. */
  private final List<String> signed = new ArrayList<>();

  /**
   * @param order a service of AWS's, Foundry and Vertex AI
   * @param head who is to answer, as a request says it
   */
  public ClaudeConversation(Site site, List<String> order, ObjectNode head) {
    super(site, order);
    this.head = head.deepCopy();
  }

  /** How many thoughts there were. */
  public int thoughts() {
    return signed.size();
  }

  @Override
  void user(String text) {
    messages.addObject().put("role", "user").put("content", text);
  }

  @Override
  String path() {
    return "/v1/messages";
  }

  @Override
  ObjectNode request() {
    ObjectNode request = head.deepCopy().put("max_tokens", 4096);
    request.set("messages", messages.deepCopy());
    ObjectNode tool = request.putArray("tools").addObject();
    tool.put("name", "get_time").put("description", "Tells the time.");
    tool.putObject("input_schema").put("type", "object").putObject("properties");
    request.putObject("thinking").put("type", "adaptive").put("display", "summarized");
    request.putObject("output_config").put("effort", "medium");
    return request;
  }

  @Override
  void check(String service, JournalEntry shown) {
    assertThat(shown.body().findValuesAsText("signature")).as(service).isEqualTo(signed);
    int calls = messages.findValuesAsText("tool_use_id").size();
    boolean converse = service.equals(CONVERSE);
    assertThat(shown.body().findValuesAsText(converse ? "toolUseId" : "tool_use_id"))
        .as("no result is lost")
        .hasSize(converse ? 2 * calls : calls);
    if (service.equals(order().getLast())) {
      assertThat(shown.path()).endsWith("/models/claude-opus-5-5:streamRawPredict");
      assertThat(shown.body().has("model")).isFalse();
      assertThat(shown.body().path("anthropic_version").asText()).isEqualTo("vertex-2023-10-16");
    } else if (converse) {
      assertThat(shown.path()).matches("/model/us\\.anthropic\\.claude-opus-5-5/converse.*");
    } else {
      assertThat(shown.path()).isEqualTo("/anthropic/v1/messages");
      assertThat(shown.body().path("model").asText()).isEqualTo(EmulatedServices.model(service));
    }
  }

  @Override
  void take(String service, JsonNode answer) {
    messages.addObject().put("role", "assistant").set("content", answer.path("content"));
    ArrayNode results = JSON.createArrayNode();
    for (JsonNode block : answer.path("content")) {
      if (block.path("type").asText().equals("thinking")) {
        signed.add(block.path("signature").asText());
      } else if (block.path("type").asText().equals("tool_use")) {
        results
            .addObject()
            .put("type", "tool_result")
            .put("tool_use_id", block.path("id").asText())
            .put("content", "noon");
      }
    }
    if (!results.isEmpty()) {
      messages.addObject().put("role", "user").set("content", results);
    }
  }
}
