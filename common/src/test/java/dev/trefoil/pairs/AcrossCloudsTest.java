package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Controls;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.ConversationAcrossClouds.Answer;
import dev.trefoil.pairs.ConversationAcrossClouds.Site;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One model on three clouds: conversations that follow it by outages and come back. */
@Timeout(60)
class AcrossCloudsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        claude_aws: {kind: bedrock, region: us-east-1, protocol: messages}
        claude_mantle: {kind: bedrock-mantle, region: us-east-1}
        foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
        claude_gcp: {kind: vertex, project: project, location: global}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        bedrock_gpt: {kind: bedrock, region: us-east-1}
        mantle: {kind: bedrock-mantle, region: us-east-1}
        responses: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
      retry: {backoffMs: 1}
      routes:
        route: {targets: [%s]}
      """;

  private static final ObjectNode ROUTE = JSON.createObjectNode().put("model", "route");

  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bedrock", "claude_aws", "claude_mantle"})
  void claudeGoesFromAwsToFoundryToVertexAiAndBack(String onAws) throws Exception {
    List<String> order = List.of(onAws, "foundry", "claude_gcp");
    ClaudeConversation conversation = new ClaudeConversation(site(order), order, ROUTE);

    conversation.goThereAndBack();

    assertThat(conversation.thoughts()).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bedrock_gpt", "mantle"})
  void gptGoesFromAzureToBedrockToOpenAiAndBack(String onAws) throws Exception {
    List<String> order = List.of("azure", onAws, "responses");
    GptConversation conversation = new GptConversation(site(order), order, ROUTE);

    conversation.goThereAndBack();

    assertThat(conversation.thoughts()).containsOnlyKeys(order);
    assertThat(conversation.thoughts().values()).allMatch(count -> count > 1);
  }

  private static Site site(List<String> order) {
    return new Site() {
      @Override
      public Controls controls(String service) {
        return services.controls(service);
      }

      @Override
      public Answer post(String path, JsonNode request) throws IOException {
        String targets =
            order.stream().map(AcrossCloudsTest::target).collect(Collectors.joining(", "));
        RecordedResponse response = new RecordedResponse();
        // Anew each time, so that nothing but the faults decides who is asked.
        services
            .front(TrefoilConfig.parse(CONFIG.formatted(targets), Map.of()).routing())
            .handle(
                new HttpCall(
                    "POST",
                    path,
                    new Headers(),
                    new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
                    Deadline.after(Duration.ofSeconds(30))),
                response);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return new Answer(response.header("x-trefoil-provider"), JSON.readTree(response.body()));
      }
    };
  }

  private static String target(String service) {
    return service
        + "/"
        + switch (service) {
          case "bedrock" -> "us.anthropic.claude-opus-5-5";
          case "azure" -> "gpt-6-sol";
          default -> EmulatedServices.model(service);
        };
  }
}
