package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How Converse calls tools, answers in JSON and reasons. */
class ConverseToolsTest {

  private static final String MODEL = "us.anthropic.claude-sonnet-4-6";
  private static final String TOOLS =
      "'tools':[{'toolSpec':{'name':'get_weather','description':'d','inputSchema':{'json':{'type':'object',"
          + "'properties':{'city':{'type':'string'},'days':{'type':'integer'}}}}}},"
          + "{'toolSpec':{'name':'send','inputSchema':{'json':{'type':'object'}}}}]";
  private static final Signed BEDROCK = Signed.start();

  @AfterAll
  static void close() {
    BEDROCK.emulator().close();
  }

  private static String ask(String text, String more) {
    return "{'messages':[{'role':'user','content':[{'text':'%s'}]}]%s}".formatted(text, more);
  }

  private static JsonNode content(JsonNode answer) {
    return answer.at("/output/message/content");
  }

  @Test
  void toolsThatAreNamedAreCalledInOrder() {
    JsonNode answer =
        BEDROCK.converse(MODEL, ask("send, then get_weather", ",'toolConfig':{" + TOOLS + "}"));
    assertThat(answer.path("stopReason").asText()).isEqualTo("tool_use");
    assertThat(content(answer)).hasSize(2);
    assertThat(content(answer).at("/0/toolUse/name").asText()).isEqualTo("send");
    assertThat(content(answer).at("/0/toolUse/input")).isEqualTo(Json.of("{}"));
    assertThat(content(answer).at("/1/toolUse/input"))
        .isEqualTo(Json.of("{'city':'city','days':1}"));
    assertThat(content(answer).at("/1/toolUse/toolUseId").asText())
        .matches("tooluse_[0-9]{22}")
        .isNotEqualTo(content(answer).at("/0/toolUse/toolUseId").asText());
  }

  @Test
  void aChoiceIsObeyed() {
    JsonNode any =
        BEDROCK.converse(
            MODEL, ask("hello", ",'toolConfig':{'toolChoice':{'any':{}}," + TOOLS + "}"));
    assertThat(content(any).at("/0/toolUse/name").asText()).isEqualTo("get_weather");
    JsonNode named =
        BEDROCK.converse(
            MODEL,
            ask(
                "get_weather",
                ",'toolConfig':{'toolChoice':{'tool':{'name':'send'}}," + TOOLS + "}"));
    assertThat(content(named)).hasSize(1);
    assertThat(content(named).at("/0/toolUse/name").asText()).isEqualTo("send");
    String additional =
        ",'additionalModelRequestFields':{'tool_choice':{'type':'%s','disable_parallel_tool_use':true}},'toolConfig':{"
            + TOOLS
            + "}";
    JsonNode single =
        BEDROCK.converse(MODEL, ask("send get_weather", additional.formatted("auto")));
    assertThat(content(single)).hasSize(1);
    JsonNode none = BEDROCK.converse(MODEL, ask("send it", additional.formatted("none")));
    assertThat(content(none).at("/0/text").asText()).isEqualTo("send it");
  }

  @Test
  void aStreamedCallComesInFragments() {
    List<JsonNode> events =
        BEDROCK.stream(
            MODEL,
            ask(
                "get_weather and send",
                ",'outputConfig':{'effort':'low'},'toolConfig':{" + TOOLS + "}"));
    assertThat(events.getFirst()).isEqualTo(Json.of("{'messageStart':{'role':'assistant'}}"));
    assertThat(events).extracting(e -> e.fieldNames().next()).endsWith("messageStop", "metadata");
    assertThat(events.stream().filter(e -> e.has("contentBlockStop")))
        .extracting(e -> e.at("/contentBlockStop/contentBlockIndex").asInt())
        .containsExactly(0, 1, 2);
    assertThat(events.stream().filter(e -> e.has("contentBlockStart")))
        .extracting(e -> e.at("/contentBlockStart/start/toolUse/name").asText())
        .containsExactly("get_weather", "send");
    List<String> pieces =
        events.stream()
            .filter(e -> e.at("/contentBlockDelta/contentBlockIndex").asInt() == 1)
            .map(e -> e.at("/contentBlockDelta/delta/toolUse/input").asText(""))
            .filter(piece -> !piece.isEmpty())
            .toList();
    assertThat(pieces.size()).isGreaterThan(1);
    assertThat(String.join("", pieces)).isEqualTo("{\"city\":\"city\",\"days\":1}");
    assertThat(events.toString()).contains("\"stopReason\":\"tool_use\"");
  }

  @Test
  void resultsAreRepeated() {
    String body =
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'text':'see'},"
            + "{'toolUse':{'toolUseId':'a','name':'get_weather','input':{}}},{'toolUse':{'toolUseId':'b','name':'send','input':{}}}]},"
            + "{'role':'user','content':[{'toolResult':{'toolUseId':'b','content':[{'json':{'r':1}}],'status':'success'}},"
            + "{'toolResult':{'toolUseId':'a','status':'error','content':[{'text':'no '},{'text':'way'},"
            + "{'document':{'name':'d','format':'txt','source':{'text':'t'}}},{'image':{'format':'png','source':{'bytes':'iVBORw0KGgo='}}}]}}]}],'toolConfig':{"
            + TOOLS
            + "}}";
    assertThat(content(BEDROCK.converse(MODEL, body)).at("/0/text").asText())
        .isEqualTo("{\"r\":1} no way");
  }

  @Test
  void aSchemaBindsTheAnswer() {
    String schema =
        "{\\\"type\\\":\\\"object\\\",\\\"additionalProperties\\\":false,\\\"properties\\\":{\\\"n\\\":{\\\"type\\\":\\\"integer\\\"},\\\"s\\\":{\\\"type\\\":\\\"string\\\"}}}";
    String format =
        ",'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'name':'x','schema':'%s'}}}}"
            .formatted(schema);
    JsonNode answer = BEDROCK.converse(MODEL, ask("hi you", format));
    assertThat(content(answer).at("/0/text").asText()).isEqualTo("{\"n\":1,\"s\":\"hi you\"}");
  }

  @Test
  void reasoningComesFirstAndIsKnownAgain() {
    JsonNode answer =
        BEDROCK.converse(MODEL, ask("one two three four", ",'outputConfig':{'effort':'high'}"));
    JsonNode reasoning = content(answer).get(0);
    assertThat(reasoning.at("/reasoningContent/reasoningText/text").asText())
        .isEqualTo("I was asked: one two three");
    assertThat(content(answer).at("/1/text").asText()).isEqualTo("one two three four");
    assertThat(answer.at("/usage/outputTokens").asInt()).isEqualTo(6 + 4);
    String again =
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[%s,{'text':'y'}]},{'role':'user','content':[{'text':'z'}]}]}";
    assertThat(content(BEDROCK.converse(MODEL, again.formatted(reasoning))).at("/0/text").asText())
        .isEqualTo("z");
    String forged = reasoning.toString().replace("one two three", "something else");
    assertThat(BEDROCK.refusal(MODEL, "converse", again.formatted(forged)))
        .isEqualTo(
            "400 ValidationException The model returned the following errors: messages.1.content.0: Invalid `signature` in `thinking` block");
  }

  @Test
  void newerModelsThinkWithoutWordsUnlessAsked() {
    String thinking = ",'additionalModelRequestFields':{'thinking':{'type':'adaptive'%s}}";
    JsonNode omitted = BEDROCK.converse("claude-opus-4-8", ask("hi", thinking.formatted("")));
    assertThat(content(omitted).at("/0/reasoningContent/reasoningText/text").asText("?")).isEmpty();
    JsonNode shown =
        BEDROCK.converse(
            "claude-opus-4-8", ask("hi", thinking.formatted(",'display':'summarized'")));
    assertThat(content(shown).at("/0/reasoningContent/reasoningText/text").asText())
        .isEqualTo("I was asked: hi");
  }

  @Test
  void reasoningOfOtherModelsIsNotSigned() {
    JsonNode answer =
        BEDROCK.converse(
            "amazon.nova-2-lite-v1:0",
            ask("hi", ",'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled'}}"));
    assertThat(content(answer).at("/0/reasoningContent/reasoningText"))
        .isEqualTo(Json.of("{'text':'I was asked: hi'}"));
  }

  @Test
  void streamedReasoningEndsWithItsSignature() {
    List<JsonNode> events = BEDROCK.stream(MODEL, ask("hi", ",'outputConfig':{'effort':'high'}"));
    assertThat(events.stream().filter(e -> e.has("contentBlockDelta")))
        .extracting(e -> e.at("/contentBlockDelta/delta").toString().replaceAll("Eo.*=", "SIG"))
        .containsExactly(
            "{\"reasoningContent\":{\"text\":\"I\"}}",
            "{\"reasoningContent\":{\"text\":\" was\"}}",
            "{\"reasoningContent\":{\"text\":\" asked:\"}}",
            "{\"reasoningContent\":{\"text\":\" hi\"}}",
            "{\"reasoningContent\":{\"signature\":\"SIG\"}}",
            "{\"text\":\"hi\"}");
  }
}
