package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.pairs.ClaudeConversation;
import dev.trefoil.pairs.ConversationAcrossClouds.Answer;
import dev.trefoil.pairs.ConversationAcrossClouds.Site;
import dev.trefoil.pairs.GptConversation;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conversations that follow one model across the clouds, over HTTP through built functions. */
@ExtendWith(SharedClouds.class)
class AcrossCloudsHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void claudeGoesFromBedrockToFoundryToVertexAiAndBackThroughTheFunctionOnAws(RunningClouds clouds)
      throws Exception {
    ClaudeConversation conversation =
        new ClaudeConversation(
            new Through(clouds, "aws"),
            List.of("bedrock", "foundry", "vertex_ai"),
            first(
                "bedrock/us.anthropic.claude-opus-5-5",
                "foundry/claude-opus-5-5",
                "vertex_ai/claude-opus-5-5"));

    conversation.goThereAndBack();

    assertThat(conversation.thoughts()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void gptGoesFromAzureToBedrockToOpenAiAndBackThroughTheFunctionOnAzure(RunningClouds clouds)
      throws Exception {
    List<String> order = List.of("azure", "bedrock", "openai");
    GptConversation conversation =
        new GptConversation(
            new Through(clouds, "azure"),
            order,
            first("azure/gpt-6-sol", "bedrock/us.openai.gpt-6-sol", "openai/gpt-6-sol"));

    conversation.goThereAndBack();

    assertThat(conversation.thoughts()).containsOnlyKeys(order);
    assertThat(conversation.thoughts().values()).allMatch(count -> count > 1);
  }

  /** A target, and those after it. */
  private static ObjectNode first(String target, String... fallbacks) {
    ObjectNode head = JSON.createObjectNode().put("model", target);
    for (String fallback : fallbacks) {
      head.withArray("fallbacks").add(fallback);
    }
    return head;
  }

  /** The function on one of the clouds. */
  private record Through(RunningClouds clouds, String host) implements Site {
    @Override
    public Controls controls(String service) {
      return clouds.controls(service);
    }

    @Override
    public Answer post(String path, JsonNode request) throws Exception {
      HttpResponse<String> response = Http.post(clouds.port(host), path, request.toString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return new Answer(
          response.headers().firstValue("x-trefoil-provider").orElseThrow(),
          JSON.readTree(response.body()));
    }
  }
}
