package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations in OpenAI's form, over a store that may be down. */
class ConversationsTest extends JobFixture {
  private static final String PATH = "/v1/conversations";
  private static final String RESPONSES = "/v1/responses";
  private static final String NONE = "conv_000000000000000000000000";

  @Test
  void aConversationIsMadeToldLabelledAndDeleted() throws IOException {
    JsonNode made = ok(post(PATH, body("'metadata':{'a':'b'}"), Map.of()));
    assertThat(made.path("object").asText()).isEqualTo("conversation");
    assertThat(made.path("id").asText()).matches("conv_[a-z0-9]{24}");
    assertThat(made.path("created_at").asLong()).isEqualTo(1_700_000_000);
    assertThat(made.at("/metadata/a").asText()).isEqualTo("b");
    String path = PATH + "/" + id(made);
    assertThat(ok(get(path))).isEqualTo(made);

    JsonNode labelled = ok(post(path, body("'metadata':{'c':'d'}"), Map.of()));
    assertThat(labelled.path("metadata").toString()).isEqualTo("{\"c\":\"d\"}");
    assertThat(ok(get(path))).isEqualTo(labelled);

    JsonNode deleted = ok(call("DELETE", path, "", Map.of()));
    assertThat(deleted.toString())
        .isEqualTo(
            "{\"id\":\"" + id(made) + "\",\"object\":\"conversation.deleted\",\"deleted\":true}");
    refused(get(path), 404, id(made));
    refused(call("DELETE", path, "", Map.of()), 404, id(made));
  }

  @Test
  void aConversationMayBeMadeOfNothing() throws IOException {
    assertThat(ok(post(PATH, "", Map.of())).path("metadata")).isEmpty();
    assertThat(ok(post(PATH, "{\"items\":[]}", Map.of())).path("metadata")).isEmpty();
  }

  @Test
  void aResponseGoesOnFromAllThatWasSaidBefore() throws IOException {
    String conversation =
        id(ok(post(PATH, body("'items':[{'role':'user','content':'one'}]"), Map.of())));
    JsonNode first = in(conversation, "'input':'two'");
    assertThat(first.at("/conversation/id").asText()).isEqualTo(conversation);
    assertThat(first.path("store").asBoolean()).isTrue();
    assertThat(texts(lastRequest())).containsExactly("one", "two");
    ok(
        post(
            PATH + "/" + conversation + "/items",
            body("'items':[{'role':'developer','content':'Be brief.'}]"),
            Map.of()));

    in(conversation, "'input':[{'role':'user','content':'three'}]");

    assertThat(texts(lastRequest()))
        .containsExactly("one", "two", "Good däy", "Be brief.", "three");
    assertThat(said(conversation, "?order=asc"))
        .containsExactly("one", "two", "Good däy", "Be brief.", "three", "Good däy");
    assertThat(ok(get(RESPONSES + "/" + id(first)))).isEqualTo(first);
  }

  @Test
  void aTurnIsOneReadAndTwoWritesHoweverLongTheConversationIs() throws IOException {
    String conversation = made();
    for (int i = 0; i < 20; i++) {
      memory.calls();
      in(conversation, "'input':'turn " + i + "'");
      assertThat(memory.calls()).containsExactly("query", "create", "replace");
    }
    assertThat(texts(lastRequest())).hasSize(2 * 19 + 1);
  }

  @Test
  void aThousandTurnsAreAQueryAHundred() throws Exception {
    String conversation =
        id(ok(post(PATH, body("'items':[{'role':'user','content':'x'}]"), Map.of())));
    memory.repeat(conversation.substring("conv_".length()), 1000);
    memory.calls();

    in(conversation, "'input':'last'");

    List<String> calls = memory.calls();
    assertThat(calls).filteredOn("query"::equals).hasSize(11);
    assertThat(calls)
        .filteredOn(call -> !call.equals("query"))
        .containsExactly("create", "replace");
    assertThat(texts(lastRequest())).hasSize(1001);
  }

  @Test
  void aStreamEndsWhenItsTurnIsKept() throws IOException {
    String conversation = made();
    RecordedResponse stream =
        post(RESPONSES, asking(conversation, "'input':'hi','stream':true"), Map.of());
    String last = stream.body().substring(stream.body().lastIndexOf("event: response.completed"));
    assertThat(last).contains("\"conversation\":{\"id\":\"" + conversation + "\"}");
    assertThat(said(conversation, "?order=asc")).containsExactly("hi", "Good däy");
  }

  // ---- one at a time

  @Test
  void whileAResponseIsMadeTheConversationIsLockedByName() throws Exception {
    String conversation = made();
    List<RecordedResponse> meanwhile = new ArrayList<>();
    during(
        () -> {
          meanwhile.add(post(RESPONSES, asking(conversation, "'input':'other'"), Map.of()));
          meanwhile.add(
              post(
                  PATH + "/" + conversation + "/items",
                  body("'items':[{'role':'user','content':'x'}]"),
                  Map.of()));
        });

    JsonNode first = in(conversation, "'input':'hi'");

    assertThat(model.calls()).hasSize(1);
    assertThat(meanwhile).hasSize(2);
    for (RecordedResponse locked : meanwhile) {
      refused(locked, 409, id(first));
      assertThat(locked.body()).contains("conversation_locked", "\"param\":\"conversation\"");
      assertThat(locked.header("retry-after")).isNotNull();
    }
    assertThat(said(conversation, "?order=asc")).containsExactly("hi", "Good däy");
  }

  @Test
  void aRunThatFailsGivesItsPlaceBack() throws IOException {
    String conversation = made();
    ScriptedModel answering = model;
    model = ScriptedModel.failing(new ProviderException(Kind.UNREACHABLE, "it is away"));
    assertThat(post(RESPONSES, asking(conversation, "'input':'lost'"), Map.of()).status())
        .isGreaterThanOrEqualTo(400);
    assertThat(
            post(RESPONSES, asking(conversation, "'input':'lost','stream':true"), Map.of())
                .status())
        .isGreaterThanOrEqualTo(400);
    model = answering;

    in(conversation, "'input':'kept'");

    assertThat(said(conversation, "?order=asc")).containsExactly("kept", "Good däy");
  }

  @Test
  void aRunThatIsLateFindsItsPlaceTakenAndSaysSo() throws Exception {
    String conversation = made();
    List<JsonNode> other = new ArrayList<>();
    during(
        () -> {
          clock.advance(Duration.ofSeconds(66));
          other.add(in(conversation, "'input':'second'"));
        });

    JsonNode late = in(conversation, "'input':'first'");

    assertThat(late.path("store").asBoolean()).isFalse();
    assertThat(late.path("conversation").isNull()).isTrue();
    assertThat(late.at("/output/0/content/0/text").asText()).isEqualTo("Good däy");
    assertThat(said(conversation, "?order=asc")).containsExactly("second", "Good däy");
    refused(get(RESPONSES + "/" + id(late)), 404, id(late));
    assertThat(ok(get(RESPONSES + "/" + id(other.getFirst())))).isEqualTo(other.getFirst());
    assertThat(id(late)).isNotEqualTo(id(other.getFirst()));
  }

  @Test
  void whatIsDeletedWhileAResponseIsMadeStaysDeleted() throws Exception {
    String conversation = made();
    in(conversation, "'input':'before'");
    during(() -> ok(call("DELETE", PATH + "/" + conversation, "", Map.of())));

    JsonNode late = in(conversation, "'input':'" + "long ".repeat(20_000) + "'");

    assertThat(late.path("store").asBoolean()).isFalse();
    refused(get(PATH + "/" + conversation), 404, conversation);
    assertThat(memory.blobs()).isEmpty();
    assertThat(memory.texts()).filteredOn(text -> text.contains("däy")).isEmpty();
  }

  @Test
  void underOneKeyThereIsOneTurn() throws IOException {
    String conversation = made();
    Map<String, String> key = Map.of("idempotency-key", "k1");
    RecordedResponse first = post(RESPONSES, asking(conversation, "'input':'hi'"), key);
    RecordedResponse again = post(RESPONSES, asking(conversation, "'input':'hi'"), key);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(model.calls()).hasSize(1);
    assertThat(said(conversation, "")).hasSize(2);

    String items = body("'items':[{'role':'user','content':'x'}]");
    String path = PATH + "/" + conversation + "/items";
    assertThat(post(path, items, key).body()).isEqualTo(post(path, items, key).body());
    assertThat(said(conversation, "")).hasSize(3);
  }

  // ---- items

  @Test
  void itemsAreListedInPagesFromEitherEnd() throws IOException {
    String conversation = made();
    String path = PATH + "/" + conversation + "/items";
    for (int i = 0; i < 3; i++) {
      ok(
          post(
              path,
              body(
                  "'items':[{'role':'user','content':'a%d'},{'type':'message','role':'assistant','content':'b%d'}]"
                      .formatted(i, i)),
              Map.of()));
    }
    assertThat(said(conversation, "")).containsExactly("b2", "a2", "b1", "a1", "b0", "a0");
    JsonNode page = ok(get(path + "?order=asc&limit=3"));
    assertThat(page.path("object").asText()).isEqualTo("list");
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(page.path("data")).hasSize(3);
    assertThat(page.at("/data/0/content/0/type").asText()).isEqualTo("input_text");
    assertThat(page.at("/data/1/content/0/type").asText()).isEqualTo("output_text");
    String last = page.path("last_id").asText();
    assertThat(said(conversation, "?order=asc&after=" + last)).containsExactly("b1", "a2", "b2");
    assertThat(said(conversation, "?after=" + last)).containsExactly("b0", "a0");
    assertThat(ok(get(path + "?order=asc&after=" + last)).path("has_more").asBoolean()).isFalse();

    JsonNode one = page.at("/data/0");
    assertThat(ok(get(path + "/" + id(one)))).isEqualTo(one);
  }

  @Test
  void anItemThatIsDeletedIsGoneForModelsToo() throws IOException {
    String conversation = made();
    JsonNode first = in(conversation, "'input':'" + "long ".repeat(20_000) + "'");
    String item = first.at("/output/0/id").asText();
    String path = PATH + "/" + conversation + "/items/" + item;

    assertThat(id(ok(call("DELETE", path, "", Map.of())))).isEqualTo(conversation);

    refused(get(path), 404, item);
    refused(call("DELETE", path, "", Map.of()), 404, item);
    assertThat(memory.blobs()).hasSize(1);
    in(conversation, "'input':'two'");
    assertThat(texts(lastRequest())).hasSize(2).contains("two").doesNotContain("Good däy");
  }

  @Test
  void aResultWhoseCallWasDeletedIsNotSent() throws IOException {
    String conversation = made();
    JsonNode items =
        ok(
            post(
                PATH + "/" + conversation + "/items",
                body(
                    "'items':[{'role':'user','content':'hi'},"
                        + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'r'}]"),
                Map.of()));
    in(conversation, "'input':'x'");
    assertThat(lastRequest().messages()).hasSize(4);

    String call = items.at("/data/1/id").asText();
    ok(call("DELETE", PATH + "/" + conversation + "/items/" + call, "", Map.of()));
    in(conversation, "'input':'y'");

    assertThat(texts(lastRequest())).containsExactly("hi", "x", "Good däy", "y");
  }

  @Test
  void whatIsDeletedLeavesNoTextAndNoBlob() throws IOException {
    String conversation =
        id(
            ok(
                post(
                    PATH,
                    body("'metadata':{'a':'secret'},'items':[{'role':'user','content':'secret'}]"),
                    Map.of())));
    in(conversation, "'input':'secret " + "long ".repeat(20_000) + "'");
    in(conversation, "'input':'secret'");
    assertThat(memory.blobs()).hasSize(1);

    ok(call("DELETE", PATH + "/" + conversation, "", Map.of()));

    assertThat(memory.blobs()).isEmpty();
    assertThat(memory.texts()).hasSize(1).allSatisfy(text -> assertThat(text).contains("\"gone\""));
    refused(post(RESPONSES, asking(conversation, "'input':'x'"), Map.of()), 404, conversation);
    refused(get(PATH + "/" + conversation + "/items"), 404, conversation);
  }

  @Test
  void otherResponsesMayGoOnFromATurnWithoutTheConversation() throws IOException {
    String conversation = made();
    JsonNode first = in(conversation, "'input':'one'");
    JsonNode second = in(conversation, "'input':'two'");
    for (JsonNode from : List.of(second, first)) {
      JsonNode branch =
          ok(
              post(
                  RESPONSES,
                  body("'model':'chat','input':'aside','previous_response_id':'" + id(from) + "'"),
                  Map.of()));
      assertThat(branch.has("conversation")).isFalse();
    }
    assertThat(texts(lastRequest())).containsExactly("one", "Good däy", "aside");
    assertThat(said(conversation, "?order=asc"))
        .containsExactly("one", "Good däy", "two", "Good däy");

    String item = first.at("/output/0/id").asText();
    in(
        conversation,
        "'input':[{'type':'item_reference','id':'" + item + "'},{'role':'user','content':'end'}]");
    ok(call("DELETE", RESPONSES + "/" + id(first), "", Map.of()));
    assertThat(said(conversation, "?order=asc"))
        .containsExactly("two", "Good däy", "Good däy", "end", "Good däy");
  }

  // ---- refusals

  @Test
  void anothersConversationIsNotThere() throws IOException {
    String conversation = made();
    String item = in(conversation, "'input':'hi'").at("/output/0/id").asText();
    String path = PATH + "/" + conversation;
    String items = body("'items':[{'role':'user','content':'x'}]");
    for (Map<String, String> other :
        List.of(Map.of("x-test-caller", "another"), Map.of("x-test-tenant", "t"))) {
      refused(call("GET", path, "", other), 404, conversation);
      refused(call("DELETE", path, "", other), 404, conversation);
      refused(post(path, body("'metadata':{}"), other), 404, conversation);
      refused(post(path + "/items", items, other), 404, conversation);
      refused(call("GET", path + "/items", "", other), 404, conversation);
      refused(call("GET", path + "/items/" + item, "", other), 404, item);
      refused(call("DELETE", path + "/items/" + item, "", other), 404, conversation);
      refused(post(RESPONSES, asking(conversation, "'input':'x'"), other), 404, conversation);
    }
    assertThat(model.calls()).hasSize(1);
    assertThat(said(conversation, "")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {NONE, "conv_x", "thread_1", "%20"})
  void whatIsNotThereIsA404(String id) throws IOException {
    String path = PATH + "/" + id;
    for (RecordedResponse missing :
        List.of(
            get(path),
            get(path + "/items"),
            call("DELETE", path, "", Map.of()),
            post(path, body("'metadata':{}"), Map.of()),
            get(path + "/items/in_1"),
            post(RESPONSES, asking(id, "'input':'x'"), Map.of()))) {
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.body()).contains("_not_found\"");
    }
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void whatHasExpiredIsForgottenAndWhatIsUsedIsKept() throws IOException {
    String used = made();
    String unused = made();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofDays(20));
      in(used, "'input':'turn " + i + "'");
    }
    refused(get(PATH + "/" + unused), 404, unused);
    assertThat(said(used, "?order=asc"))
        .as("each turn for as long as it is kept")
        .containsExactly("turn 1", "Good däy", "turn 2", "Good däy");

    clock.advance(Duration.ofDays(30));
    refused(get(PATH + "/" + used), 404, used);
    refused(post(RESPONSES, asking(used, "'input':'x'"), Map.of()), 404, used);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'items':1} | items",
        "{'items':[1]} | items[0]",
        "{'items':[{}]} | items[0].type",
        "{'items':[{'role':'user'}]} | items[0].content",
        "{'items':[{'role':'king','content':'x'}]} | items[0].role",
        "{'items':[{'type':'shell_call'}]} | items[0].type",
        "{'items':[{'type':'item_reference','id':'in_1'}]} | items[0]",
        "{'items':[{'type':'function_call_output','call_id':'c'}]} | items[0].output",
        "{'items':[{'type':'function_call','name':'f'}]} | items[0].call_id",
        "{'items':[{'role':'user','content':'x','more':'\\ud800'}]} | items[0]",
        "{'metadata':{'a':1}} | metadata.a",
        "{'metadata':'x'} | metadata",
        "{'other':1} | other"
      })
  void aBodyThatIsWrongIsRefusedByTheFieldsName(String body, String param) throws IOException {
    RecordedResponse refused = post(PATH, body.replace('\'', '"'), Map.of());

    refused(refused, 400, param);
    assertThat(JSON.readTree(refused.body()).at("/error/param").asText()).isEqualTo(param);
    assertThat(memory.texts()).isEmpty();
  }

  @Test
  void boundsAreKept() throws IOException {
    String item = "{'role':'user','content':'x'}";
    String many = String.join(",", Collections.nCopies(21, item));
    refused(post(PATH, body("'items':[" + many + "]"), Map.of()), 400, "items");
    String deep = "[".repeat(160) + "]".repeat(160);
    refused(
        post(PATH, body("'items':[{'role':'user','content':'x','y':" + deep + "}]"), Map.of()),
        400,
        "deeper");
    String conversation = made();
    refused(post(PATH + "/" + conversation + "/items", body("'items':[]"), Map.of()), 400, "items");
    String large = "x".repeat(12 << 20);
    String path = PATH + "/" + conversation + "/items";
    String items = body("'items':[{'role':'user','content':'" + large + "'}]");
    ok(post(path, items, Map.of()));
    ok(post(path, items, Map.of()));
    refused(post(path, items, Map.of()), 400, "context_length_exceeded");
    ok(call("DELETE", PATH + "/" + conversation, "", Map.of()));
    assertThat(memory.blobs()).isEmpty();
  }

  @Test
  void aCallSaysOneThingThatItGoesOnFrom() throws IOException {
    String conversation = made();
    refused(
        post(
            RESPONSES,
            asking(
                conversation, "'input':'x','previous_response_id':'resp_" + "0".repeat(32) + "'"),
            Map.of()),
        400,
        "mutually_exclusive_parameters");
    refused(
        post(RESPONSES, asking(conversation, "'input':'x','store':false"), Map.of()),
        400,
        "\"param\":\"store\"");
    refused(
        post(
            "/v1/jobs",
            "{\"path\":\"/v1/responses\",\"request\":" + asking(conversation, "'input':'x'") + "}",
            Map.of()),
        400,
        "\"param\":\"conversation\"");
    in(conversation, "'input':'as an object'");
    ok(
        post(
            RESPONSES,
            body("'model':'chat','input':'x','conversation':{'id':'" + conversation + "'}"),
            Map.of()));
  }

  // ---- a store that is down

  @Test
  void whileTheStoreIsDownNothingIsTakenForMissing() throws IOException {
    String conversation = made();
    memory.down(true);
    String path = PATH + "/" + conversation;
    for (RecordedResponse down :
        List.of(
            get(path),
            get(path + "/items"),
            call("DELETE", path, "", Map.of()),
            post(path, body("'metadata':{}"), Map.of()),
            post(path + "/items", body("'items':[{'role':'user','content':'x'}]"), Map.of()),
            post(PATH, "{}", Map.of()),
            post(RESPONSES, asking(conversation, "'input':'x'"), Map.of()))) {
      assertThat(down.status()).isEqualTo(503);
      assertThat(down.header("retry-after")).isNotNull();
    }
    assertThat(model.calls()).isEmpty();
    memory.down(false);
    assertThat(said(conversation, "")).isEmpty();
  }

  @Test
  void aStoreThatIsDownWhenTheAnswerIsThereIsSaidWithTheAnswer() throws Exception {
    String conversation = made();
    during(() -> memory.down(true));
    JsonNode answered = in(conversation, "'input':'paid'");
    assertThat(answered.path("store").asBoolean()).isFalse();
    assertThat(answered.path("conversation").isNull()).isTrue();
    memory.down(false);

    model = ScriptedModel.answering(new TextDelta("Good däy"), STOP, END);
    refused(post(RESPONSES, asking(conversation, "'input':'x'"), Map.of()), 409, id(answered));
    clock.advance(Duration.ofSeconds(66));
    in(conversation, "'input':'next'");
    assertThat(said(conversation, "?order=asc")).containsExactly("next", "Good däy");
  }

  @Test
  void aWriteThatIsRefusedOnceIsMadeAgain() throws IOException {
    String conversation = made();
    memory.refuseWrites(1);
    assertThat(in(conversation, "'input':'hi'").path("store").asBoolean()).isTrue();
    memory.refuseWrites(1);
    ok(
        post(
            PATH + "/" + conversation + "/items",
            body("'items':[{'role':'user','content':'x'}]"),
            Map.of()));
    assertThat(said(conversation, "?order=asc")).containsExactly("hi", "Good däy", "x");
  }

  @Test
  void withoutAStoreThereAreNone() throws IOException {
    responses = KeptResponses.NONE;
    refused(post(PATH, "{}", Map.of()), 400, "conversations_not_configured");
    refused(post(RESPONSES, asking(NONE, "'input':'x'"), Map.of()), 404, NONE);
  }

  /** What happens while the model is asked next. */
  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws IOException;
  }

  private void during(Meanwhile meanwhile) {
    model =
        ScriptedModel.doing(
                () -> {
                  try {
                    meanwhile.happens();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                new TextDelta("Good däy"),
                STOP,
                END)
            .then(ScriptedModel.answering(new TextDelta("Good däy"), STOP, END));
  }

  private String made() throws IOException {
    return id(ok(post(PATH, "{}", Map.of())));
  }

  private JsonNode in(String conversation, String members) throws IOException {
    return ok(post(RESPONSES, asking(conversation, members), Map.of()));
  }

  private static String asking(String conversation, String members) {
    return body("'model':'chat'," + members + ",'conversation':'" + conversation + "'");
  }

  private List<String> said(String conversation, String query) throws IOException {
    List<String> texts = new ArrayList<>();
    ok(get(PATH + "/" + conversation + "/items" + query))
        .path("data")
        .forEach(item -> texts.add(item.at("/content/0/text").asText()));
    return texts;
  }

  private static void refused(RecordedResponse response, int status, String word) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(word);
  }

  private static String body(String members) {
    return ("{" + members + "}").replace('\'', '"');
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
