package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.PlayedMcpServer;
import dev.trefoil.http.RecordedResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams of runs, and servers of tools. */
class ToolRunsStreamedTest extends ToolRunFixture {
  @Test
  void aStreamTellsOfEachStepAsItIsMade() throws IOException {
    declare("");
    model = calling(call("c1", "weather", "{'city':'a'}")).then(saying("clear"));

    List<JsonNode> events = events("'stream':true,'input':'hi'," + WISH);

    assertThat(events)
        .extracting(event -> event.path("type").asText().replace("response.", ""))
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "mcp_call.in_progress",
            "mcp_call_arguments.delta",
            "mcp_call_arguments.done",
            "mcp_call.completed",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "output_text.delta",
            "output_text.done",
            "content_part.done",
            "output_item.done",
            "completed");
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
    }
    assertThat(events.get(2).at("/item/status").asText()).isEqualTo("in_progress");
    assertThat(events.get(7).at("/item/output").asText()).contains("clear");
    assertThat(events.get(8).path("output_index").asInt()).isEqualTo(1);
    assertThat(types(events.getLast().path("response"))).containsExactly("mcp_call", "message");
    assertThat(events.getLast().at("/response/usage/total_tokens").asInt()).isEqualTo(10);
  }

  @Test
  void aQuestionIsToldOfWhenItIsWhole() throws IOException {
    declare("");
    model = calling(call("c1", "weather", "{'city':'a'}"));

    List<JsonNode> events =
        events(
            "'stream':true,'input':'hi','tools':[{'type':'mcp','server_label':'weather',"
                + "'require_approval':'always'}]");

    assertThat(events)
        .extracting(event -> event.path("type").asText().replace("response.", ""))
        .containsExactly(
            "created", "in_progress", "output_item.added", "output_item.done", "completed");
    assertThat(events.get(2).at("/item/type").asText()).isEqualTo("mcp_approval_request");
    assertThat(events.get(2).at("/item/arguments").asText()).contains("\"city\"");
  }

  @Test
  void aServersToolsAreListedAndCalledByItsLabel() throws IOException {
    try (PlayedMcpServer server = new PlayedMcpServer()) {
      agents = Optional.of(withServer(server));
      model = calling(call("c1", "mine__echo", "{'message':'hi'}")).then(saying("done"));

      JsonNode response =
          ok(
              "'input':'hi','tools':[{'type':'mcp','server_label':'mine','server_url':'"
                  + server.url()
                  + "','allowed_tools':['echo']}]");

      assertThat(types(response)).containsExactly("mcp_list_tools", "mcp_call", "message");
      assertThat(response.at("/output/0/tools")).hasSize(1);
      assertThat(response.at("/output/0/tools/0/name").asText()).isEqualTo("echo");
      assertThat(response.at("/output/1/server_label").asText()).isEqualTo("mine");
      assertThat(response.at("/output/1/name").asText()).isEqualTo("echo");
      assertThat(response.at("/output/1/output").asText()).startsWith("Echo: hi");
      assertThat(server.called()).endsWith("echo");

      ok("'previous_response_id':'" + response.path("id").asText() + "','input':'more'");
      assertThat(result(model.requests().getLast())).contains("Echo: hi");
    }
  }

  @Test
  void aServerIsNotAskedWithArgumentsThatItsSchemaRefuses() throws IOException {
    try (PlayedMcpServer server = new PlayedMcpServer()) {
      agents = Optional.of(withServer(server));
      model = calling(call("c1", "docs__echo", "{'message':['hi']}")).then(saying("sorry"));

      JsonNode response = ok("'input':'hi','tools':[{'type':'mcp','server_label':'docs'}]");

      assertThat(response.at("/output/1/error").asText())
          .contains("/message: Value is [array] but should be [string]");
      assertThat(server.called()).doesNotContain("echo");
    }
  }

  @Test
  void aServerThatIsAwayIsToldAndTheModelAnswersWithoutIt() throws IOException {
    PlayedMcpServer server = new PlayedMcpServer();
    agents = Optional.of(withServer(server));
    server.close();
    model = saying("without");

    JsonNode response = ok("'input':'hi','tools':[{'type':'mcp','server_label':'docs'}]");

    assertThat(types(response)).containsExactly("mcp_list_tools", "message");
    assertThat(response.at("/output/0/error").asText()).contains("cannot be listed");
    assertThat(model.requests().getFirst().tools()).isEmpty();
  }

  private Agents withServer(PlayedMcpServer server) {
    return agents(
        "", "\n  docs: {kind: mcp, url: \"%s\", allowLoopback: true}".formatted(server.url()), "");
  }

  private List<JsonNode> events(String members) throws IOException {
    RecordedResponse response = post(PATH, body("'model':'chat'," + members), Map.of());
    List<JsonNode> events = new ArrayList<>();
    for (String line : response.body().split("\n", -1)) {
      if (line.startsWith("data: ")) {
        events.add(JSON.readTree(line.substring("data: ".length())));
      }
    }
    return events;
  }
}
