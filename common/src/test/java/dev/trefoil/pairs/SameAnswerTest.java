package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the targets of a route are sent of its own settings, on the wire. */
@Timeout(60)
class SameAnswerTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://example.openai.azure.com"}
        vertex_ai: {kind: vertex, project: project, location: global}
        anthropic: {kind: anthropic, keyFrom: env:KEY}
      routes:
        sampled:
          targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-4.1, vertex_ai/gemini-2.5-flash, anthropic/claude-sonnet-4-6]
          instructions: Answer in one paragraph.
          defaults: {temperature: 0.25, maxTokens: 700}
        thinking:
          targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.2, vertex_ai/gemini-2.5-flash, azure/gpt-4.1]
          defaults: {reasoningEffort: low}
        drawn:
          targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-4.1, vertex_ai/gemini-2.5-flash]
          defaults: {topP: 0.5, temperature: 0.25}
      """;

  private static EmulatedServices services;
  private static HttpHandler door;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
    door = services.front(TrefoilConfig.parse(CONFIG, Map.of()).routing());
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @Test
  void allAreToldTheSame() throws IOException {
    JsonNode bedrock = sent("sampled", "bedrock", "");
    JsonNode azure = sent("sampled", "azure", "");
    JsonNode vertex = sent("sampled", "vertex_ai", "");
    JsonNode anthropic = sent("sampled", "anthropic", "");

    assertThat(
            List.of(
                bedrock.at("/inferenceConfig/maxTokens").asInt(),
                azure.at("/max_completion_tokens").asInt(),
                vertex.at("/generationConfig/maxOutputTokens").asInt(),
                anthropic.at("/max_tokens").asInt()))
        .containsOnly(700);
    assertThat(
            List.of(
                bedrock.at("/inferenceConfig/temperature").asDouble(),
                azure.at("/temperature").asDouble(),
                vertex.at("/generationConfig/temperature").asDouble(),
                anthropic.at("/temperature").asDouble()))
        .containsOnly(0.25);
    assertThat(
            List.of(
                bedrock.at("/system/1/text").asText(),
                azure.at("/messages/1/content").asText(),
                vertex.at("/systemInstruction/parts/1/text").asText(),
                anthropic.at("/system/1/text").asText()))
        .as("after the caller's own")
        .containsOnly("Answer in one paragraph.");
  }

  @Test
  void whatTheCallerSaysHolds() throws IOException {
    String said = ",\"temperature\":0.75,\"max_tokens\":50";
    assertThat(sent("sampled", "bedrock", said).path("inferenceConfig").toString())
        .isEqualTo("{\"maxTokens\":50,\"temperature\":0.75}");
    assertThat(sent("sampled", "azure", said).path("temperature").asDouble()).isEqualTo(0.75);
    assertThat(sent("sampled", "vertex_ai", said).at("/generationConfig/maxOutputTokens").asInt())
        .isEqualTo(50);
    assertThat(sent("thinking", "azure/gpt-5.2", ",\"reasoning_effort\":\"high\"").toString())
        .contains("\"reasoning_effort\":\"high\"");
  }

  @Test
  void allThatThinkAtOnesWordThinkAsHard() throws IOException {
    assertThat(sent("thinking", "bedrock", "").toString()).contains("\"effort\":\"low\"");
    assertThat(sent("thinking", "azure/gpt-5.2", "").toString())
        .contains("\"reasoning_effort\":\"low\"");
    assertThat(sent("thinking", "vertex_ai", "").at("/generationConfig/thinkingConfig").toString())
        .contains("thinkingBudget");
    assertThat(sent("thinking", "azure/gpt-4.1", "").toString())
        .as("a model that does not think")
        .doesNotContain("reasoning");
  }

  @Test
  void ofTwoThatExcludeEachOtherATargetGetsTheOneThatCountsMore() throws IOException {
    assertThat(sent("drawn", "bedrock", "").path("inferenceConfig").toString())
        .isEqualTo("{\"temperature\":0.25}");
    JsonNode azure = sent("drawn", "azure", "");
    assertThat(azure.path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(azure.path("top_p").asDouble()).isEqualTo(0.5);
    assertThat(sent("drawn", "bedrock", ",\"top_p\":0.75").path("inferenceConfig").toString())
        .isEqualTo("{\"topP\":0.75}");
  }

  /** What a service got of a call that only one target may answer. */
  private static JsonNode sent(String route, String target, String more) throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers(),
            new ByteArrayInputStream(
                """
                {"model":"%s","provider":"%s","messages":[\
                {"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]%s}"""
                    .formatted(route, target, more)
                    .getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    assertThat(response.header("x-trefoil-dropped")).isNull();
    assertThat(response.header("x-trefoil-changed")).isNull();
    List<JournalEntry> journal = services.controls(target.replaceFirst("/.*", "")).journal();
    return journal.getLast().body();
  }
}
