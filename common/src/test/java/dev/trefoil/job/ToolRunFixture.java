package dev.trefoil.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.PlayedTool;
import dev.trefoil.agent.ToolHeaders;
import dev.trefoil.agent.Toolbox;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.config.AgentConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.net.GuardedHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/**
 * Responses whose tools Trefoil itself calls, over a model that is scripted and a tool on loopback.
 */
abstract class ToolRunFixture extends JobFixture {
  static final String PATH = "/v1/responses";
  static final String WISH = "'tools':[{'type':'mcp','server_label':'weather'}]";

  PlayedTool tool = PlayedTool.giving("{\"sky\":\"clear\"}");

  @AfterEach
  void close() {
    tool.close();
  }

  void declare(String more) {
    agents = Optional.of(agents(more, "", ""));
  }

  void declare(String more, String routes) {
    agents = Optional.of(agents(more + routes, "", ""));
  }

  Agents agents(String more, String ofTool, String key) {
    String routes = more.contains("routes:") ? "" : "routes:\n  chat: {targets: [a/one]}\n";
    String yaml =
        """
        auth: none
        services:
          a: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
        %s%s
        tools:
          weather:
            kind: http
            description: The weather in a city.
            url: "%s/now/{city}"
            parameters:
              type: object
              properties:
                city: {type: string}
                days: {type: integer, minimum: 1}
                unit: {type: string, pattern: "^[CK]$"}
              required: [city]
              additionalProperties: false
            maxBytes: 1001
            allowLoopback: true
            %s
        """
            .formatted(routes, more, tool.url(), ofTool);
    AgentConfig config = TrefoilConfig.parse(yaml, Map.of()).agents().orElseThrow();
    ToolHeaders headers =
        key.isEmpty()
            ? ToolHeaders.NONE
            : (method, uri, sent, body, gone) -> Map.of("Authorization", key);
    return new Agents(
        new Toolbox(config.tools(), name -> headers, GuardedHttp.system()),
        config.agents(),
        config.ofRoutes(),
        config.limits());
  }

  static List<ChatEvent> call(String id, String name, String arguments) {
    return call(0, id, name, arguments);
  }

  static List<ChatEvent> call(int index, String id, String name, String arguments) {
    return List.of(
        new ToolCallStarted(0, index, id, name, Optional.empty()),
        new ToolArgumentsDelta(0, index, arguments.replace('\'', '"')));
  }

  @SafeVarargs
  static ScriptedModel calling(List<ChatEvent>... calls) {
    List<ChatEvent> events = new ArrayList<>();
    for (List<ChatEvent> call : calls) {
      events.addAll(call);
    }
    events.add(new ChoiceFinished(0, FinishReason.TOOL_CALLS));
    events.add(END);
    return ScriptedModel.answering(events.toArray(ChatEvent[]::new));
  }

  static ScriptedModel saying(String text) {
    return ScriptedModel.answering(new TextDelta(text), STOP, END);
  }

  static String body(String members) {
    return "{" + members.replace('\'', '"') + "}";
  }

  static String answer(JsonNode asked, String request, String approve) {
    return "'previous_response_id':'"
        + asked.path("id").asText()
        + "','input':[{'type':'mcp_approval_response','approval_request_id':'"
        + request
        + "','approve':"
        + approve
        + "}]";
  }

  JsonNode ok(String members) throws IOException {
    return ok(post(PATH, body("'model':'chat'," + members), Map.of()));
  }

  static List<String> types(JsonNode response) {
    List<String> types = new ArrayList<>();
    response.path("output").forEach(item -> types.add(item.path("type").asText()));
    return types;
  }

  static String text(Message message) {
    return message.parts().stream()
        .flatMap(part -> part instanceof Part.Text text ? Stream.of(text.text()) : Stream.of())
        .reduce("", String::concat);
  }

  static Part.ToolResult resultPart(ChatRequest request) {
    return request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .filter(Part.ToolResult.class::isInstance)
        .map(Part.ToolResult.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  static String result(ChatRequest request) {
    return ((Part.Text) resultPart(request).content().getFirst()).text();
  }
}
