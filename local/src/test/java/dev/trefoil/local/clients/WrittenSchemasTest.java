package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Schemas as zod 4 and a public MCP server write them, sent as they are through the chat door of
 * every cloud, with each of the three services first.
 */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class WrittenSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static String missing;
  private static JsonNode written;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    Npm.Installed installed = Npm.install();
    missing = installed.missing();
    if (installed.npm().isPresent()) {
      Process process = installed.npm().get().run("schemas.mjs").start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      written = JSON.readTree(output);
    }
  }

  @ParameterizedTest
  @CsvSource({"aws,bedrock", "azure,azure", "gcp,vertex_ai"})
  void toolsOfZodAndOfAnMcpServerAreTaken(String cloud, String service, RunningClouds clouds)
      throws Exception {
    assumeTrue(missing.isEmpty(), missing);
    ObjectNode request = request("call tool_0");
    ArrayNode tools = request.putArray("tools");
    for (String kind : new String[] {"zod", "input"}) {
      for (JsonNode schema : written.path(kind)) {
        tool(tools, "tool_" + tools.size(), schema);
      }
    }
    assertThat(written.path("mcp").size()).as("tools of the MCP server").isGreaterThan(5);
    for (JsonNode tool : written.path("mcp")) {
      tool(tools, tool.path("name").asText(), tool.path("inputSchema"));
    }

    JsonNode answer = ask(cloud, request, clouds);

    JsonNode call = answer.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.path("name").asText()).isEqualTo("tool_0");
    JsonNode arguments = JSON.readTree(call.path("arguments").asText());
    assertThat(arguments.has("order-id")).as(arguments.toString()).isTrue();
    assertThat(clouds.controls(service).journal()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "aws,bedrock,strict",
    "azure,azure,strict",
    "gcp,vertex_ai,strict",
    "aws,bedrock,zod",
    "azure,azure,zod",
    "gcp,vertex_ai,zod"
  })
  void answersInTheFormOfZodAreGiven(
      String cloud, String service, String kind, RunningClouds clouds) throws Exception {
    assumeTrue(missing.isEmpty(), missing);
    JsonNode schema = kind.equals("zod") ? written.at("/zod/0") : written.path("strict");
    ObjectNode request = request("a cat");
    ObjectNode format = request.putObject("response_format").put("type", "json_schema");
    format.putObject("json_schema").put("name", "pet").put("strict", true).set("schema", schema);

    JsonNode answer = ask(cloud, request, clouds);

    JsonNode object = JSON.readTree(answer.at("/choices/0/message/content").asText());
    for (JsonNode name : schema.path("required")) {
      assertThat(object.has(name.asText())).as(name + " in " + object).isTrue();
    }
    assertThat(clouds.controls(service).journal()).hasSize(1);
  }

  private static ObjectNode request(String text) {
    ObjectNode request = JSON.createObjectNode().put("model", "chat");
    request.putArray("messages").addObject().put("role", "user").put("content", text);
    return request;
  }

  private static void tool(ArrayNode tools, String name, JsonNode schema) {
    ObjectNode function = tools.addObject().put("type", "function").putObject("function");
    function.put("name", name).set("parameters", schema);
  }

  private static JsonNode ask(String cloud, ObjectNode request, RunningClouds clouds)
      throws IOException, InterruptedException {
    HttpRequest call =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + clouds.port(cloud) + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(request.toString()))
            .build();
    HttpResponse<String> response = CLIENT.send(call, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
