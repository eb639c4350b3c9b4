package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.agent.Agents;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.StoredResponses;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.TestDoors;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.gateway.Tracing;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend.Sent;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StorePlaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs over a store in memory and a clock that is moved, met from both seams. */
abstract class JobFixture {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Duration LEASE = Duration.ofSeconds(90);
  static final String HI =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final ChatEvent STOP = new ChoiceFinished(0, FinishReason.STOP);
  static final ChatEvent END = new Finished(new Usage(3, 2));

  final MemoryBackend memory = new MemoryBackend();
  final MovedClock clock = new MovedClock(Instant.ofEpochSecond(1_700_000_000));
  KeptResponses responses =
      new StoredResponses(new Threads(memory, memory, Duration.ofDays(30), clock));
  Optional<Agents> agents = Optional.empty();
  ResultLinks links = ResultLinks.DEFAULT;
  Map<String, CallbackSettings> callbacks =
      Map.of("done", new CallbackSettings.Queue("done-queue"));
  CallbackServices callbackServices = CallbackServices.NONE;
  Clock rendering = clock;
  Tracing tracing = Tracing.NONE;
  ScriptedModel model = ScriptedModel.answering(new TextDelta("Good däy"), STOP, END);

  /** A worker that is ended by SIGKILL between claim and answer leaves just this behind. */
  void claimAndDie(String message) {
    Jobs jobs = new Jobs(memory, memory, Duration.ofHours(1), clock);
    try {
      assertThat(
              jobs.claim(
                  jobs.find(id(message), MemoryBackend.soon()).orElseThrow(),
                  LEASE,
                  MemoryBackend.soon()))
          .isPresent();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  String submit(String body) throws IOException {
    assertThat(post("/v1/jobs", body, Map.of()).status()).isEqualTo(202);
    return onlyMessage();
  }

  String onlyMessage() {
    List<String> messages =
        memory.sent().stream()
            .filter(sent -> sent.queue().equals("jobs-queue"))
            .map(Sent::body)
            .toList();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  String lastLetter() {
    Sent last = memory.sent().getLast();
    assertThat(last.queue()).isEqualTo("dead-queue");
    return last.body();
  }

  static String id(String message) {
    try {
      return Envelope.read(message).id().orElseThrow();
    } catch (IOException | StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  Outcome deliver(String messageId, String body) {
    return service(model).messages().handle(new QueueMessage(messageId, body), deadline());
  }

  RecordedResponse get(String path) throws IOException {
    return call("GET", path, "", Map.of());
  }

  RecordedResponse post(String path, String body, Map<String, String> headers) throws IOException {
    return call("POST", path, body, headers);
  }

  RecordedResponse call(String method, String path, String body, Map<String, String> headers)
      throws IOException {
    Headers all = new Headers();
    headers.forEach(all::set);
    RecordedResponse response = new RecordedResponse();
    Gateway gateway = gateway(model);
    new Endpoints(
            TestDoors.of(
                gateway,
                new ChatEndpoint(gateway, clock, Optional.empty()),
                responses,
                agents,
                Optional.of(service(model))),
            http ->
                Caller.of(
                    http.headers().first("x-test-caller").orElse("somebody"),
                    http.headers().first("x-test-tenant"),
                    Optional.empty()),
            HttpSettings.of(1 << 24),
            Optional.of(service(model)))
        .handle(
            new HttpCall(
                method,
                path.replaceFirst("\\?.*", ""),
                new Query(path.replaceFirst("[^?]*\\??", "")),
                all,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                deadline(),
                Optional.empty(),
                FrontDoor.NONE),
            response);
    return response;
  }

  JobService service(ScriptedModel answering) {
    Gateway gateway = gateway(answering);
    return JobService.of(
        new JobSettings(
            "jobs-queue",
            "dead-queue",
            new StorePlaces("table", Optional.empty(), "blobs"),
            callbacks,
            LEASE,
            Duration.ofHours(1),
            3,
            links,
            Workers.NONE),
        memory.backend(),
        TestDoors.kept(
            gateway, new ChatEndpoint(gateway, rendering, Optional.empty()), responses, agents),
        OtherMessages.NONE,
        callbackServices,
        clock);
  }

  Gateway gateway(ScriptedModel answering) {
    return TestGateway.of(
        new RoutingTable(
            List.of(new Route("chat", List.of("a/one"))), Map.of("a", new RequestRules() {})),
        Map.of("a", answering),
        CallEvents.NONE,
        tracing);
  }

  /** What a call is answered that succeeds. */
  static JsonNode ok(RecordedResponse response) throws IOException {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  static String id(JsonNode told) {
    return told.path("id").asText();
  }

  static Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(60));
  }
}
