package dev.trefoil.emulators.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How the Messages API answers: tools, JSON, thinking. */
class MessagesTest {

  private static final String TOOLS =
      ",'tools':[{'name':'get_weather','description':'d','input_schema':{'type':'object','properties':{'city':{'type':'string'}}}},"
          + "{'type':'custom','name':'send','input_schema':{'type':'object'}}]";
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
  void aMessageHasEverythingThatTheSdkReads() throws IOException, InterruptedException {
    JsonNode message =
        ANTHROPIC.message(
            ask(
                "claude-sonnet-4-6",
                "one two three",
                ",'system':'be nice','stop_sequences':['x',' three']"));
    assertThat(message.path("id").asText()).startsWith("msg_");
    assertThat(message.path("type").asText()).isEqualTo("message");
    assertThat(message.path("model").asText()).isEqualTo("claude-sonnet-4-6");
    assertThat(message.path("content"))
        .isEqualTo(Json.node("[{\"type\":\"text\",\"text\":\"one two\"}]"));
    assertThat(message.path("stop_reason").asText()).isEqualTo("stop_sequence");
    assertThat(message.path("stop_sequence").asText()).isEqualTo(" three");
    assertThat(message.at("/usage/input_tokens").asInt()).isEqualTo(5);
    assertThat(message.at("/usage/output_tokens").asInt()).isEqualTo(2);
    assertThat(message.at("/usage/cache_read_input_tokens").asInt(-1)).isZero();
  }

  @Test
  void toolsAreCalledAndTheirResultsRepeated() throws IOException, InterruptedException {
    JsonNode called = ANTHROPIC.message(ask("claude-sonnet-4-6", "send get_weather", TOOLS));
    assertThat(called.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(called.at("/content/0/name").asText()).isEqualTo("send");
    assertThat(called.at("/content/1/input")).isEqualTo(Json.of("{'city':'city'}"));
    String history =
        "{'model':'claude-sonnet-4-6','max_tokens':9,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':%s},{'role':'user','content':[{'type':'tool_result','tool_use_id':'%s','content':'sent'}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'%s','is_error':true,'content':[{'type':'text','text':'no luck'}]}%s]}]%s}";
    String results =
        history.formatted(
            called.path("content"),
            called.at("/content/0/id").asText(),
            called.at("/content/1/id").asText(),
            "%s",
            TOOLS);
    assertThat(ANTHROPIC.message(results.formatted("")).at("/content/0/text").asText())
        .isEqualTo("sent no luck");
    assertThat(
            ANTHROPIC
                .message(results.formatted(",{'type':'text','text':'thanks'}"))
                .at("/content/0/text")
                .asText())
        .isEqualTo("thanks");
  }

  @Test
  void aChoiceIsObeyed() throws IOException, InterruptedException {
    String choice = TOOLS + ",'tool_choice':{'type':'%s'%s}";
    assertThat(
            ANTHROPIC
                .message(ask("claude-sonnet-5", "hi", choice.formatted("any", "")))
                .at("/content/0/name")
                .asText())
        .isEqualTo("get_weather");
    assertThat(
            ANTHROPIC
                .message(ask("claude-sonnet-5", "hi", choice.formatted("tool", ",'name':'send'")))
                .at("/content/0/name")
                .asText())
        .isEqualTo("send");
    assertThat(
            ANTHROPIC
                .message(ask("claude-sonnet-5", "send", choice.formatted("none", "")))
                .at("/content/0/text")
                .asText())
        .isEqualTo("send");
    assertThat(
            ANTHROPIC
                .message(
                    ask(
                        "claude-sonnet-5",
                        "send get_weather",
                        choice.formatted("auto", ",'disable_parallel_tool_use':true")))
                .path("content"))
        .hasSize(1);
  }

  @Test
  void aSchemaBindsTheAnswer() throws IOException, InterruptedException {
    String format =
        ",'output_config':{'format':{'type':'json_schema','schema':{'type':'object','additionalProperties':false,'properties':{'said':{'type':'string'}}}}}";
    assertThat(
            ANTHROPIC
                .message(ask("claude-haiku-4-5", "hi you", format))
                .at("/content/0/text")
                .asText())
        .isEqualTo("{\"said\":\"hi you\"}");
  }

  @Test
  void thinkingComesFirstAndIsKnownAgain() throws IOException, InterruptedException {
    JsonNode message =
        ANTHROPIC.message(
            ask(
                "claude-sonnet-4-6",
                "one two three four",
                ",'thinking':{'type':'enabled','budget_tokens':1024}"));
    JsonNode thinking = message.at("/content/0");
    assertThat(thinking.path("thinking").asText()).isEqualTo("I was asked: one two three");
    assertThat(message.at("/usage/output_tokens_details/thinking_tokens").asInt()).isEqualTo(6);
    String again =
        "{'model':'claude-sonnet-4-6','max_tokens':9,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[%s,{'type':'text','text':'y'}]},{'role':'user','content':'z'}]}";
    assertThat(ANTHROPIC.message(again.formatted(thinking)).at("/content/0/text").asText())
        .isEqualTo("z");
    assertThat(ANTHROPIC.refusal(again.formatted(thinking.toString().replace("two", "too"))))
        .isEqualTo(
            "400 invalid_request_error: messages.1.content.0: Invalid `signature` in `thinking` block");
  }

  @Test
  void newerModelsThinkWithoutWordsUnlessAsked() throws IOException, InterruptedException {
    String more = ",'thinking':{'type':'adaptive'%s},'output_config':{'effort':'low'}";
    JsonNode silent = ANTHROPIC.message(ask("claude-opus-4-8", "hi", more.formatted("")));
    assertThat(silent.at("/content/0/thinking").asText("?")).isEmpty();
    JsonNode told =
        ANTHROPIC.message(ask("claude-opus-4-8", "hi", more.formatted(",'display':'summarized'")));
    assertThat(told.at("/content/0/thinking").asText()).isEqualTo("I was asked: hi");
    JsonNode effort =
        ANTHROPIC.message(ask("claude-opus-4-8", "hi", ",'output_config':{'effort':'low'}"));
    assertThat(effort.at("/content/0/type").asText()).isEqualTo("text");
  }
}
