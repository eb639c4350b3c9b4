package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome.Ack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that are kept, gone on from, told and forgotten, over a store that may be down. */
class KeptResponsesTest extends JobFixture {
  private static final String PATH = "/v1/responses";
  private static final Map<String, String> FOREIGN = Map.of("x-test-caller", "another");

  @Test
  void aResponseIsKeptUnlessItsCallerSaysNo() throws IOException {
    JsonNode kept = create("'input':'hi','metadata':{'a':'b'}");
    assertThat(kept.path("store").asBoolean()).isTrue();

    RecordedResponse told = get(PATH + "/" + id(kept));
    assertThat(told.status()).isEqualTo(200);
    assertThat(JSON.readTree(told.body())).isEqualTo(kept);

    JsonNode lost = create("'input':'hi','store':false");
    assertThat(lost.path("store").asBoolean()).isFalse();
    assertThat(get(PATH + "/" + id(lost)).status()).isEqualTo(404);
  }

  @Test
  void aTurnIsOneReadAndOneWriteHoweverLongTheThreadIs() throws IOException {
    memory.calls();
    JsonNode last = create("'input':'turn 0'");
    assertThat(memory.calls()).containsExactly("create");
    for (int i = 1; i < 20; i++) {
      last = after(last, "'input':'turn " + i + "'");
      assertThat(memory.calls()).containsExactly("query", "create");
    }

    assertThat(texts(lastRequest())).hasSize(2 * 19 + 1).startsWith("turn 0", "Good däy", "turn 1");
    assertThat(last.path("previous_response_id").asText()).startsWith("resp_");
  }

  @Test
  void instructionsAreNotInheritedAndBranchesGoOnApart() throws IOException {
    JsonNode root = create("'input':'root','instructions':'Be brief.'");
    JsonNode one = after(root, "'input':'one'");
    JsonNode other = after(root, "'input':'other'");

    after(one, "'input':'end'");
    assertThat(texts(lastRequest())).containsExactly("root", "Good däy", "one", "Good däy", "end");
    after(other, "'input':'end'");
    assertThat(texts(lastRequest()))
        .containsExactly("root", "Good däy", "other", "Good däy", "end");
  }

  @Test
  void whatOnlyTheModelCanReadGoesBackToItAlthoughTheCallerWasNotShownIt() throws IOException {
    Signature mark = new Signature(Signature.ANTHROPIC, "sig");
    model =
        ScriptedModel.answering(
            new ReasoningDelta(0, "hm"),
            new ReasoningSigned(0, mark),
            new TextDelta("Good däy"),
            STOP,
            END);
    JsonNode first = create("'input':'hi'");
    assertThat(first.toString()).doesNotContain("encrypted_content");
    String path = PATH + "/" + id(first);
    assertThat(get(path).body()).doesNotContain("encrypted_content");
    for (String include : List.of("include=", "include[]=", "include=a,", "include%5B%5D=")) {
      assertThat(get(path + "?" + include + "reasoning.encrypted_content").body())
          .as(include)
          .contains("\"encrypted_content\":\"trefoil.");
    }

    after(first, "'input':'more'");

    assertThat(lastRequest().messages())
        .anySatisfy(
            message ->
                assertThat(message.parts())
                    .anySatisfy(
                        part ->
                            assertThat(part)
                                .isInstanceOfSatisfying(
                                    Part.Reasoning.class,
                                    thought -> assertThat(thought.signature()).contains(mark))));
  }

  @Test
  void itemsAreReferredToByTheirIdsWithOneRead() throws IOException {
    JsonNode first = create("'input':'one'");
    String item = first.at("/output/0/id").asText();
    memory.calls();
    JsonNode second = referring("one", item, "two");
    assertThat(memory.calls()).containsExactly("query", "create");
    assertThat(texts(lastRequest())).containsExactly("one", "Good däy", "two");

    String next = second.at("/output/0/id").asText();
    referring("one", item, "two", next, "three");
    assertThat(memory.calls()).as("of one thread").containsExactly("query", "create");

    after(second, "'input':'three'");
    assertThat(texts(lastRequest())).containsExactly("one", "Good däy", "two", "Good däy", "three");
  }

  @Test
  void whatIsNotThereIsA404ThatNamesIt() throws IOException {
    String none = "resp_" + "0".repeat(32);
    refused(post(PATH, body("'input':'x','previous_response_id':'" + none + "'"), Map.of()), none);
    refused(post(PATH, body("'input':'x','previous_response_id':'resp_7'"), Map.of()), "resp_7");
    String item = "msg_" + "0".repeat(32) + "0000";
    RecordedResponse missing =
        post(PATH, body("'input':[{'type':'item_reference','id':'" + item + "'}]"), Map.of());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).contains(item, "\"param\":\"input[0].id\"");
    refused(get(PATH + "/" + none), none);
    refused(get(PATH + "/" + none + "/input_items"), none);
    refused(call("DELETE", PATH + "/" + none, "", Map.of()), none);
    assertThat(model.calls()).isEmpty();
  }

  private static void refused(RecordedResponse response, String id) {
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).contains("'" + id + "'");
  }

  @Test
  void anotherCallersResponseIsNotThere() throws IOException {
    JsonNode mine = create("'input':'hi'");
    String path = PATH + "/" + id(mine);
    String reference = mine.at("/output/0/id").asText();
    for (Map<String, String> other : List.of(FOREIGN, Map.of("x-test-tenant", "t"))) {
      assertThat(call("GET", path, "", other).status()).isEqualTo(404);
      assertThat(call("GET", path + "/input_items", "", other).status()).isEqualTo(404);
      assertThat(call("DELETE", path, "", other).status()).isEqualTo(404);
      assertThat(
              post(PATH, body("'input':'x','previous_response_id':'" + id(mine) + "'"), other)
                  .status())
          .isEqualTo(404);
      assertThat(
              post(PATH, body("'input':[{'type':null,'id':'" + reference + "'}]"), other).status())
          .isEqualTo(404);
    }
    assertThat(model.calls()).hasSize(1);
    assertThat(get(path).status()).isEqualTo(200);
  }

  @Test
  void whatIsDeletedIsGoneAndCannotBeGoneOnFrom() throws IOException {
    JsonNode first = create("'input':'" + "long ".repeat(20_000) + "'");
    JsonNode second = after(first, "'input':'two'");
    assertThat(memory.blobs()).hasSize(1);

    RecordedResponse deleted = call("DELETE", PATH + "/" + id(first), "", Map.of());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(JSON.readTree(deleted.body()))
        .isEqualTo(
            JSON.readTree(
                "{\"id\":\"" + id(first) + "\",\"object\":\"response\",\"deleted\":true}"));

    assertThat(memory.blobs()).isEmpty();
    refused(get(PATH + "/" + id(first)), id(first));
    assertThat(get(PATH + "/" + id(second)).status()).isEqualTo(200);
    RecordedResponse broken =
        post(PATH, body("'input':'x','previous_response_id':'" + id(second) + "'"), Map.of());
    refused(broken, id(second));
    refused(broken, id(first));
  }

  @Test
  void whatHasExpiredIsForgotten() throws IOException {
    JsonNode kept = create("'input':'hi'");
    clock.advance(Duration.ofDays(30));

    refused(get(PATH + "/" + id(kept)), id(kept));
  }

  @Test
  void inputItemsAreListedInPages() throws IOException {
    JsonNode kept = referring("a", "b", "c");
    String path = PATH + "/" + id(kept) + "/input_items";

    JsonNode all = JSON.readTree(get(path).body());
    assertThat(all.path("object").asText()).isEqualTo("list");
    assertThat(all.path("has_more").asBoolean()).isFalse();
    List<String> ids = new ArrayList<>();
    all.path("data").forEach(item -> ids.add(item.path("id").asText()));
    assertThat(ids).hasSize(3).allMatch(id -> id.startsWith("in_" + id(kept).substring(5)));
    assertThat(all.path("first_id").asText()).isEqualTo(ids.getFirst());
    assertThat(all.path("last_id").asText()).isEqualTo(ids.getLast());

    JsonNode page = JSON.readTree(get(path + "?limit=2&order=asc").body());
    assertThat(page.at("/data/0/id").asText()).isEqualTo(ids.get(2));
    assertThat(page.path("has_more").asBoolean()).isTrue();
    JsonNode rest =
        JSON.readTree(get(path + "?order=asc&after=" + page.path("last_id").asText()).body());
    assertThat(rest.path("data")).hasSize(1);
    assertThat(rest.at("/data/0/id").asText()).isEqualTo(ids.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit, 400",
    "limit=101, limit, 400",
    "limit=x, limit, 400",
    "order=up, order, 400",
    "after=in_nothing, after, 404"
  })
  void aQueryThatIsNoneIsRefusedByItsName(String query, String param, int status)
      throws IOException {
    JsonNode kept = create("'input':'hi'");

    RecordedResponse refused = get(PATH + "/" + id(kept) + "/input_items?" + query);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.body()).contains("\"param\":\"" + param + "\"");
    assertThat(get(PATH + "/" + id(kept) + "?stream=true").status()).isEqualTo(400);
  }

  @Test
  void whatTheStoreDoesNotTakeIsAnsweredAndSaidNotToBeKept() throws IOException {
    memory.refuseWrites(Integer.MAX_VALUE);

    JsonNode plain = create("'input':'hi'");
    assertThat(plain.path("store").asBoolean()).isFalse();
    assertThat(plain.at("/output/0/content/0/text").asText()).isEqualTo("Good däy");

    RecordedResponse stream = post(PATH, body("'input':'hi','stream':true"), Map.of());
    String last = stream.body().substring(stream.body().lastIndexOf("event: response.completed"));
    assertThat(last).contains("\"store\":false", "Good däy");
  }

  @Test
  void aStreamEndsWhenItsResponseIsKept() throws IOException {
    RecordedResponse stream = post(PATH, body("'input':'hi','stream':true"), Map.of());
    String last =
        stream
            .body()
            .lines()
            .filter(line -> line.contains("response.completed"))
            .toList()
            .getLast();
    JsonNode response = JSON.readTree(last.substring("data: ".length())).path("response");

    assertThat(response.path("store").asBoolean()).isTrue();
    assertThat(JSON.readTree(get(PATH + "/" + id(response)).body())).isEqualTo(response);
  }

  @Test
  void aWriteThatIsRefusedOnceIsMadeAgain() throws IOException {
    memory.refuseWrites(1);

    JsonNode kept = create("'input':'hi'");

    assertThat(kept.path("store").asBoolean()).isTrue();
    assertThat(get(PATH + "/" + id(kept)).status()).isEqualTo(200);
  }

  @Test
  void whileTheStoreIsDownNothingIsTakenForMissing() throws IOException {
    JsonNode kept = create("'input':'hi'");
    memory.down(true);

    assertThat(get(PATH + "/" + id(kept)).status()).isEqualTo(503);
    assertThat(call("DELETE", PATH + "/" + id(kept), "", Map.of()).status()).isEqualTo(503);
    RecordedResponse refused =
        post(PATH, body("'input':'x','previous_response_id':'" + id(kept) + "'"), Map.of());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isNotNull();
    assertThat(model.calls()).hasSize(1);

    memory.down(false);
    assertThat(get(PATH + "/" + id(kept)).status()).isEqualTo(200);
  }

  @Test
  void withoutAStoreTheAnswerSaysSo() throws IOException {
    responses = KeptResponses.NONE;

    JsonNode answered = create("'input':'hi'");

    assertThat(answered.path("store").asBoolean()).isFalse();
    refused(get(PATH + "/" + id(answered)), id(answered));
  }

  // ---- jobs and keys

  @Test
  void aJobMayBeAResponse() throws IOException {
    JsonNode before = create("'input':'hi'");
    RecordedResponse accepted =
        post(
            "/v1/jobs",
            "{\"path\":\"/v1/responses\",\"request\":"
                + body("'input':'later','previous_response_id':'" + id(before) + "'")
                + "}",
            Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    JsonNode answer = JSON.readTree(get(accepted.header("location")).body()).path("answer");
    assertThat(answer.path("object").asText()).isEqualTo("response");
    assertThat(answer.path("previous_response_id").asText()).isEqualTo(id(before));
    assertThat(answer.path("store").asBoolean()).isTrue();
    assertThat(texts(lastRequest())).containsExactly("hi", "Good däy", "later");
    assertThat(JSON.readTree(get(PATH + "/" + id(answer)).body())).isEqualTo(answer);
    after(answer, "'input':'end'");
    assertThat(texts(lastRequest())).containsExactly("hi", "Good däy", "later", "Good däy", "end");
  }

  @Test
  void aResponseThatFailsAsAJobFailsInItsOwnForm() throws IOException {
    RecordedResponse accepted =
        post(
            "/v1/jobs",
            "{\"path\":\"/v1/responses\",\"request\":{\"model\":\"none\",\"input\":\"x\"}}",
            Map.of());
    deliver("m1", onlyMessage());

    assertThat(get(accepted.header("location")).body())
        .contains("\"status\":\"failed\"", "\"error\":{", "\"code\":\"model_not_found\"");
    RecordedResponse stream =
        post(
            "/v1/jobs",
            "{\"path\":\"/v1/responses\",\"request\":" + body("'input':'x','stream':true") + "}",
            Map.of());
    assertThat(stream.status()).isEqualTo(400);
    assertThat(stream.body()).contains("\"param\":\"stream\"");
  }

  @Test
  void underOneKeyThereIsOneResponse() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k1");
    RecordedResponse first = post(PATH, body("'input':'hi'"), key);
    RecordedResponse again = post(PATH, body("'input':'hi'"), key);

    assertThat(again.body()).isEqualTo(first.body()).contains("\"object\":\"response\"");
    assertThat(again.header("x-trefoil-stored")).isEqualTo("true");
    assertThat(model.calls()).hasSize(1);
    RecordedResponse stream = post(PATH, body("'input':'hi','stream':true"), key);
    assertThat(stream.status()).isEqualTo(400);
    assertThat(stream.body()).contains("\"param\":\"stream\"");
  }

  /** A call with these users' messages and, between them, references. */
  private JsonNode referring(String... said) throws IOException {
    List<String> items = new ArrayList<>();
    for (String one : said) {
      items.add(
          one.startsWith("msg_")
              ? "{'type':'item_reference','id':'" + one + "'}"
              : "{'role':'user','content':'" + one + "'}");
    }
    return create("'input':[" + String.join(",", items) + "]");
  }

  private JsonNode create(String members) throws IOException {
    RecordedResponse response = post(PATH, body(members), Map.of());
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private JsonNode after(JsonNode previous, String members) throws IOException {
    RecordedResponse response =
        post(PATH, body(members + ",'previous_response_id':'" + id(previous) + "'"), Map.of());
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String body(String members) {
    return ("{'model':'chat'," + members + "}").replace('\'', '"');
  }

  private ChatRequest lastRequest() {
    return model.requests().getLast();
  }

  private static List<String> texts(ChatRequest request) {
    return request.messages().stream()
        .map(Message::parts)
        .flatMap(List::stream)
        .filter(Part.Text.class::isInstance)
        .map(Part.Text.class::cast)
        .map(Part.Text::text)
        .toList();
  }
}
