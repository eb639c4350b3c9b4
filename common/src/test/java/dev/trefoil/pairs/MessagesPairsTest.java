package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.Reply;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What every service is sent for a request of Messages, and what becomes of its answers and errors
 * in that format: the answers and errors are those of the pairs of chat. The README beside the
 * files says how they are written.
 */
@Timeout(60)
class MessagesPairsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "messages");

  /** Writes what is seen in the place of what is expected, for a person to look at. */
  private static final boolean WRITES = Boolean.getBoolean("trefoil.pairs.write");

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
  Stream<DynamicTest> requests() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("requests"))) {
      for (Path file : files.sorted().toList()) {
        for (String service : EmulatedServices.NAMES) {
          tests.add(dynamicTest(file.getFileName() + " " + service, () -> request(file, service)));
        }
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> answers() {
    return Pair.all("answers").stream()
        .filter(pair -> !pair.content().has("openai")) // Of what only that format can ask for.
        .map(pair -> dynamicTest(pair.name(), () -> answer(pair)));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Pair.all("errors").stream().map(pair -> dynamicTest(pair.name(), () -> error(pair)));
  }

  private static void request(Path file, String service) throws IOException {
    JsonNode pair = JSON.readTree(file.toFile());
    Controls controls = reset(service);
    String model = pair.path("models").path(service).asText(EmulatedServices.model(service));
    RecordedResponse response =
        call(service + "/" + model, pair.path("messages"), pair.path("headers"));

    ObjectNode seen = JSON.createObjectNode();
    if (response.status() == 200) {
      List<JournalEntry> journal = controls.journal();
      assertThat(journal).hasSize(1);
      seen.set("native", journal.getFirst().body());
      names(response, "dropped", seen);
      names(response, "changed", seen);
    } else {
      assertThat(response.status()).as(response.body()).isEqualTo(400);
      assertThat(controls.journal()).as("nothing was sent: " + response.body()).isEmpty();
      seen.set("refused", JSON.readTree(response.body()).at("/error/message"));
    }
    compare(file, service, seen);
  }

  private static void names(RecordedResponse response, String what, ObjectNode seen) {
    Optional.ofNullable(response.header("x-trefoil-" + what))
        .ifPresent(names -> seen.put(what, names));
  }

  private static void answer(Pair pair) throws IOException {
    Controls controls = reset(pair.service());
    boolean stream = pair.content().has("events");
    ObjectNode nativeReply = JSON.createObjectNode();
    nativeReply.set(stream ? "events" : "json", pair.content().path(stream ? "events" : "native"));
    controls.replies(List.of(Reply.parse(nativeReply, services.kind(pair.service()))));
    ObjectNode request = hi().put("stream", stream);
    RecordedResponse response =
        call(pair.service() + "/" + pair.model(), request, JSON.createObjectNode());
    controls.clearReplies();

    ObjectNode seen;
    String body = withoutWhatIsMadeUp(response.body());
    if (response.status() != 200 || body.contains("event: error")) {
      seen = JSON.createObjectNode();
      seen.put("status", response.status());
      seen.put("error", body.replaceAll("(?s).*\"error\":\\{\"type\":\"([a-z_]+)\".*", "$1"));
    } else {
      seen = stream ? MessageEvents.joined(body) : (ObjectNode) JSON.readTree(body);
      seen.remove(List.of("id", "type", "role", "model"));
    }
    compare(FOLDER.resolve("answers").resolve(pair.service() + ".json"), name(pair), seen);
  }

  private static void error(Pair pair) throws IOException {
    Controls controls = reset(pair.service());
    controls.fault(
        Fault.next(
            1,
            new Failure.NativeError(
                pair.content().path("status").asInt(), Optional.of(pair.content().path("body")))));
    RecordedResponse response =
        call(pair.service() + "/" + pair.model(), hi(), JSON.createObjectNode());

    JsonNode error = JSON.readTree(response.body());
    assertThat(error.path("type").asText()).isEqualTo("error");
    ObjectNode seen = JSON.createObjectNode();
    seen.put("status", response.status());
    seen.put("error", error.at("/error/type").asText());
    compare(FOLDER.resolve("errors").resolve(pair.service() + ".json"), name(pair), seen);
  }

  /** Ids of calls that a provider makes up, and marks that name the emulator's port. */
  private static String withoutWhatIsMadeUp(String body) {
    return body.replaceAll("\"call_[0-9a-f]{32}\"", "\"call_…\"")
        .replaceAll("\"trefoil[.]b3BlbmFpA[A-Za-z0-9_-]+\"", "\"trefoil.…\"");
  }

  private static String name(Pair pair) {
    return pair.file().getFileName().toString().replace(".json", "");
  }

  private static ObjectNode hi() {
    ObjectNode request = JSON.createObjectNode().put("max_tokens", 1000);
    request.putArray("messages").addObject().put("role", "user").put("content", "hi");
    return request;
  }

  private static void compare(Path file, String member, ObjectNode seen) throws IOException {
    ObjectNode known =
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    if (WRITES) {
      known.set(member, seen);
      Files.createDirectories(file.getParent());
      List<String> lines = new ArrayList<>();
      known.properties().forEach(one -> lines.add("  \"" + one.getKey() + "\": " + one.getValue()));
      Files.writeString(file, "{\n" + String.join(",\n", lines) + "\n}\n");
      return;
    }
    assertThat(known.has(member)).as(file + " has " + member).isTrue();
    assertThat(sorted(seen)).isEqualTo(sorted(known.path(member)));
  }

  /** As text, in which only the order of an object's members does not matter. */
  private static String sorted(JsonNode json) throws IOException {
    return JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .withDefaultPrettyPrinter()
        .writeValueAsString(JSON.treeToValue(json, Object.class));
  }

  private static Controls reset(String service) {
    Controls controls = services.controls(service);
    controls.clearFault();
    controls.clearReplies();
    controls.clearJournal();
    return controls;
  }

  private static RecordedResponse call(String model, JsonNode request, JsonNode headers) {
    ObjectNode body = request.deepCopy();
    body.put("model", model);
    Headers sent = new Headers().set("anthropic-version", "2023-06-01");
    headers.properties().forEach(one -> sent.set(one.getKey(), one.getValue().asText()));
    RecordedResponse response = new RecordedResponse();
    try {
      services
          .asAsked()
          .handle(
              new HttpCall(
                  "POST",
                  "/v1/messages",
                  sent,
                  new ByteArrayInputStream(JSON.writeValueAsBytes(body)),
                  Deadline.after(Duration.ofSeconds(30))),
              response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }
}
