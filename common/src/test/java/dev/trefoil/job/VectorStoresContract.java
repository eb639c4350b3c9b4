package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.RecordedResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/vector_stores} and {@code file_search}, whatever kind of index there is. */
@Timeout(60)
abstract class VectorStoresContract extends VectorStoresFixture {
  private static final String LAKES = "# Lakes\n\nThe Bodensee is a lake of three countries.\n";
  private static final String BREAD = "# Bread\n\nRye bread rises slowly with sourdough.\n";
  private static final String SMALL =
      ",'chunking_strategy':{'type':'static','static':{'max_chunk_size_tokens':100,"
          + "'chunk_overlap_tokens':0}}";

  private static final ChoiceFinished STOP = new ChoiceFinished(0, FinishReason.STOP);
  private static final Finished END = new Finished(new Usage(3, 2));

  private String attached(String store, String name, String content, String more) throws Exception {
    String file = upload(name, content);
    assertThat(attach(store, file, more).path("status").asText()).isEqualTo("in_progress");
    assertThat(work()).allMatch(Outcome.Ack.class::isInstance);
    return file;
  }

  private static List<String> files(JsonNode data) {
    List<String> files = new ArrayList<>();
    data.forEach(found -> files.add(found.path("filename").asText()));
    return files;
  }

  @Test
  void aFileIsIngestedFoundAndTakenOut() throws Exception {
    String store = store();
    String lakes = attached(store, "lakes.md", LAKES, ",'attributes':{'kind':'geo','year':2026}");
    attached(store, "bread.md", BREAD, "");

    JsonNode file = file(store, lakes);
    assertThat(file.path("status").asText()).isEqualTo("completed");
    assertThat(file.path("last_error").isNull()).isTrue();
    assertThat(file.path("usage_bytes").asLong()).isGreaterThan(LAKES.length());
    assertThat(file.path("attributes").toString()).isEqualTo("{\"kind\":\"geo\",\"year\":2026}");
    assertThat(file.path("chunking_strategy").path("static").path("max_chunk_size_tokens").asInt())
        .isEqualTo(800);
    JsonNode counts = ok(get("/v1/vector_stores/" + store));
    assertThat(counts.path("status").asText()).isEqualTo("completed");
    assertThat(counts.path("file_counts").toString())
        .isEqualTo("{\"in_progress\":0,\"completed\":2,\"failed\":0,\"cancelled\":0,\"total\":2}");
    anotherProcess();

    JsonNode found = search(store, "'query':'which lake has three countries?'");
    assertThat(files(found)).first().isEqualTo("lakes.md");
    assertThat(found.get(0).path("file_id").asText()).isEqualTo(lakes);
    assertThat(found.get(0).path("content").get(0).path("text").asText())
        .isEqualTo("Lakes\n\nThe Bodensee is a lake of three countries.");
    assertThat(found.get(0).path("score").asDouble()).isBetween(0.5, 1.0);
    assertThat(found.get(0).path("attributes").path("kind").asText()).isEqualTo("geo");
    assertThat(
            ok(get("/v1/vector_stores/" + store + "/files/" + lakes + "/content"))
                .path("data")
                .get(0)
                .path("text")
                .asText())
        .contains("Bodensee");

    assertThat(ok(delete("/v1/vector_stores/" + store + "/files/" + lakes)).path("object").asText())
        .isEqualTo("vector_store.file.deleted");
    assertThat(files(search(store, "'query':'which lake?'"))).containsExactly("bread.md");
    assertThat(get("/v1/vector_stores/" + store + "/files/" + lakes).status()).isEqualTo(404);
    assertThat(get("/v1/files/" + lakes).status()).as("the file itself stays").isEqualTo(200);
    assertThat(ok(delete("/v1/vector_stores/" + store)).path("object").asText())
        .isEqualTo("vector_store.deleted");
    assertThat(get("/v1/vector_stores/" + store).status()).isEqualTo(404);
    assertThat(delete("/v1/vector_stores/" + store).status()).isEqualTo(404);
  }

  @Test
  void anothersStoreIsNotThereAndNeitherIsTheirFile() throws Exception {
    String store = store();
    String file = attached(store, "lakes.md", LAKES, "");
    for (Caller other :
        List.of(
            new Caller("ada"),
            Caller.of("ada", Optional.of("other"), Optional.empty()),
            Caller.of("eve", Optional.of("acme"), Optional.empty()))) {
      caller = other;
      for (String path : List.of("", "/files", "/files/" + file)) {
        assertThat(get("/v1/vector_stores/" + store + path).status()).as(path).isEqualTo(404);
      }
      assertThat(post("/v1/vector_stores/" + store + "/search", "{'query':'lake'}").status())
          .isEqualTo(404);
      assertThat(delete("/v1/vector_stores/" + store).status()).isEqualTo(404);
      assertThat(get("/v1/vector_stores").body()).contains("\"data\":[]");
      RecordedResponse attach =
          post("/v1/vector_stores/" + store() + "/files", "{'file_id':'" + file + "'}");
      assertThat(attach.status()).isEqualTo(404);
      assertThat(attach.body()).contains("\"param\":\"file_id\"");
      assertThat(
              post(
                      "/v1/responses",
                      "{'model':'chat','input':'hi','tools':[{'type':'file_search',"
                          + "'vector_store_ids':['"
                          + store
                          + "']}]}")
                  .body())
          .contains("vector_store_not_found", "tools[0].vector_store_ids[0]");
    }
    caller = ADA;
    assertThat(files(search(store, "'query':'lake'"))).containsExactly("lakes.md");
  }

  @Test
  void theSameContentIsEmbeddedOnce() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    assertThat(words.texts()).hasSize(1);

    String again = upload("copy.md", LAKES);
    attach(store, again, "");
    attach(store(), again, "");
    work();

    assertThat(file(store, again).path("status").asText()).isEqualTo("completed");
    assertThat(words.texts()).hasSize(1);
    attach(store, again, ",'attributes':{'kind':'copy'}");
    work();
    assertThat(words.texts()).hasSize(1);
    assertThat(
            files(
                search(
                    store, "'query':'lake','filters':{'type':'eq','key':'kind','value':'copy'}")))
        .containsExactly("copy.md");
  }

  /** A text of so many chunks. */
  private static String text(int chunks) {
    return IntStream.range(0, chunks)
        .mapToObj(i -> "# Part " + i + "\n\nword" + i + "\n\n")
        .collect(Collectors.joining());
  }

  @Test
  void aWorkerThatDiesIsGoneOnForAndNothingIsPaidTwice() throws Exception {
    String store = store();
    String file = upload("long.md", text(100));
    attach(store, file, "");
    AtomicInteger calls = new AtomicInteger();
    words.before(
        () -> {
          if (calls.incrementAndGet() == 3) {
            throw new LinkageError("killed");
          }
        });

    assertThat(work()).singleElement().isInstanceOf(Outcome.Retry.class);
    assertThat(file(store, file).path("status").asText()).isEqualTo("in_progress");
    assertThat(words.texts()).as("two batches").hasSize(64);
    assertThat(search(store, "'query':'word7'")).isEmpty();
    int before = words.texts().size();
    clock.advance(Duration.ofMinutes(1));
    assertThat(work()).singleElement().isInstanceOf(Outcome.Ack.class);

    assertThat(file(store, file).path("status").asText()).isEqualTo("completed");
    assertThat(words.texts().subList(before, words.texts().size())).hasSize(36);
    assertThat(
            search(store, "'query':'word7','max_num_results':1")
                .get(0)
                .path("content")
                .get(0)
                .path("text")
                .asText())
        .isEqualTo("Part 7\n\nword7");
    assertThat(ok(get("/v1/vector_stores/" + store + "/files/" + file + "/content")).path("data"))
        .hasSize(100);
  }

  @Test
  void anOutageIsWaitedForAndOneThatLastsFailsTheFile() throws Exception {
    String store = store();
    String file = upload("lakes.md", LAKES);
    attach(store, file, "");
    words.fail(1_000);
    for (int i = 1; i < ATTEMPTS; i++) {
      assertThat(work()).singleElement().isInstanceOf(Outcome.Retry.class);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(file(store, file).path("status").asText()).isEqualTo("in_progress");
    assertThat(work()).singleElement().isInstanceOf(Outcome.Reject.class);

    JsonNode failed = file(store, file);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("last_error").path("code").asText()).isEqualTo("server_error");
    words.fail(0);
    attach(store, file, "");
    work();
    assertThat(file(store, file).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void aFileThatNobodyIsToldToIngestFails() throws Exception {
    String store = store();
    String file = upload("lakes.md", LAKES);
    memory.denySends(1);

    assertThat(post("/v1/vector_stores/" + store + "/files", "{'file_id':'" + file + "'}").status())
        .isEqualTo(503);

    assertThat(file(store, file).path("status").asText()).isEqualTo("failed");
    assertThat(work()).as("the message came after all").allMatch(Outcome.Ack.class::isInstance);
    assertThat(words.texts()).isEmpty();
  }

  @Test
  void vectorsOfAnotherModelAreRefused() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    words.dimensions(32);

    String bread = attached(store, "bread.md", BREAD, "");

    assertThat(file(store, bread).path("status").asText()).isEqualTo("failed");
    assertThat(file(store, bread).path("last_error").path("message").asText())
        .contains("words of 32 dimensions", "words of 64 dimensions", "do not mix");
    RecordedResponse search = post("/v1/vector_stores/" + store + "/search", "{'query':'lake'}");
    assertThat(search.status()).isEqualTo(503);
    assertThat(search.body()).contains("embedding_model_changed");
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf, %PDF-1.7 and more, unsupported_file",
    "a.txt, %PDF-1.7 and more, invalid_file",
    "a.docx, words, invalid_file",
    "a.txt, GIF89a, unsupported_file",
    "a.md, '   ', invalid_file",
  })
  void whatCannotBeReadFails(String name, String content, String code) throws Exception {
    String store = store();
    String file = attached(store, name, content, "");

    assertThat(file(store, file).path("status").asText()).isEqualTo("failed");
    assertThat(file(store, file).path("last_error").path("code").asText()).isEqualTo(code);
    assertThat(ok(get("/v1/vector_stores/" + store)).path("file_counts").path("failed").asInt())
        .isEqualTo(1);
    assertThat(words.texts()).isEmpty();
  }

  @Test
  void searchesAreFilteredByAttributes() throws Exception {
    String store = store();
    attached(store, "old.md", LAKES, ",'attributes':{'year':1999,'public':true}");
    attached(store, "new.md", LAKES, ",'attributes':{'year':2026,'public':false}");
    String other = attached(store, "none.md", LAKES, "");
    String query = "'query':'lake','filters':";

    assertThat(files(search(store, query + "{'type':'gt','key':'year','value':2000}")))
        .containsExactly("new.md");
    assertThat(files(search(store, query + "{'type':'ne','key':'public','value':true}")))
        .containsExactlyInAnyOrder("new.md", "none.md");
    assertThat(
            files(
                search(
                    store,
                    query
                        + "{'type':'or','filters':[{'type':'in','key':'year','value':[1999]},"
                        + "{'type':'eq','key':'public','value':false}]}")))
        .containsExactlyInAnyOrder("old.md", "new.md");
    int paid = words.texts().size();
    ok(post("/v1/vector_stores/" + store + "/files/" + other, "{'attributes':{'year':1850}}"));
    work();
    assertThat(words.texts()).hasSize(paid);
    assertThat(files(search(store, query + "{'type':'lt','key':'year','value':1900}")))
        .containsExactly("none.md");
    assertThat(
            search(store, "'query':['lake','sourdough'],'ranking_options':{'score_threshold':1}"))
        .hasSizeLessThan(3);
  }

  @Test
  void aFileThatIsDeletedLeavesItsStoresAndNothingBehind() throws Exception {
    String store = store();
    String lakes = attached(store, "lakes.md", LAKES, "");
    String copy = attached(store, "copy.md", LAKES, "");
    assertThat(memory.blobs()).isNotEmpty();

    ok(delete("/v1/files/" + lakes));
    assertThat(get("/v1/vector_stores/" + store + "/files/" + lakes).status()).isEqualTo(404);
    assertThat(files(search(store, "'query':'lake'"))).containsExactly("copy.md");
    anotherProcess();
    assertThat(files(search(store, "'query':'lake'")))
        .as("what both have stays for the other")
        .containsExactly("copy.md");

    ok(delete("/v1/files/" + copy));
    assertThat(search(store, "'query':'lake'")).isEmpty();
    assertThat(memory.blobs()).isEmpty();
  }

  @Test
  void anErasureLeavesNothingOfItsOwner() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    String others = attached(store(), "bread.md", BREAD, "");
    caller = new Caller("eve");
    String kept = upload("kept.md", LAKES);
    caller = ADA;

    assertThat(erase(ADA)).isEqualTo(4);

    assertThat(get("/v1/vector_stores").body()).contains("\"data\":[]");
    assertThat(get("/v1/files").body()).contains("\"data\":[]");
    assertThat(get("/v1/files/" + others).status()).isEqualTo(404);
    assertThat(memory.blobs()).as("of the other caller").hasSize(1);
    assertThat(erase(ADA)).isZero();
    caller = new Caller("eve");
    assertThat(get("/v1/files/" + kept).status()).isEqualTo(200);
  }

  @Test
  void filesThatAreAttachedAtOnceAreABatch() throws Exception {
    String store = store();
    String lakes = upload("lakes.md", LAKES);
    String broken = upload("a.txt", "GIF89a");
    String path = "/v1/vector_stores/" + store + "/file_batches";
    JsonNode batch =
        ok(
            post(
                path,
                "{'file_ids':['" + lakes + "','" + broken + "'],'attributes':{'kind':'both'}}"));
    assertThat(batch.path("status").asText()).isEqualTo("in_progress");
    assertThat(batch.path("file_counts").path("in_progress").asInt()).isEqualTo(2);
    work();

    String id = batch.path("id").asText();
    JsonNode done = ok(get(path + "/" + id));
    assertThat(done.path("status").asText()).isEqualTo("completed");
    assertThat(done.path("file_counts").toString())
        .isEqualTo("{\"in_progress\":0,\"completed\":1,\"failed\":1,\"cancelled\":0,\"total\":2}");
    assertThat(ok(get(path + "/" + id + "/files?filter=failed")).path("data"))
        .singleElement()
        .satisfies(file -> assertThat(file.path("id").asText()).isEqualTo(broken));

    String other =
        ok(post(path, "{'files':[{'file_id':'" + lakes + "'" + SMALL + "}]}")).path("id").asText();
    assertThat(ok(post(path + "/" + other + "/cancel", "{}")).path("status").asText())
        .isEqualTo("cancelled");
    work();
    assertThat(file(store, lakes).path("status").asText()).isEqualTo("cancelled");
    assertThat(get(path + "/vsfb_x").status()).isEqualTo(404);
  }

  @Test
  void storesAreListedChangedAndMadeWithFiles() throws Exception {
    String lakes = upload("lakes.md", LAKES);
    JsonNode store =
        ok(
            post(
                "/v1/vector_stores",
                "{'name':'n','description':'d','metadata':{'a':'b'},'file_ids':['"
                    + lakes
                    + "'],'expires_after':{'anchor':'last_active_at','days':2}}"));
    clock.advance(Duration.ofSeconds(1));
    String second = store();
    work();

    assertThat(ok(get("/v1/vector_stores?limit=1")).path("last_id").asText()).isEqualTo(second);
    JsonNode rest = ok(get("/v1/vector_stores?after=" + second));
    assertThat(rest.path("data")).hasSize(1);
    assertThat(rest.path("data").get(0).path("file_counts").path("completed").asInt()).isEqualTo(1);
    assertThat(store.path("expires_at").asLong() - store.path("last_active_at").asLong())
        .isEqualTo(2 * 86_400);
    String path = "/v1/vector_stores/" + store.path("id").asText();
    JsonNode changed = ok(post(path, "{'name':'m','metadata':{}}"));
    assertThat(changed.path("name").asText()).isEqualTo("m");
    assertThat(changed.path("metadata")).isEmpty();
    assertThat(changed.path("description").asText()).isEqualTo("d");

    clock.advance(Duration.ofDays(1));
    assertThat(files(search(store.path("id").asText(), "'query':'lake'"))).hasSize(1);
    clock.advance(Duration.ofHours(47));
    assertThat(get(path).status()).as("it was used a day ago").isEqualTo(200);
    clock.advance(Duration.ofHours(2));
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(memory.texts()).anyMatch(text -> text.contains("\"label\":\"m\""));
    assertThat(ok(get("/v1/vector_stores")).path("data")).hasSize(1);
    assertThat(memory.texts())
        .as("swept by the list")
        .noneMatch(text -> text.contains("\"label\":\"m\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| {'name':5} | name",
        "| {'expires_after':{'anchor':'created_at','days':1}} | expires_after.anchor",
        "| {'expires_after':{'anchor':'last_active_at','days':0}} | expires_after.days",
        "| {'file_ids':['file-x']} | file_ids[0]",
        "| {'color':1} | color",
        "/files | {} | file_id",
        "/files | {'file_id':'file-x'} | file_id",
        "/files | {'file_id':'f','attributes':{'a':[]}} | attributes.a",
        "/files | {'file_id':'f','attributes':{'':1}} | attributes",
        "/files | {'file_id':'f','chunking_strategy':{'type':'odd'}} | chunking_strategy.type",
        "/files | {'file_id':'f','chunking_strategy':{'type':'static','static':{'max_chunk_size_tokens':99,'chunk_overlap_tokens':0}}} | chunking_strategy.static.max_chunk_size_tokens",
        "/files | {'file_id':'f','chunking_strategy':{'type':'static','static':{'max_chunk_size_tokens':100,'chunk_overlap_tokens':51}}} | chunking_strategy.static.chunk_overlap_tokens",
        "/search | {} | query",
        "/search | {'query':' '} | query",
        "/search | {'query':'a','max_num_results':51} | max_num_results",
        "/search | {'query':'a','filters':{'type':'like'}} | filters.type",
        "/search | {'query':'a','filters':{'type':'gt','key':'k','value':'x'}} | filters",
        "/search | {'query':'a','filters':{'type':'and','filters':[]}} | filters",
        "/search | {'query':'a','filters':{'type':'and','filters':[{'type':'eq','key':'k','value':{}}]}} | filters.filters[0].value",
        "/file_batches | {} | file_ids",
        "/file_batches | {'files':[{'file_id':'file-x'}]} | files[0].file_id",
      })
  void whatIsWrongWithARequestIsNamed(String path, String body, String param) throws Exception {
    String at = path == null ? "" : "/" + store() + path;
    RecordedResponse response = post("/v1/vector_stores" + at, body);

    assertThat(response.status()).as(response.body()).isIn(400, 404);
    assertThat(JSON.readTree(response.body()).path("error").path("param").asText())
        .as(response.body())
        .isEqualTo(param);
  }

  private static ScriptedModel searching(String arguments) {
    return ScriptedModel.answering(
        new ToolCallStarted(0, 0, "c1", "file_search", Optional.empty()),
        new ToolArgumentsDelta(0, 0, arguments.replace('\'', '"')),
        new ChoiceFinished(0, FinishReason.TOOL_CALLS),
        END);
  }

  /** The mark that the model was given with the first passage. */
  private String mark() {
    Matcher mark = Pattern.compile("\u3010[0-9a-f]{6}\u3011").matcher(toolResult());
    assertThat(mark.find()).as(toolResult()).isTrue();
    return mark.group();
  }

  private String toolResult() {
    Message last = model.requests().getLast().messages().getLast();
    return last.parts().stream()
        .flatMap(
            part ->
                part instanceof Part.ToolResult result
                    ? result.content().stream()
                    : Stream.of(part))
        .map(Object::toString)
        .collect(Collectors.joining());
  }

  /** Answers with the mark that it was given, in pieces. */
  private ScriptedModel citing() {
    return ScriptedModel.acting(
        (context, listener) -> {
          listener.onEvent(new TextDelta("Three countries"));
          for (char c : mark().toCharArray()) {
            listener.onEvent(new TextDelta(Character.toString(c)));
          }
          listener.onEvent(new TextDelta(". Not \u3010this\u3011 though"));
          listener.onEvent(STOP);
          listener.onEvent(END);
        });
  }

  private String asking(String store, String more) {
    return "{'model':'chat','input':'How many countries?','tools':[{'type':'file_search',"
        + "'vector_store_ids':['"
        + store
        + "']}]"
        + more
        + "}";
  }

  @Test
  void aModelSearchesFilesAndCitesThem() throws Exception {
    String store = store();
    String lakes = attached(store, "lakes.md", LAKES, "");
    model = searching("{'queries':['lake of three countries']}").then(citing());

    JsonNode response =
        ok(post("/v1/responses", asking(store, ",'include':['file_search_call.results']")));

    JsonNode call = response.path("output").get(0);
    assertThat(call.path("type").asText()).isEqualTo("file_search_call");
    assertThat(call.path("id").asText()).startsWith("fs_");
    assertThat(call.path("status").asText()).isEqualTo("completed");
    assertThat(call.path("queries").get(0).asText()).isEqualTo("lake of three countries");
    assertThat(call.path("results").get(0).path("file_id").asText()).isEqualTo(lakes);
    assertThat(call.path("results").get(0).path("text").asText()).contains("Bodensee");
    JsonNode text = response.path("output").get(1).path("content").get(0);
    assertThat(text.path("text").asText())
        .isEqualTo("Three countries. Not \u3010this\u3011 though");
    assertThat(text.path("annotations").toString())
        .isEqualTo(
            "[{\"type\":\"file_citation\",\"index\":15,\"file_id\":\""
                + lakes
                + "\",\"filename\":\"lakes.md\"}]");
    assertThat(model.requests().getFirst().tools())
        .extracting(tool -> tool.name())
        .containsExactly("file_search");

    model = searching("{'queries':['lake']}").then(citing());
    JsonNode plain =
        ok(
            post(
                "/v1/responses",
                asking(store, ",'previous_response_id':'" + response.path("id").asText() + "'")));
    assertThat(plain.path("output").get(0).path("results").isNull())
        .as("passages are told where they are asked for")
        .isTrue();
    assertThat(model.requests().getFirst().messages().toString())
        .as("the search before is a call with a result")
        .contains("lake of three countries");
  }

  @Test
  void aStreamTellsOfSearchesInOpenAisOrder() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    model = searching("{'queries':['lake']}").then(citing());

    String body = post("/v1/responses", asking(store, ",'stream':true")).body();

    List<String> events = new ArrayList<>();
    Matcher names = Pattern.compile("(?m)^event: (.*)$").matcher(body);
    while (names.find()) {
      if (!names.group(1).endsWith("text.delta")) {
        events.add(names.group(1).replace("response.", ""));
      }
    }
    assertThat(events)
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "file_search_call.in_progress",
            "file_search_call.searching",
            "file_search_call.completed",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "output_text.annotation.added",
            "output_text.done",
            "content_part.done",
            "output_item.done",
            "completed");
    assertThat(body).contains("\"text\":\"Three countries. Not \u3010this\u3011 though\"");
  }

  @Test
  void aSearchThatFailsIsToldToTheModelAndNotMadeUp() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    words.fail(1_000);
    model =
        searching("{'queries':['lake']}")
            .then(ScriptedModel.answering(new TextDelta("I cannot search."), STOP, END));

    JsonNode response = ok(post("/v1/responses", asking(store, "")));

    assertThat(response.path("output").get(0).path("status").asText()).isEqualTo("failed");
    assertThat(toolResult()).contains("cannot be searched");
  }

  @Test
  void aSearchInTheBackgroundIsTheSame() throws Exception {
    String store = store();
    attached(store, "lakes.md", LAKES, "");
    model = searching("{'queries':['lake']}").then(citing());
    JsonNode queued = ok(post("/v1/responses", asking(store, ",'background':true")));
    work();

    JsonNode response = ok(get("/v1/responses/" + queued.path("id").asText()));
    assertThat(response.path("status").asText()).as(response.toString()).isEqualTo("completed");
    assertThat(response.path("output").get(1).path("content").get(0).path("annotations"))
        .hasSize(1);
  }
}
