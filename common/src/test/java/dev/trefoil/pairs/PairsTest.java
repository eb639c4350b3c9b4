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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What each service is sent for a request, and what becomes of its answers and errors, file by
 * file. Each pair goes through the whole core and the vendor's client to the service's emulator,
 * which refuses what the service's own schema does not have.
 */
@Timeout(60)
class PairsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @TestFactory
  Stream<DynamicTest> requests() {
    return Pair.withDialects("requests").stream()
        .map(pair -> dynamicTest(pair.name(), () -> request(pair)));
  }

  /** What is changed for a service is refused by name on a strict route. */
  @TestFactory
  Stream<DynamicTest> strictRequests() {
    return Pair.withDialects("requests").stream()
        .filter(pair -> pair.content().has("strict"))
        .map(pair -> dynamicTest(pair.name(), () -> strict(pair)));
  }

  @TestFactory
  Stream<DynamicTest> answers() {
    return Pair.withDialects("answers").stream()
        .map(pair -> dynamicTest(pair.name(), () -> answer(pair, services.asAsked())));
  }

  /** A caller cannot tell whether its plain answer was streamed inside. */
  @TestFactory
  Stream<DynamicTest> plainAnswersAreTheSameWhenTheyAreStreamedInside() {
    return Pair.withDialects("answers").stream()
        .filter(pair -> pair.content().has("answer"))
        .map(pair -> dynamicTest(pair.name(), () -> answer(pair, services.http())));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Pair.withDialects("errors").stream()
        .map(pair -> dynamicTest(pair.name(), () -> error(pair)));
  }

  /** A row of the mapping tables without a pair for a service, and without a reason for that. */
  @Test
  void everyRowIsShownForEveryService() {
    List<String> missing = new ArrayList<>();
    for (String kind : List.of("requests", "answers", "errors")) {
      Set<String> shown = new HashSet<>();
      Pair.all(kind).forEach(p -> p.shows().forEach(row -> shown.add(p.service() + " " + row)));
      Set<String> known = new HashSet<>();
      for (JsonNode row : Pair.rows().path(kind)) {
        String name = row.path("row").asText();
        for (String service : EmulatedServices.NAMES) {
          known.add(service + " " + name);
          if (!row.path("except").has(service) && !shown.contains(service + " " + name)) {
            missing.add(kind + ": " + service + " " + name);
          }
        }
      }
      assertThat(known).as("every row that a pair names is in rows.json").containsAll(shown);
    }
    assertThat(missing).isEmpty();
  }

  private void request(Pair pair) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    RecordedResponse response = call(pair, expected.path("openai"), services.asAsked());

    if (expected.has("refused")) {
      refused(response, expected.path("refused"), controls);
      return;
    }
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    List<JournalEntry> journal = controls.journal();
    if (expected.path("native").isArray()) {
      assertThat(journal.stream().map(JournalEntry::body))
          .as("several requests, in any order")
          .containsExactlyInAnyOrderElementsOf(expected.path("native"));
    } else {
      assertThat(journal).hasSize(1);
      assertThat(sorted(journal.getFirst().body())).isEqualTo(sorted(expected.path("native")));
    }
    assertThat(Optional.ofNullable(response.header("x-trefoil-dropped")).orElse(""))
        .isEqualTo(joined(expected.path("dropped")));
    assertThat(Optional.ofNullable(response.header("x-trefoil-changed")).orElse(""))
        .isEqualTo(joined(expected.path("changed")));
  }

  private void strict(Pair pair) throws IOException {
    Controls controls = reset(pair);
    RecordedResponse response = call(pair, pair.content().path("openai"), services.strict());
    refused(response, pair.content().path("strict"), controls);
  }

  private static void refused(RecordedResponse response, JsonNode expected, Controls controls)
      throws IOException {
    assertThat(response.status()).as(response.body()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("param").asText()).isEqualTo(expected.path("param").asText());
    assertThat(error.path("code").asText())
        .isEqualTo(expected.path("code").asText("unsupported_parameter"));
    assertThat(controls.journal()).as("nothing was sent").isEmpty();
  }

  private void answer(Pair pair, HttpHandler http) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    boolean stream = expected.has("events");
    ObjectNode nativeReply = JSON.createObjectNode();
    nativeReply.set(stream ? "events" : "json", expected.path(stream ? "events" : "native"));
    controls.replies(List.of(Reply.parse(nativeReply, services.kind(pair.service()))));
    ObjectNode request =
        expected.has("openai")
            ? expected.path("openai").deepCopy()
            : (ObjectNode) JSON.readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    if (stream) {
      request.put("stream", true);
      request.putObject("stream_options").put("include_usage", true);
    }
    RecordedResponse response = call(pair, request, http);
    controls.clearReplies();

    if (expected.has("error")) {
      String body = response.body();
      assertThat(body)
          .contains("\"outcome\":\"" + expected.at("/error/outcome").asText() + "\"")
          .doesNotContain("[DONE]");
      return;
    }
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    if (stream) {
      assertThat(chunks(withoutWhatIsNew(response.body())).toPrettyString())
          .isEqualTo(expected.path("chunks").toPrettyString());
      assertThat(response.body()).endsWith("data: [DONE]\n\n");
    } else {
      ObjectNode body = (ObjectNode) JSON.readTree(withoutWhatIsNew(response.body()));
      body.remove(List.of("id", "created", "object", "model"));
      assertThat(body.toPrettyString()).isEqualTo(expected.path("answer").toPrettyString());
    }
  }

  private void error(Pair pair) throws IOException {
    Controls controls = reset(pair);
    JsonNode expected = pair.content();
    controls.fault(
        Fault.next(
            1,
            new Failure.NativeError(
                expected.path("status").asInt(), Optional.of(expected.path("body")))));
    ObjectNode request =
        (ObjectNode) JSON.readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    RecordedResponse response = call(pair, request, services.asAsked());

    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.at("/attempts/0/outcome").asText())
        .isEqualTo(expected.path("outcome").asText());
    if (expected.has("code")) {
      assertThat(error.path("code").asText()).isEqualTo(expected.path("code").asText());
    }
    assertThat(controls.journal()).as("one attempt, whatever the client thinks of it").hasSize(1);
  }

  /**
   * Ids that a provider makes up for calls, since the service has none, are new each time, and so
   * are the ports of services, which marks of reasoning name.
   */
  private static String withoutWhatIsNew(String body) {
    return body.replaceAll("\"call_[0-9a-f]{32}\"", "\"call_…\"")
        .replaceAll("127\\.0\\.0\\.1:\\d+ ", "127.0.0.1:… ");
  }

  /** The choices and usage of each chunk: what is not the same in all of them. */
  private static ArrayNode chunks(String body) throws IOException {
    ArrayNode chunks = JSON.createArrayNode();
    for (String event : body.split("\n\n")) {
      if (event.startsWith("data: {")) {
        ObjectNode chunk = (ObjectNode) JSON.readTree(event.substring("data: ".length()));
        chunk.remove(List.of("id", "created", "object", "model"));
        if (chunk.path("usage").isNull()) {
          chunk.remove("usage");
        }
        for (JsonNode choice : chunk.path("choices")) {
          ObjectNode object = (ObjectNode) choice;
          for (String name : List.of("logprobs", "finish_reason")) {
            if (object.path(name).isNull()) {
              object.remove(name);
            }
          }
        }
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  /** As text, in which only the order of an object's members does not matter. */
  private static String sorted(JsonNode json) throws IOException {
    return JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .withDefaultPrettyPrinter()
        .writeValueAsString(JSON.treeToValue(json, Object.class));
  }

  private static String joined(JsonNode names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    return String.join(", ", all);
  }

  private static Controls reset(Pair pair) {
    Controls controls = services.controls(pair.service());
    controls.clearFault();
    controls.clearReplies();
    controls.clearJournal();
    return controls;
  }

  private static RecordedResponse call(Pair pair, JsonNode request, HttpHandler http)
      throws IOException {
    ObjectNode body = request.deepCopy();
    body.put("model", pair.service() + "/" + pair.model());
    String path = body.has("input") ? "/v1/embeddings" : "/v1/chat/completions";
    RecordedResponse response = new RecordedResponse();
    http.handle(
        new HttpCall(
            "POST",
            path,
            new Headers(),
            new ByteArrayInputStream(JSON.writeValueAsBytes(body)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    return response;
  }
}
