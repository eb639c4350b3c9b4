package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plain answers hold, by what the request asks for. */
class ChatAnswerTest {

  private static final OpenAiEmulator EMULATOR = OpenAiEmulator.start("openai", "k");
  private static final Post POST = new Post(EMULATOR.endpoint());

  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object',"
          + "'properties':{'city':{'type':'string'},'days':{'type':'integer','minimum':3}}}}},"
          + "{'type':'function','function':{'name':'clock'}},"
          + "{'type':'custom','custom':{'name':'shell'}}]";

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  /** Answers a user's text, with further members. */
  private static JsonNode ask(String text, String members) {
    return POST.chat(
        "{'model':'m','messages':[{'role':'user','content':'%s'}]%s}"
            .formatted(text, members.isEmpty() ? "" : "," + members));
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
      names.add(call.path(call.path("type").asText()).path("name").asText());
    }
    return names;
  }

  @Test
  void toolsAreCalledInTheOrderInWhichTheUserNamesThem() {
    JsonNode answer = ask("the clock, then the weather", TOOLS);
    JsonNode message = answer.at("/choices/0/message");
    assertThat(names(answer)).containsExactly("clock", "weather");
    assertThat(message.path("content").isNull()).isTrue();
    assertThat(message.at("/tool_calls/0/id").asText())
        .isNotEqualTo(message.at("/tool_calls/1/id").asText())
        .startsWith("call_");
    assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{}");
    assertThat(message.at("/tool_calls/1/function/arguments").asText())
        .isEqualTo("{\"city\":\"city\",\"days\":3}");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'tool_choice':'auto'|``|stop",
        "'tool_choice':'none'|``|stop",
        "'tool_choice':'required'|weather|tool_calls",
        "'tool_choice':{'type':'function','function':{'name':'clock'}}|clock|stop",
        "'tool_choice':{'type':'custom','custom':{'name':'shell'}}|shell|stop",
        "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'clock'}}]}}|clock|tool_calls"
      })
  void theChoiceOfToolsIsKept(String choice, String name, String reason) {
    JsonNode answer = ask("hello", TOOLS + "," + choice);
    assertThat(String.join("", names(answer))).isEqualTo(name);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo(reason);
  }

  @Test
  void withoutParallelCallsTheFirstToolAloneIsCalled() {
    assertThat(names(ask("clock and weather", TOOLS + ",'parallel_tool_calls':false")))
        .containsExactly("clock");
  }

  @Test
  void aCustomToolGetsText() {
    JsonNode call = ask("the shell", TOOLS).at("/choices/0/message/tool_calls/0");
    assertThat(call.path("type").asText()).isEqualTo("custom");
    assertThat(call.at("/custom/input").asText()).isEqualTo("shell");
  }

  @Test
  void afterTheToolsTheirResultsAreRepeated() {
    JsonNode answer =
        POST.chat(
            "{'model':'m',%s,'messages':[{'role':'user','content':'clock and weather'},"
                    .formatted(TOOLS)
                + "{'role':'assistant','content':'let me see','tool_calls':["
                + "{'id':'a','type':'function','function':{'name':'clock','arguments':'{}'}},"
                + "{'id':'b','type':'function','function':{'name':'weather','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'b','content':'sunny'},"
                + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'noon'}]}]}");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("sunny noon");
  }

  @Test
  void structuredAnswersCarryTheEcho() {
    assertThat(content(ask("as json", "'response_format':{'type':'json_object'}")))
        .isEqualTo("{\"echo\":\"as json\"}");
    String schema =
        "'response_format':{'type':'json_schema','json_schema':{'name':'s','strict':true,'schema':"
            + "{'type':'object','properties':{'say':{'type':'string'},'n':{'type':'array','items':{'type':'integer'}}},"
            + "'required':['say','n'],'additionalProperties':false}}}";
    assertThat(content(ask("hi", schema))).isEqualTo("{\"say\":\"hi\",\"n\":[1]}");
  }

  private static String content(JsonNode answer) {
    return answer.at("/choices/0/message/content").asText();
  }

  @Test
  void everyChoiceIsAnAnswer() {
    JsonNode answer = ask("one two", "'n':3");
    assertThat(answer.path("choices")).hasSize(3);
    assertThat(answer.at("/choices/2/index").asInt()).isEqualTo(2);
    assertThat(answer.at("/choices/2/message/content").asText()).isEqualTo("one two");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(6);
  }

  @Test
  void probabilitiesAreToldOfEachToken() {
    JsonNode content =
        ask("one two", "'logprobs':true,'top_logprobs':2").at("/choices/0/logprobs/content");
    assertThat(content).hasSize(2);
    assertThat(content.get(1))
        .isEqualTo(
            Json.of(
                "{'token':' two','logprob':-0.5,'bytes':[32,116,119,111],'top_logprobs':["
                    + "{'token':' two','logprob':-0.5,'bytes':[32,116,119,111]},"
                    + "{'token':' two~','logprob':-1.5,'bytes':[32,116,119,111,126]}]}"));
    assertThat(ask("one", "'logprobs':false").at("/choices/0/logprobs").isNull()).isTrue();
  }

  @Test
  void anEffortIsCountedButNotTold() {
    JsonNode answer = ask("one two three four", "'reasoning_effort':'low'");
    assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(6);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(10);
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(14);
    assertThat(answer.at("/choices/0/message").has("reasoning_content")).isFalse();
  }

  @Test
  void aReasonerTellsItsReasoning() {
    JsonNode answer =
        POST.chat("{'model':'deepseek-reasoner','messages':[{'role':'user','content':'one two'}]}");
    assertThat(answer.at("/choices/0/message/reasoning_content").asText())
        .isEqualTo("I was asked: one two");
    assertThat(content(answer)).isEqualTo("one two");
  }

  @Test
  void tierAndFingerprintAreTold() {
    JsonNode answer =
        POST.chat(
            "{'model':'m','service_tier':'flex','messages':["
                + "{'role':'system','content':'be very brief'},{'role':'user','content':'hi'}]}");
    assertThat(answer.path("service_tier").asText()).isEqualTo("flex");
    assertThat(answer.path("system_fingerprint").asText()).isNotEmpty();
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    assertThat(answer.toString()).doesNotContain("filter_results");
  }
}
