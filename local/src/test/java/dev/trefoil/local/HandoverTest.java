package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation with tools that one cloud's service begins and others go on with. */
@ExtendWith(SharedClouds.class)
class HandoverTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OUTAGE = "{\"kind\":\"outage\"}";

  private static RunningClouds clouds;
  private ObjectNode request;
  private ArrayNode messages;

  @BeforeAll
  static void start(RunningClouds shared) {
    clouds = shared;
  }

  @BeforeEach
  void askForTwoTools() throws Exception {
    request =
        (ObjectNode)
            JSON.readTree(
                """
                {"model": "chat",
                 "messages": [
                   {"role": "system", "content": "Be brief."},
                   {"role": "user", "content": "Use get_weather and get_time."}],
                 "tools": [
                   {"type": "function", "function": {"name": "get_weather", "parameters": {
                     "type": "object", "properties": {"city": {"type": "string", "enum": ["Paris"]}}}}},
                   {"type": "function", "function": {"name": "get_time", "parameters": {
                     "type": "object", "properties": {"zone": {"type": "string", "enum": ["CET"]}}}}}]}
                """);
    messages = (ArrayNode) request.path("messages");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatBedrockBeganAzureFinishesWhileBedrockIsOut(boolean stream) throws Exception {
    List<String> ids = callsOf("bedrock", stream);
    switchboardPut("bedrock");

    assertThat(answerOf("azure", stream).path("content").asText()).isEqualTo("sunny noon");

    JsonNode sent = clouds.controls("azure").journal().getLast().body().path("input");
    for (String type : List.of("function_call", "function_call_output")) {
      List<String> calls = new ArrayList<>();
      for (JsonNode item : sent) {
        if (item.path("type").asText().equals(type)) {
          calls.add(item.path("call_id").asText());
        }
      }
      assertThat(calls).as(type).isEqualTo(ids);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatBedrockBeganVertexFinishesWhileBedrockAndAzureAreOut(boolean stream) throws Exception {
    callsOf("bedrock", stream);
    switchboardPut("bedrock");
    switchboardPut("azure");

    assertThat(answerOf("vertex_ai", stream).path("content").asText()).isEqualTo("sunny noon");

    JsonNode results =
        clouds.controls("vertex_ai").journal().getLast().body().at("/contents/2/parts");
    assertThat(results).hasSize(2);
    assertThat(results.get(0).at("/functionResponse/name").asText()).isEqualTo("get_weather");
    assertThat(results.get(1).at("/functionResponse/name").asText()).isEqualTo("get_time");
  }

  @Test
  void aConversationGoesRoundAllThreeAndComesBack() throws Exception {
    callsOf("bedrock", false);
    switchboardPut("bedrock");
    switchboardPut("azure");
    messages.add(answerOf("vertex_ai", false));
    messages.addObject().put("role", "user").put("content", "Once more get_time and get_weather.");
    callsOf("vertex_ai", false);

    Http.delete(clouds.ports().switchboard(), "/faults/azure");
    messages.add(answerOf("azure", false));
    messages.addObject().put("role", "user").put("content", "Again get_weather and get_time.");
    callsOf("azure", false);

    Http.delete(clouds.ports().switchboard(), "/faults/bedrock");
    assertThat(answerOf("bedrock", false).path("content").asText()).isEqualTo("sunny noon");
  }

  /** Gets two calls, appends them and their results; says their ids. */
  private List<String> callsOf(String service, boolean stream) throws Exception {
    JsonNode called = answerOf(service, stream);
    List<String> ids = new ArrayList<>();
    messages.add(called);
    for (JsonNode call : called.path("tool_calls")) {
      ids.add(call.path("id").asText());
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", call.path("id").asText())
          .put("content", call.at("/function/name").asText().equals("get_time") ? "noon" : "sunny");
    }
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    return ids;
  }

  /** Asks the function on AWS; says the message that came. */
  private ObjectNode answerOf(String service, boolean stream) throws Exception {
    HttpResponse<String> response =
        Http.post(
            clouds.port("aws"),
            "/v1/chat/completions",
            request.deepCopy().put("stream", stream).toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains(service);
    return stream
        ? joined(response.body())
        : (ObjectNode) JSON.readTree(response.body()).at("/choices/0/message");
  }

  /** The message that the chunks of a stream make, as a client joins them. */
  private static ObjectNode joined(String body) throws Exception {
    ObjectNode message = JSON.createObjectNode().put("role", "assistant");
    StringBuilder content = new StringBuilder();
    List<ObjectNode> calls = new ArrayList<>();
    List<String> events = ServerSentEvents.data(body);
    assertThat(events.getLast()).isEqualTo("[DONE]");
    for (String event : events.subList(0, events.size() - 1)) {
      JsonNode delta = JSON.readTree(event).at("/choices/0/delta");
      content.append(delta.path("content").asText(""));
      for (JsonNode piece : delta.path("tool_calls")) {
        int index = piece.path("index").asInt();
        if (index == calls.size()) {
          ObjectNode call = piece.deepCopy();
          call.remove("index");
          calls.add(call);
        } else {
          ObjectNode function = (ObjectNode) calls.get(index).path("function");
          function.put(
              "arguments",
              function.path("arguments").asText() + piece.at("/function/arguments").asText());
        }
      }
    }
    message.put("content", content.isEmpty() && !calls.isEmpty() ? null : content.toString());
    if (!calls.isEmpty()) {
      message.putArray("tool_calls").addAll(calls);
    }
    return message;
  }

  private static void switchboardPut(String service) throws Exception {
    assertThat(Http.put(clouds.ports().switchboard(), "/faults/" + service, OUTAGE).statusCode())
        .isEqualTo(200);
  }
}
