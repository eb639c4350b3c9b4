package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that outgrow the window of who must answer, and those that are compacted when asked. */
class CompactionTest extends JobFixture {
  private static final String RESPONSES = "/v1/responses";
  private static final String COMPACT = RESPONSES + "/compact";
  private static final String SUMMARY = "[The conversation until here is too long.";

  /** About 550 tokens, of a window of 2000. */
  private static final String LONG = " long".repeat(400);

  private static final String CONFIG =
      """
      auth: none
      services:
        a: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
        b: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
      routes:
        chat: {strategy: ordered, targets: [a/large, b/small], compaction: auto}
        small: {targets: [b/small], compaction: auto}
        plain: {targets: [b/small]}
      models:
        a/large: {contextWindow: 20000}
        b/small: {contextWindow: 2000}
      """;

  private ScriptedModel large = ScriptedModel.answering(new TextDelta("Large."), STOP, END);

  @Override
  Gateway gateway(ScriptedModel answering) {
    return TestGateway.of(
        TrefoilConfig.parse(CONFIG, Map.of()).routing(),
        Map.of("a", large, "b", answering),
        CallEvents.NONE,
        tracing);
  }

  @Test
  void aConversationNeverOutgrowsItsModel() throws IOException {
    String conversation = ok(post("/v1/conversations", "", Map.of())).path("id").asText();
    List<JsonNode> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      made.add(in("small", conversation, "turn " + i + LONG));
    }

    assertThat(made.get(3).findValuesAsText("type")).doesNotContain("compaction");
    JsonNode compacted = made.get(4);
    assertThat(compacted.at("/output/0/type").asText()).isEqualTo("compaction");
    assertThat(compacted.at("/output/0/id").asText()).startsWith("cmp_");
    assertThat(compacted.at("/output/0/summary/0/text").asText()).isEqualTo("Good däy");
    assertThat(compacted.at("/output/1/type").asText()).isEqualTo("message");
    assertThat(summaries()).hasSizeBetween(2, 6);
    assertThat(told(model.requests().getLast()))
        .contains(SUMMARY, "turn 9")
        .doesNotContain("turn 0", "turn 4");
    JsonNode items =
        ok(get("/v1/conversations/" + conversation + "/items?limit=100&order=asc")).path("data");
    assertThat(items.findValuesAsText("type").stream().filter("compaction"::equals))
        .as("summaries that say so")
        .hasSize(2);
    assertThat(items.toString()).as("what was said is kept").contains("turn 0").contains("turn 9");
  }

  @Test
  void aSummaryIsPaidForByItsCall() throws IOException {
    JsonNode last = thread("small", 4);

    JsonNode compacted = after(last, "small", "more" + LONG);

    int questions = summaries().size() + 1;
    assertThat(compacted.at("/usage/total_tokens").asInt()).isEqualTo(5 * questions);
    assertThat(summaries().getFirst().messages().getLast().parts().toString())
        .contains("<conversation>", "turn 0");
    assertThat(summaries().getLast().messages().getLast().parts().toString())
        .contains("<summary_so_far>", "Good däy");
  }

  @Test
  void whoTakesOverWithASmallerWindowGoesOnFromASummary() throws IOException {
    JsonNode last = thread("chat", 6);
    assertThat(model.calls()).isEmpty();
    large = ScriptedModel.failing(new ProviderException(Kind.UNREACHABLE, "it is away"));

    RecordedResponse response = answered(last, "chat", "more");

    assertThat(ok(response).at("/output/0/type").asText()).isEqualTo("compaction");
    assertThat(told(model.requests().getLast())).contains(SUMMARY, "more").doesNotContain("turn 0");
    assertThat(response.header("x-trefoil-trail"))
        .startsWith("a/large;outcome=unreachable")
        .contains("b/small;outcome=ok");
  }

  @Test
  void aStreamBeginsWithTheSummary() throws IOException {
    JsonNode last = thread("small", 4);

    String stream =
        post(
                RESPONSES,
                body("'model':'small','stream':true,'input':'more" + LONG + "'," + previous(last)),
                Map.of())
            .body();

    assertThat(events(stream).subList(0, 5))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.output_item.done",
            "response.output_item.added");
    assertThat(stream).contains("\"type\":\"compaction\"").contains("response.completed");
    assertThat(summaries()).isNotEmpty();
  }

  @Test
  void instructionsOfTheThreadHoldOn() throws IOException {
    JsonNode first =
        ok(
            post(
                RESPONSES,
                body(
                    "'model':'small','input':[{'role':'developer','content':'Be brief.'},"
                        + "{'role':'user','content':'turn 0"
                        + LONG
                        + "'}]"),
                Map.of()));
    JsonNode last = first;
    for (int i = 1; i < 5; i++) {
      last = after(last, "small", "turn " + i + LONG);
    }

    assertThat(last.at("/output/0/type").asText()).isEqualTo("compaction");
    assertThat(told(model.requests().getLast())).contains("Be brief.").doesNotContain("turn 0");
    after(last, "small", "on");
    assertThat(told(model.requests().getLast())).contains("Be brief.", SUMMARY, "turn 4", "on");
  }

  @Test
  void aRouteThatDoesNotSayItRefusesAsBefore() throws IOException {
    JsonNode last = thread("plain", 4);

    RecordedResponse response = answered(last, "plain", "more" + LONG);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("context_length_exceeded");
    assertThat(summaries()).isEmpty();
  }

  @Test
  void whatIsTooLongByItselfCostsNoSummary() throws IOException {
    JsonNode last = thread("small", 1);

    RecordedResponse response = answered(last, "small", LONG.repeat(5));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("context_length_exceeded");
    assertThat(summaries()).isEmpty();
  }

  @Test
  void aSummaryThatCannotBeHadIsSaid() throws IOException {
    JsonNode last = thread("small", 4);
    model = ScriptedModel.failing(new ProviderException(Kind.UNREACHABLE, "it is away"));

    RecordedResponse response = answered(last, "small", "more" + LONG);

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("it is away");
  }

  @Test
  void aSummaryThatLeavesAPieceOutIsNone() throws IOException {
    JsonNode last = thread("small", 4);
    model =
        ScriptedModel.answering(new TextDelta(" "), STOP, END)
            .then(ScriptedModel.answering(new TextDelta("of the rest"), STOP, END));

    RecordedResponse response = answered(last, "small", "more" + LONG);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("context_length_exceeded");
    assertThat(summaries()).hasSize(1);
  }

  @Test
  void aThreadIsCompactedWhenItsCallerAsks() throws IOException {
    JsonNode last = thread("small", 2);

    RecordedResponse response =
        post(
            COMPACT,
            body(
                "'model':'small','input':[{'role':'developer','content':'Be brief.'},"
                    + "{'role':'user','content':'the end'}],"
                    + previous(last)),
            Map.of());

    JsonNode compacted = ok(response);
    assertThat(compacted.path("object").asText()).isEqualTo("response.compaction");
    assertThat(compacted.path("created_at").asLong()).isPositive();
    JsonNode output = compacted.path("output");
    assertThat(output.findValuesAsText("role"))
        .containsExactly("user", "user", "developer", "user");
    assertThat(output.get(output.size() - 1).path("type").asText()).isEqualTo("compaction");
    assertThat(compacted.at("/usage/total_tokens").asInt()).isEqualTo(5 * summaries().size());
    assertThat(response.header("x-trefoil-trail")).contains("b/small;outcome=ok");

    ok(
        post(
            RESPONSES,
            body("'model':'small','store':false,'input':" + output.toString().replace('"', '\'')),
            Map.of()));
    assertThat(told(model.requests().getLast()))
        .contains("turn 0", "turn 1", "Be brief.", "the end", SUMMARY, "Good däy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'model':'small','input':'x','stream':true",
        "'model':'small','input':'x','background':true",
        "'model':'small'",
        "'model':'nobody','input':'x'",
        "'model':'small','input':7",
      })
  void whatCannotBeCompactedIsRefused(String members) throws IOException {
    RecordedResponse response = post(COMPACT, body(members), Map.of());

    assertThat(response.status()).isEqualTo(400);
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void anothersCompactionGoesToWhoKnowsItOnly() throws IOException {
    ok(
        post(
            RESPONSES,
            body(
                "'model':'small','input':[{'type':'compaction','id':'cmp_1',"
                    + "'encrypted_content':'gAAAA'},{'role':'user','content':'on'}]"),
            Map.of()));

    assertThat(told(model.requests().getLast())).isEqualTo("on");
    assertThat(model.requests().getLast().messages().getFirst().parts())
        .hasOnlyElementsOfType(Part.NativePart.class);
  }

  private List<ChatRequest> summaries() {
    return model.requests().stream()
        .filter(request -> request.messages().getFirst().role() == Role.SYSTEM)
        .filter(request -> request.toString().contains("You summarise conversations"))
        .toList();
  }

  private JsonNode thread(String route, int turns) throws IOException {
    JsonNode last =
        ok(post(RESPONSES, body("'model':'" + route + "','input':'turn 0" + LONG + "'"), Map.of()));
    for (int i = 1; i < turns; i++) {
      last = after(last, route, "turn " + i + LONG);
    }
    return last;
  }

  private JsonNode after(JsonNode last, String route, String input) throws IOException {
    return ok(answered(last, route, input));
  }

  private RecordedResponse answered(JsonNode last, String route, String input) throws IOException {
    return post(
        RESPONSES,
        body("'model':'" + route + "','input':'" + input + "'," + previous(last)),
        Map.of());
  }

  private JsonNode in(String route, String conversation, String input) throws IOException {
    return ok(
        post(
            RESPONSES,
            body(
                "'model':'%s','conversation':'%s','input':'%s'"
                    .formatted(route, conversation, input)),
            Map.of()));
  }

  private static String previous(JsonNode last) {
    return "'previous_response_id':'" + last.path("id").asText() + "'";
  }

  private static String told(ChatRequest request) {
    StringBuilder all = new StringBuilder();
    for (Message message : request.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.Text text) {
          all.append(text.text());
        }
      }
    }
    return all.toString();
  }

  private static List<String> events(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("event: "))
        .map(line -> line.substring("event: ".length()))
        .toList();
  }

  private static String body(String members) {
    return "{" + members.replace('\'', '"') + "}";
  }
}
