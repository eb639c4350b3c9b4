package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.Reply;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pairs of chat completions through the door of Responses: what asks for the same is sent to a
 * service as the same, and what a service answers says the same, whole and event by event.
 */
@Timeout(60)
class ResponsesPairsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fewer than there are. */
  private static final int REQUESTS = 250;

  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  private static List<Pair> expressible(String kind) {
    return Pair.all(kind).stream()
        .filter(pair -> !pair.content().path("openai").has("input"))
        .filter(pair -> form(pair).isPresent())
        .toList();
  }

  private static Optional<ObjectNode> form(Pair pair) {
    JsonNode chat = pair.content().path("openai");
    return chat.isMissingNode()
        ? Optional.of(JSON.createObjectNode().put("input", "hi"))
        : ResponsesForm.of(chat);
  }

  @TestFactory
  Stream<DynamicTest> requests() {
    return expressible("requests").stream()
        .map(pair -> dynamicTest(pair.name(), () -> request(pair)));
  }

  @Test
  void mostRequestsCanBeSaidHereToo() {
    assertThat(expressible("requests")).hasSizeGreaterThan(REQUESTS);
  }

  @TestFactory
  Stream<DynamicTest> answers() {
    return expressible("answers").stream()
        .map(pair -> dynamicTest(pair.name(), () -> answer(pair, pair.content().has("events"))));
  }

  /** An answer that a service gives whole, event by event. */
  @TestFactory
  Stream<DynamicTest> wholeAnswersStreamed() {
    return expressible("answers").stream()
        .filter(pair -> pair.content().has("answer"))
        .map(pair -> dynamicTest(pair.name(), () -> answer(pair, true)));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Pair.all("errors").stream().map(pair -> dynamicTest(pair.name(), () -> error(pair)));
  }

  /** Claude's service counts; Bedrock does not for every model. */
  @ParameterizedTest
  @CsvSource({"anthropic,", "bedrock,estimated"})
  void tokensAreCountedByTheServiceOrEstimated(String service, String usage) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("input", "How long is this?");
    request.put("model", service + "/" + EmulatedServices.model(service));
    RecordedResponse response = new RecordedResponse();
    post("/v1/responses/input_tokens", request, services.http(), response);

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("input_tokens").asInt()).isBetween(2, 40);
    assertThat(response.header("x-trefoil-usage")).isEqualTo(usage);
  }

  private void request(Pair pair) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    RecordedResponse response = call(pair, form(pair).orElseThrow(), services.asAsked());

    if (expected.has("refused")) {
      assertThat(response.status()).as(response.body()).isEqualTo(400);
      JsonNode error = JSON.readTree(response.body()).path("error");
      String param = expected.at("/refused/param").asText();
      assertThat(error.path("param").asText()).startsWith(ResponsesForm.name(param));
      assertThat(controls.journal()).as("nothing was sent").isEmpty();
      return;
    }
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    List<JournalEntry> journal = controls.journal();
    assertThat(journal).hasSize(1);
    assertThat(sorted(journal.getFirst().body())).isEqualTo(sorted(expected.path("native")));
    assertThat(names(response, "x-trefoil-dropped")).isEqualTo(renamed(expected.path("dropped")));
    assertThat(names(response, "x-trefoil-changed")).isEqualTo(renamed(expected.path("changed")));
  }

  private void answer(Pair pair, boolean stream) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    boolean events = expected.has("events");
    ObjectNode reply = JSON.createObjectNode();
    reply.set(events ? "events" : "json", expected.path(events ? "events" : "native"));
    controls.replies(List.of(Reply.parse(reply, services.kind(pair.service()))));
    ObjectNode request = form(pair).orElseThrow().put("stream", stream);
    request.withArray("include").add("reasoning.encrypted_content");
    RecordedResponse response = call(pair, request, services.asAsked());
    controls.clearReplies();

    if (expected.has("error")) {
      if (response.status() == 200) {
        ResponseEvents failed = ResponseEvents.read(response.body());
        assertThat(failed.types()).endsWith("error", "response.failed");
        assertThat(failed.response().at("/error/code").asText()).isNotEmpty();
      } else {
        assertThat(response.body())
            .contains("\"outcome\":\"" + expected.at("/error/outcome").asText() + "\"");
      }
      return;
    }
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    JsonNode own =
        stream ? ResponseEvents.read(response.body()).response() : JSON.readTree(response.body());
    JsonNode chat = events ? folded(expected.path("chunks")) : expected.path("answer");
    says(own, chat.at("/choices/0"));
    counts(own.path("usage"), chat.path("usage"));
  }

  private static void says(JsonNode own, JsonNode choice) {
    JsonNode message = choice.path("message");
    assertThat(said(own, "content", "output_text", "text"))
        .isEqualTo(message.path("content").asText(""));
    assertThat(
            said(own, "content", "reasoning_text", "text")
                + said(own, "summary", "summary_text", "text"))
        .isEqualTo(message.path("reasoning_content").asText(""));
    List<String> calls = new ArrayList<>();
    for (JsonNode item : own.path("output")) {
      if (item.path("type").asText().equals("function_call")) {
        calls.add(
            withoutMadeUp(item.path("call_id").asText())
                + item.path("name").asText()
                + item.path("arguments").asText());
      }
    }
    List<String> expected = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      expected.add(
          withoutMadeUp(call.path("id").asText())
              + call.at("/function/name").asText()
              + call.at("/function/arguments").asText());
    }
    assertThat(calls).isEqualTo(expected);
    String reason = own.at("/incomplete_details/reason").asText("");
    String status = own.path("status").asText();
    switch (choice.path("finish_reason").asText()) {
      case "stop", "tool_calls" -> assertThat(status).isEqualTo("completed");
      case "length" -> assertThat(reason).isEqualTo("max_output_tokens");
      default -> {
        // What the model itself declined is an answer, and told in it.
        boolean declined = !said(own, "content", "refusal", "refusal").isEmpty();
        assertThat(reason).isEqualTo(declined ? "" : "content_filter");
      }
    }
  }

  private static String withoutMadeUp(String id) {
    return id.matches("call_[0-9a-f]{32}|call_…") ? "" : id;
  }

  private static String said(JsonNode response, String list, String type, String member) {
    StringBuilder said = new StringBuilder();
    for (JsonNode item : response.path("output")) {
      for (JsonNode part : item.path(list)) {
        if (part.path("type").asText().equals(type)) {
          said.append(part.path(member).asText());
        }
      }
    }
    return said.toString();
  }

  private static void counts(JsonNode own, JsonNode chat) {
    assertThat(own.path("input_tokens")).isEqualTo(chat.path("prompt_tokens"));
    assertThat(own.path("output_tokens")).isEqualTo(chat.path("completion_tokens"));
    assertThat(own.path("total_tokens")).isEqualTo(chat.path("total_tokens"));
    assertThat(own.at("/input_tokens_details/cached_tokens").asInt())
        .isEqualTo(chat.at("/prompt_tokens_details/cached_tokens").asInt());
    assertThat(own.at("/input_tokens_details/cache_write_tokens").asInt())
        .isEqualTo(chat.at("/prompt_tokens_details/cache_write_tokens").asInt());
    assertThat(own.at("/output_tokens_details/reasoning_tokens").asInt())
        .isEqualTo(chat.at("/completion_tokens_details/reasoning_tokens").asInt());
  }

  /** The answer that chunks amount to. */
  private static ObjectNode folded(JsonNode chunks) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode choice = answer.putArray("choices").addObject();
    ObjectNode message = choice.putObject("message");
    for (JsonNode chunk : chunks) {
      if (chunk.has("usage")) {
        answer.set("usage", chunk.path("usage"));
      }
      for (JsonNode one : chunk.path("choices")) {
        JsonNode delta = one.path("delta");
        for (String text : List.of("content", "reasoning_content", "refusal")) {
          if (delta.has(text)) {
            message.put(text, message.path(text).asText("") + delta.path(text).asText());
          }
        }
        for (JsonNode call : delta.path("tool_calls")) {
          fold(message.withArray("tool_calls"), call);
        }
        if (one.has("finish_reason")) {
          choice.set("finish_reason", one.path("finish_reason"));
        }
      }
    }
    return answer;
  }

  private static void fold(ArrayNode calls, JsonNode delta) {
    int index = delta.path("index").asInt();
    if (index == calls.size()) {
      calls.add(delta.deepCopy());
      return;
    }
    ObjectNode function = (ObjectNode) calls.get(index).path("function");
    function.put(
        "arguments",
        function.path("arguments").asText() + delta.at("/function/arguments").asText());
  }

  private void error(Pair pair) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    controls.fault(
        Fault.next(
            1,
            new Failure.NativeError(
                expected.path("status").asInt(), Optional.of(expected.path("body")))));
    RecordedResponse response =
        call(pair, JSON.createObjectNode().put("input", "hi"), services.asAsked());

    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.at("/attempts/0/outcome").asText())
        .isEqualTo(expected.path("outcome").asText());
    if (expected.has("code")) {
      assertThat(error.path("code").asText()).isEqualTo(expected.path("code").asText());
    }
    if (response.status() == 429) {
      assertThat(response.header("retry-after")).as("Codex gives up otherwise").matches("[0-9]+");
    }
    assertThat(controls.journal()).as("one attempt, whatever the client thinks of it").hasSize(1);
  }

  private static Set<String> names(RecordedResponse response, String header) {
    String value = response.header(header);
    return value == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(value.split(", ")));
  }

  private static Set<String> renamed(JsonNode names) {
    Set<String> all = new LinkedHashSet<>();
    names.forEach(name -> all.add(ResponsesForm.name(name.asText())));
    return all;
  }

  private static String sorted(JsonNode json) throws IOException {
    return JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .withDefaultPrettyPrinter()
        .writeValueAsString(JSON.treeToValue(json, TreeMap.class));
  }

  private static Controls reset(Pair pair) {
    Controls controls = services.controls(pair.service());
    controls.clearFault();
    controls.clearReplies();
    controls.clearJournal();
    return controls;
  }

  private static RecordedResponse call(Pair pair, ObjectNode request, HttpHandler http)
      throws IOException {
    request.put("model", pair.service() + "/" + pair.model());
    RecordedResponse response = new RecordedResponse();
    post("/v1/responses", request, http, response);
    return response;
  }

  private static void post(
      String path, ObjectNode request, HttpHandler http, RecordedResponse response)
      throws IOException {
    http.handle(
        new HttpCall(
            "POST",
            path,
            new Headers(),
            new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
  }
}
