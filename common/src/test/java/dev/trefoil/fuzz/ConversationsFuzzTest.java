package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.responses.StoredResponses;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.TestDoors;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three thousand bodies in conversations, half of them wrong: none fails inside, none that is
 * refused leaves a trace or a lock, and what is taken can be told and gone on from.
 */
@Timeout(300)
class ConversationsFuzzTest {
  private static final int BODIES = 3_000;
  private static final List<Subject> SUBJECTS = List.of(Subject.values());
  private static final byte[] NOTHING = new byte[0];

  private final MemoryBackend memory = new MemoryBackend();
  private final HttpHandler http = http();

  private HttpHandler http() {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one"))), Map.of("a", new RequestRules() {})),
            Map.of(
                "a",
                ScriptedModel.answering(
                    new TextDelta("yes"),
                    new ChoiceFinished(0, FinishReason.STOP),
                    new Finished(new Usage(3, 2)))));
    Threads threads = new Threads(memory, memory, Duration.ofDays(30), InstantSource.system());
    return new Endpoints(
        TestDoors.of(
            gateway,
            new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty()),
            new StoredResponses(threads),
            Optional.empty()),
        call -> dev.trefoil.auth.Caller.ANONYMOUS,
        HttpSettings.of(1 << 24),
        Optional.empty());
  }

  @Test
  void noBodyFailsInsideOrLeavesAConversationLocked() throws InterruptedException {
    Tally tally = new Tally();
    Volley.run("conversations", BODIES, tally, n -> true, n -> one(n, tally));

    assertThat(tally.wrongs()).isEmpty();
    assertThat(tally.total()).isEqualTo(BODIES);
    for (String outcome : List.of("items 200", "items 400", "response 200", "response 400")) {
      assertThat(tally.toString()).contains(outcome);
    }
  }

  private void one(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidResponses.make(chance, SUBJECTS.get(number % SUBJECTS.size()));
    body.put("model", "chat");
    body.remove(List.of("store", "previous_response_id"));
    String conversation =
        Json.read(sent("POST", "/v1/conversations", NOTHING).body()).path("id").asText();
    body.put("conversation", conversation);
    byte[] bytes =
        number % 4 < 2
            ? Json.bytes(body)
            : Spoiler.spoil(chance, ResponsesFields.TABLE, body).body();
    boolean items = number % 2 == 0;
    String path = "/v1/conversations/" + conversation + "/items";
    RecordedResponse response =
        items ? sent("POST", path, items(bytes)) : sent("POST", "/v1/responses", bytes);
    String what = (items ? "items " : "response ") + response.status();
    String fault = response.status() == 200 ? "" : Answers.errorFault(response, 400, "");
    RecordedResponse listed = sent("GET", path, NOTHING);
    RecordedResponse after =
        sent(
            "POST",
            "/v1/responses",
            ("{\"model\":\"chat\",\"input\":\"end\",\"conversation\":\"" + conversation + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    if (listed.status() != 200) {
      fault = "cannot be listed: " + listed.body();
    } else if (response.status() != 200 && !Json.read(listed.body()).path("data").isEmpty()) {
      fault = "a refusal left a trace";
    } else if (after.status() != 200) {
      fault = "cannot be gone on from: " + after.body();
    }
    if (fault.isEmpty()) {
      tally.count(what);
    } else {
      tally.wrong(
          Answers.described(
              number, what + ": " + fault, Sent.post(items ? path : "", bytes), response));
    }
  }

  /** The input's items as a body of their own; whatever is no list as it is. */
  private static byte[] items(byte[] bytes) {
    ObjectNode body = Json.object("{}");
    JsonNode input = Json.read(new String(bytes, StandardCharsets.UTF_8)).path("input");
    if (!input.isMissingNode()) {
      body.set("items", input);
    }
    if (input.isArray() && input.size() > 20) {
      ArrayNode some = body.putArray("items");
      for (int i = 0; i < 20; i++) {
        some.add(input.get(i));
      }
    }
    return Json.bytes(body);
  }

  private RecordedResponse sent(String method, String path, byte[] body) {
    return Caller.send(http, new Sent(method, path, new Headers(), body));
  }
}
