package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/agents.md says of {@code ./trefoil up}. */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class ToolsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ASK = "'input': 'weather {\\'latitude\\': 60, \\'longitude\\': 10}'";

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void theWeatherIsAskedForOnEachCloud(String cloud, RunningClouds clouds) throws Exception {
    JsonNode response = ask(cloud, "'model': 'chat', " + ASK + ", " + wish("never"), clouds);

    assertThat(response.at("/output/0/type").asText()).isEqualTo("mcp_call");
    assertThat(response.at("/output/0/output").asText()).contains("\"temperature_2m\":0.0");
    assertThat(response.at("/output/1/content/0/text").asText()).contains("temperature_2m");
    assertThat(response.path("status").asText()).isEqualTo("completed");
  }

  @Test
  void anAgentHasTools(RunningClouds clouds) throws Exception {
    JsonNode response = ask("azure", "'model': 'guide', " + ASK, clouds);

    assertThat(response.at("/output/0/type").asText()).isEqualTo("mcp_call");
    assertThat(response.at("/output/0/status").asText()).isEqualTo("completed");
  }

  @Test
  void aCallWaitsForItsCallersWord(RunningClouds clouds) throws Exception {
    JsonNode asked =
        ask("gcp", "'model': 'chat', 'store': false, " + ASK + ", " + wish("always"), clouds);
    assertThat(asked.at("/output/0/type").asText()).isEqualTo("mcp_approval_request");
    assertThat(asked.path("output")).hasSize(1);

    JsonNode question = asked.at("/output/0");
    String answer =
        """
        'model': 'chat', 'store': false, %s, 'input': [{'role': 'user', 'content': 'hi'}, %s,
          {'type': 'mcp_approval_response', 'approval_request_id': '%s', 'approve': true}]"""
            .formatted(wish("always"), question, question.path("id").asText());
    JsonNode answered = ask("gcp", answer, clouds);

    assertThat(answered.at("/output/0/type").asText()).isEqualTo("mcp_call");
    assertThat(answered.at("/output/0/output").asText()).contains("temperature_2m");
  }

  private static String wish(String approval) {
    return "'tools': [{'type': 'mcp', 'server_label': 'weather', 'require_approval': '%s'}]"
        .formatted(approval);
  }

  private static JsonNode ask(String cloud, String members, RunningClouds clouds)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + clouds.port(cloud) + "/v1/responses"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{" + members.replace('\'', '"') + "}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
