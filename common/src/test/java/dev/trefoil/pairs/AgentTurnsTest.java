package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
 * A hundred turns of agents for each pair of services: begun at one, gone on with at the other, and
 * back. The emulators refuse what their services do, and keep what they were sent.
 */
@Timeout(300)
class AgentTurnsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONVERSATIONS = 5;
  private static final int TURNS = 20;

  /** Where a mark of each origin may be shown. */
  private static final Map<String, Set<String>> HOMES =
      Map.of(
          "anthropic", Set.of("bedrock", "anthropic"),
          "google", Set.of("vertex_ai"),
          "openai", Set.of("responses"));

  private static EmulatedServices services;

  /** Marks by their origin, as they came in answers. */
  private final Map<String, Set<String>> marks = new HashMap<>();

  /** The conversation as each service last got it. */
  private final Map<String, String> sent = new HashMap<>();

  /** The tools as each service last got them. */
  private final Map<String, String> offered = new HashMap<>();

  /** The services that were shown marks of theirs again. */
  private final Set<String> shownAgain = new HashSet<>();

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
    for (int seed = 0; seed < CONVERSATIONS; seed++) {
      AgentTurns turns = new AgentTurns(31L * (first + second).hashCode() + seed);
      sent.clear();
      offered.clear();
      boolean answering = false;
      for (int turn = 0; turn < TURNS; turn++) {
        if (!answering) {
          turns.userSpeaks();
        }
        boolean moved = turn >= TURNS / 3 && turn < 2 * TURNS / 3;
        String place = first + " and " + second + ", seed " + seed + ", turn " + turn;
        answering = turns.take(answer(moved ? second : first, turns, place));
      }
    }
    for (String service : List.of(first, second)) {
      if (HOMES.values().stream().anyMatch(homes -> homes.contains(service))) {
        assertThat(shownAgain).as("who got marks of its own back").contains(service);
      }
    }
  }

  private JsonNode answer(String service, AgentTurns turns, String place) throws IOException {
    services.controls(service).clearJournal();
    boolean thinks = HOMES.values().stream().anyMatch(homes -> homes.contains(service));
    ObjectNode request = turns.request(service + "/" + EmulatedServices.model(service), thinks);
    RecordedResponse response = new RecordedResponse();
    services
        .http()
        .handle(
            new HttpCall(
                "POST",
                "/v1/chat/completions",
                new Headers(),
                new ByteArrayInputStream(JSON.writeValueAsBytes(request)),
                Deadline.after(Duration.ofSeconds(30))),
            response);

    assertThat(response.status())
        .as(() -> place + ": " + response.body() + "\n" + request)
        .isEqualTo(200);
    JsonNode message = JSON.readTree(response.body()).at("/choices/0/message");
    for (JsonNode call : message.path("tool_calls")) {
      assertThat(AgentTurns.tools()).as(place).contains(call.at("/function/name").asText());
      remember(call.path("extra_content"));
    }
    assertSent(service, place);
    remember(message.path("extra_content"));
    return message;
  }

  private void assertSent(String service, String place) {
    JsonNode body = services.controls(service).journal().getLast().body();
    String whole = body.toString();
    marks.forEach(
        (origin, values) -> {
          boolean own = HOMES.get(origin).contains(service);
          for (String mark : values) {
            if (own && whole.contains(mark)) {
              shownAgain.add(service);
            }
            assertThat(own || !whole.contains(mark)).as(place + ": a mark of " + origin).isTrue();
          }
        });
    String member = body.has("contents") ? "contents" : body.has("input") ? "input" : "messages";
    String messages = body.path(member).toString();
    String before = sent.put(service, messages);
    if (before != null) {
      assertThat(messages).as(place).startsWith(before.substring(0, before.length() - 1));
    }
    JsonNode tools = body.has("tools") ? body.path("tools") : body.at("/toolConfig/tools");
    assertThat(tools.isEmpty()).as(place + ": no tools").isFalse();
    String toolsBefore = offered.put(service, tools.toString());
    if (toolsBefore != null) {
      assertThat(tools).as(place).hasToString(toolsBefore);
    }
  }

  private void remember(JsonNode extra) {
    extra
        .properties()
        .forEach(
            origin ->
                origin
                    .getValue()
                    .forEach(
                        mark ->
                            marks
                                .computeIfAbsent(origin.getKey(), key -> new HashSet<>())
                                .add(withoutPlace(mark.asText()))));
  }

  /** A mark as its service knows it: some have before it where they are from. */
  private static String withoutPlace(String mark) {
    return mark.substring(mark.lastIndexOf(' ') + 1);
  }
}
