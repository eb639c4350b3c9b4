package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.model.Fragments;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What streams look like in full, on OpenAI's own service. */
class ChatStreamTest {

  private static final OpenAiEmulator EMULATOR = OpenAiEmulator.start("openai", "k");
  private static final Post POST = new Post(EMULATOR.endpoint());
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object',"
          + "'properties':{'city':{'type':'string'}}}}},{'type':'function','function':{'name':'clock'}}]";

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static List<JsonNode> stream(String text, String members) {
    return POST.stream(
        "{'model':'m','messages':[{'role':'user','content':'%s'}]%s}"
            .formatted(text, members.isEmpty() ? "" : "," + members));
  }

  private static List<String> deltas(List<JsonNode> chunks) {
    return chunks.stream().map(chunk -> chunk.at("/choices/0/delta").toString()).toList();
  }

  @Test
  void textComesBetweenTheRoleAndTheReason() {
    List<JsonNode> chunks = stream("one two", "");
    assertThat(deltas(chunks))
        .containsExactly(
            "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
            "{\"content\":\"one\"}",
            "{\"content\":\" two\"}",
            "{}");
    assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
              assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
              assertThat(chunk.has("usage")).isFalse();
              assertThat(chunk.toString()).doesNotContain("filter_results");
            });
  }

  @Test
  void usageComesLastAndWithoutChoices() {
    List<JsonNode> chunks = stream("one", "'stream_options':{'include_usage':true}");
    assertThat(chunks.getFirst().path("usage").isNull()).isTrue();
    assertThat(chunks.getLast().path("choices")).isEmpty();
    assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(2);
  }

  @Test
  void callsAreOpenedOnceAndThenFilled() {
    List<JsonNode> chunks = stream("weather and clock", TOOLS);
    List<String> deltas = deltas(chunks);
    assertThat(deltas.get(0))
        .isEqualTo("{\"role\":\"assistant\",\"content\":null,\"refusal\":null}");
    String id = chunks.get(1).at("/choices/0/delta/tool_calls/0/id").asText();
    assertThat(deltas.get(1))
        .isEqualTo(
            Json.of(
                    "{'tool_calls':[{'index':0,'id':'%s','type':'function','function':{'name':'weather','arguments':''}}]}"
                        .formatted(id))
                .toString());
    assertThat(deltas.get(2))
        .isEqualTo(
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}");
    assertThat(deltas.get(3))
        .isEqualTo(
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"city\\\"}\"}}]}");
    assertThat(chunks.get(4).at("/choices/0/delta/tool_calls/0/index").asInt()).isEqualTo(1);
    assertThat(deltas.get(5))
        .isEqualTo("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}");
    assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void longArgumentsComeInSeveralFragmentsThatPartNoCharacter() {
    assertThat(Fragments.of("12345")).containsExactly("123", "45");
    assertThat(Fragments.of("1234")).containsExactly("1234");
    assertThat(Fragments.of("aa👋🏽aa"))
        .allMatch(fragment -> !Character.isLowSurrogate(fragment.charAt(0)))
        .hasSizeGreaterThan(1);
    assertThat(String.join("", Fragments.of("{\"a\":\"0123456789\"}")))
        .isEqualTo("{\"a\":\"0123456789\"}");
  }

  @Test
  void choicesTakeTurns() {
    List<Integer> order =
        stream("one two", "'n':2").stream().map(c -> c.at("/choices/0/index").asInt()).toList();
    assertThat(order).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void probabilitiesComeWithTheirTokens() {
    JsonNode piece = stream("one two", "'logprobs':true").get(2);
    assertThat(piece.at("/choices/0/logprobs/content/0/token").asText()).isEqualTo(" two");
  }

  @Test
  void reasoningComesBeforeTheAnswer() {
    List<String> deltas =
        deltas(POST.stream("{'model':'a-reasoner','messages':[{'role':'user','content':'hi'}]}"));
    assertThat(deltas.get(1)).isEqualTo("{\"reasoning_content\":\"I\"}");
    assertThat(deltas.get(5)).isEqualTo("{\"content\":\"hi\"}");
  }

  @Test
  void givenEventsAreJoinedForAPlainRequest() {
    String events =
        "{'events':[{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}]}}]},"
            + "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]},"
            + "{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]},'[DONE]']}";
    EMULATOR.controls().replies(List.of(Reply.parse(Json.of(events), EMULATOR.kind())));
    JsonNode answer = POST.chat("{'model':'m','messages':[{'role':'user','content':'x'}]}");
    assertThat(answer.at("/choices/0/message/tool_calls/0"))
        .isEqualTo(
            Json.of("{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}"));
  }
}
