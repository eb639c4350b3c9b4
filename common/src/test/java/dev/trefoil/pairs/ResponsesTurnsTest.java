package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.SignatureText;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An agent's conversation by Responses for each pair of services: begun at one, gone on with at the
 * other, and back, each answer sent back as it came. The emulators refuse what their services do,
 * marks that are not the text's own among it.
 */
@Timeout(120)
class ResponsesTurnsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TURNS = 9;

  /** Where a mark of each origin may be shown. */
  private static final Map<String, Set<String>> HOMES =
      Map.of(
          Signature.ANTHROPIC, Set.of("bedrock", "anthropic"),
          Signature.GOOGLE, Set.of("vertex_ai"));

  private static final String TOOLS =
      """
      [{"type":"function","name":"get_time","parameters":{"type":"object","properties":{}}},
       {"type":"custom","name":"note","description":"Takes a note."},
       {"type":"namespace","name":"files","description":"Files.","tools":[
         {"type":"function","name":"list_dir","parameters":{"type":"object","properties":{
           "path":{"type":"string"}}}}]}]
      """;

  private static EmulatedServices services;

  private final ArrayNode input = JSON.createArrayNode();

  /** All marks that came. */
  private final Set<Signature> marks = new HashSet<>();

  private final Set<String> shownAgain = new HashSet<>();
  private final Set<String> kinds = new HashSet<>();

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (String first : EmulatedServices.NAMES) {
      for (String second : EmulatedServices.NAMES) {
        if (!first.equals(second)) {
          pairs.add(Arguments.of(first, second));
        }
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noTurnIsRefusedAndNoMarkIsShownElsewhere(String first, String second) throws IOException {
    boolean answering = false;
    for (int turn = 0; turn < TURNS; turn++) {
      if (!answering) {
        input
            .addObject()
            .put("role", "user")
            .put("content", turn % 4 == 0 ? "Use get_time and note." : "Use files__list_dir.");
      }
      boolean moved = turn >= TURNS / 3 && turn < 2 * TURNS / 3;
      answering = take(answer(moved ? second : first, turn), turn);
    }
    assertThat(kinds).contains("function_call", "custom_tool_call", "message", "files");
    if (HOMES.values().stream().anyMatch(homes -> homes.contains(first))) {
      assertThat(shownAgain).as("who got marks of its own back").contains(first);
    }
  }

  private JsonNode answer(String service, int turn) throws IOException {
    services.controls(service).clearJournal();
    ObjectNode request = JSON.createObjectNode();
    request.put("model", service + "/" + EmulatedServices.model(service));
    request.set("input", input.deepCopy());
    request.set("tools", JSON.readTree(TOOLS));
    request.putArray("include").add("reasoning.encrypted_content");
    if (HOMES.values().stream().anyMatch(homes -> homes.contains(service))) {
      request.putObject("reasoning").put("effort", "medium");
    }
    boolean stream = turn % 2 == 0;
    request.put("stream", stream);
    RecordedResponse response = new RecordedResponse();
    services
        .http()
        .handle(
            new HttpCall(
                "POST",
                "/v1/responses",
                new Headers(),
                new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
                Deadline.after(Duration.ofSeconds(30))),
            response);

    assertThat(response.status())
        .as(() -> service + ", turn " + turn + ": " + response.body() + "\n" + request)
        .isEqualTo(200);
    String sent = services.controls(service).journal().getLast().body().toString();
    for (Signature mark : marks) {
      if (!HOMES.get(mark.origin()).contains(service)) {
        assertThat(sent).doesNotContain(mark.value());
      } else if (sent.contains(mark.value())) {
        shownAgain.add(service);
      }
    }
    return stream
        ? ResponseEvents.read(response.body()).response()
        : JSON.readTree(response.body());
  }

  /** Takes an answer as it came, and makes results; says whether there are any. */
  private boolean take(JsonNode response, int turn) {
    boolean called = false;
    List<ObjectNode> results = new ArrayList<>();
    for (JsonNode item : response.path("output")) {
      ObjectNode own = item.deepCopy();
      String type = own.path("type").asText();
      kinds.add(type);
      kinds.add(own.path("namespace").asText());
      if (own.has("encrypted_content")) {
        Signature mark = SignatureText.decode(own.path("encrypted_content").asText()).orElseThrow();
        int end = mark.value().indexOf('\0');
        if (HOMES.containsKey(mark.origin())) {
          marks.add(new Signature(mark.origin(), mark.value().substring(0, end)));
        }
        if (turn % 3 == 0) {
          own.remove("content"); // As Codex does.
        }
      }
      input.add(own);
      if (type.endsWith("_call")) {
        called = true;
        results.add(
            JSON.createObjectNode()
                .put("type", type + "_output")
                .put("call_id", own.path("call_id").asText())
                .put("output", "done"));
      }
    }
    results.forEach(input::add);
    return called;
  }
}
