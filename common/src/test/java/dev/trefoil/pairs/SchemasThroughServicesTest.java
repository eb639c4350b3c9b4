package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Reply;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.schema.RandomSchemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of callers, through the chat door and the vendors' clients to services that refuse. */
@Timeout(120)
class SchemasThroughServicesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLES = 60;
  private static final long SEED = 11_301_200;
  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  /** Each service refuses what its real one does; every form in which a schema is sent passes. */
  @ParameterizedTest
  @CsvSource({
    "bedrock/us.anthropic.claude-sonnet-4-6, true",
    "bedrock/us.amazon.nova-pro-v1:0, true",
    "azure/gpt-5.4, true",
    "vertex_ai/gemini-3.5-flash, true",
    "anthropic/claude-sonnet-4-6, true",
    "openai/gpt-5.2, false",
    "responses/gpt-6-sol, true",
  })
  void everySchemaOfTheGeneratorIsTaken(String model, boolean strict) throws IOException {
    for (int i = 0; i < SAMPLES; i++) {
      JsonNode schema = RandomSchemas.of(SEED + i).schema();
      ObjectNode tools = request(model, "call f");
      tool(tools, "f", schema, strict && i % 2 == 0);
      RecordedResponse called = ask(tools);
      assertThat(called.status()).as("%s: %s: %s", i, schema, called.body()).isEqualTo(200);
      JsonNode call = JSON.readTree(called.body()).at("/choices/0/message/tool_calls/0/function");
      JsonNode arguments = JSON.readTree(call.path("arguments").asText());
      for (JsonNode name : schema.path("required")) {
        assertThat(arguments.has(name.asText())).as("%s in %s", name, arguments).isTrue();
      }
      RecordedResponse answered = ask(format(model, schema, strict && i % 2 == 0));
      assertThat(answered.status()).as("%s: %s: %s", i, schema, answered.body()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bedrock/us.anthropic.claude-sonnet-4-6", "anthropic/claude-sonnet-4-6"})
  void membersThatClaudeHasNoNameForAreCalledTheirOwnAgain(String model) throws IOException {
    JsonNode schema =
        read("{'type':'object','properties':{'$top':{'type':'integer'},'a b':{'type':'string'}}}");
    ObjectNode request = request(model, "call f");
    tool(request, "f", schema, false);
    JsonNode message = JSON.readTree(ask(request).body()).at("/choices/0/message");
    assertThat(message.at("/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"$top\":1,\"a b\":\"a_b\"}");

    // A later turn sends the call back as the caller knows it, and the service sees its own names.
    request.withArray("messages").add(message);
    request
        .withArray("messages")
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", message.at("/tool_calls/0/id").asText())
        .put("content", "done");
    assertThat(ask(request).status()).isEqualTo(200);
    Controls service = services.controls(model.substring(0, model.indexOf('/')));
    assertThat(service.journal().getLast().body().toString())
        .contains("{\"_top\":1,\"a_b\":\"a_b\"}");
  }

  /** The grammar of the service cannot say "at least 18"; we can see whether it holds. */
  @ParameterizedTest
  @CsvSource({"17, false, failed", "18, false, passed", "17, true, failed", "18, true, passed"})
  void whatWasTakenAwayIsCheckedOnTheWholeAnswer(int age, boolean stream, String found)
      throws IOException {
    JsonNode schema =
        read(
            "{'type':'object','properties':{'age':{'type':'integer','minimum':18}},'required':['age'],'additionalProperties':false}");
    ObjectNode request = format("anthropic/claude-sonnet-4-6", schema, true);
    request.put("stream", stream);
    String text = "{\\\"age\\\":" + age + "}";
    String reply =
        stream
            ? "{\"events\":[{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"c\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}},{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}},{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + text
                + "\"}},{\"type\":\"content_block_stop\",\"index\":0},{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}},{\"type\":\"message_stop\"}]}"
            : "{\"json\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\""
                + text
                + "\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":5}}}";
    services
        .controls("anthropic")
        .replies(List.of(Reply.parse(JSON.readTree(reply), services.kind("anthropic"))));
    RecordedResponse response = ask(request);
    services.controls("anthropic").clearReplies();

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    if (stream) {
      assertThat(response.body()).contains("\"schema\":\"" + found + "\"}");
    } else {
      assertThat(response.header("x-trefoil-schema")).isEqualTo(found);
    }
  }

  @Test
  void anAnswerThatTheServiceHoldsToItsSchemaIsNotCheckedAgain() throws IOException {
    JsonNode schema =
        read(
            "{'type':'object','properties':{'age':{'type':'integer'}},'required':['age'],'additionalProperties':false}");
    for (String model : List.of("anthropic/claude-sonnet-4-6", "azure/gpt-5.4")) {
      RecordedResponse response = ask(format(model, schema, true));
      assertThat(response.status()).as(response.body()).isEqualTo(200);
      assertThat(response.header("x-trefoil-schema")).isNull();
    }
  }

  @Test
  void aSchemaThatLeadsNowhereIsRefusedByItsField() throws IOException {
    ObjectNode request = request("anthropic/claude-sonnet-4-6", "call f");
    tool(request, "f", read("{'type':'object','properties':{'a':{'$ref':'#/$defs/a'}}}"), false);
    RecordedResponse response = ask(request);

    assertThat(response.status()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/error/param").asText())
        .isEqualTo("tools[0].function.parameters");
  }

  private static ObjectNode request(String model, String text) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    request.putArray("messages").addObject().put("role", "user").put("content", text);
    return request;
  }

  private static void tool(ObjectNode request, String name, JsonNode schema, boolean strict) {
    ObjectNode function =
        request.putArray("tools").addObject().put("type", "function").putObject("function");
    function.put("name", name).put("strict", strict).set("parameters", schema);
  }

  private static ObjectNode format(String model, JsonNode schema, boolean strict) {
    ObjectNode request = request(model, "say it");
    request
        .putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "f")
        .put("strict", strict)
        .set("schema", schema);
    return request;
  }

  private static RecordedResponse ask(ObjectNode request) throws IOException {
    RecordedResponse response = new RecordedResponse();
    services
        .asAsked()
        .handle(
            new HttpCall(
                "POST",
                "/v1/chat/completions",
                new Headers(),
                new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
                Deadline.after(Duration.ofSeconds(30))),
            response);
    return response;
  }

  private static JsonNode read(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
