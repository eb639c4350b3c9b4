package dev.trefoil.emulators.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.ServiceKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The Messages API's streams in full. */
class MessagesStreamTest {

  private static final String TOOLS =
      ",'tools':[{'name':'get_weather','input_schema':{'type':'object','properties':{'city':{'type':'string'}}}}]";
  private static final Keyed ANTHROPIC = Keyed.start();

  @AfterAll
  static void close() {
    ANTHROPIC.close();
  }

  private static String ask(String model, String text, String more) {
    return "{'model':'%s','max_tokens':4000,'messages':[{'role':'user','content':'%s'}]%s}"
        .formatted(model, text, more);
  }

  @Test
  void aStreamHasTheDocumentedEvents() throws IOException, InterruptedException {
    List<JsonNode> events =
        ANTHROPIC.events(
            ask(
                "claude-sonnet-4-6",
                "get_weather now",
                TOOLS + ",'stream':true,'thinking':{'type':'adaptive'}"));
    assertThat(events)
        .extracting(e -> e.path("type").asText() + e.path("delta").path("type").asText(""))
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_deltathinking_delta",
            "content_block_deltathinking_delta",
            "content_block_deltathinking_delta",
            "content_block_deltathinking_delta",
            "content_block_deltathinking_delta",
            "content_block_deltasignature_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_deltainput_json_delta",
            "content_block_deltainput_json_delta",
            "content_block_deltainput_json_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(events.getFirst().at("/message/content")).isEmpty();
    assertThat(events.getFirst().at("/message/usage/input_tokens").asInt()).isEqualTo(2);
    assertThat(events.get(1).path("content_block"))
        .isEqualTo(Json.of("{'type':'thinking','thinking':'','signature':''}"));
    assertThat(events.get(10).at("/content_block/input")).isEqualTo(Json.of("{}"));
    assertThat(events.get(10).path("index").asInt()).isEqualTo(1);
    assertThat(events.get(11).at("/delta/partial_json").asText("?")).isEmpty();
    assertThat(
            events.get(12).at("/delta/partial_json").asText()
                + events.get(13).at("/delta/partial_json").asText())
        .isEqualTo("{\"city\":\"city\"}");
    assertThat(events.get(15).at("/delta/stop_reason").asText()).isEqualTo("tool_use");
    assertThat(events.get(15).at("/usage/output_tokens").asInt()).isEqualTo(5 + 2);
  }

  @Test
  void aStreamMayEndInAnError() throws IOException, InterruptedException {
    String events =
        "{'events':[{'type':'message_start','message':{}},{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}},'no json']}";
    ANTHROPIC
        .emulator()
        .controls()
        .replies(List.of(Reply.parse(Json.of(events), ServiceKind.ANTHROPIC)));
    assertThat(ANTHROPIC.post(ask("claude-sonnet-5", "hi", ",'stream':true")).body())
        .endsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
                + "data: no json\n\n");
  }

  @Test
  void eventsMakeAWholeMessageForAPlainCall() throws IOException, InterruptedException {
    String text =
        ask("claude-sonnet-4-6", "get_weather", TOOLS + ",'thinking':{'type':'adaptive'}");
    List<JsonNode> events =
        ANTHROPIC.events(text.replace("'max_tokens'", "'stream':true,'max_tokens'"));
    ANTHROPIC.emulator().controls().replies(List.of(new Reply.Events(events)));
    JsonNode message = ANTHROPIC.message(text);
    assertThat(message.at("/content/0/thinking").asText()).isEqualTo("I was asked: get_weather");
    assertThat(message.at("/content/0/signature").asText()).startsWith("Eo");
    assertThat(message.at("/content/1/input")).isEqualTo(Json.of("{'city':'city'}"));
    assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(message.at("/usage/output_tokens").asInt()).isEqualTo(4 + 2);
  }
}
