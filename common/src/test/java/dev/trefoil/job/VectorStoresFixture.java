package dev.trefoil.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.ToolHeaders;
import dev.trefoil.agent.Toolbox;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Erasure;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.Door;
import dev.trefoil.door.chat.ChatDoor;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.chat.EmbeddingsEndpoint;
import dev.trefoil.door.files.FileSettings;
import dev.trefoil.door.files.FilesDoor;
import dev.trefoil.door.files.FilesEndpoint;
import dev.trefoil.door.files.VectorStoresDoor;
import dev.trefoil.door.responses.FileSearch;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.ResponsesDoor;
import dev.trefoil.door.responses.ResponsesEndpoint;
import dev.trefoil.door.responses.StoredResponses;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.files.Files;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.MemoryBackend.Sent;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.retrieval.Index;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.vectorstore.Embedder;
import dev.trefoil.vectorstore.FileBatches;
import dev.trefoil.vectorstore.FileErasure;
import dev.trefoil.vectorstore.Retrieval;
import dev.trefoil.vectorstore.WordModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Files and vector stores over a store in memory, a model of words and jobs that a test does. */
abstract class VectorStoresFixture {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Caller ADA = Caller.of("ada", Optional.of("acme"), Optional.empty());
  static final Duration KEEP = Duration.ofDays(30);
  static final int ATTEMPTS = 3;

  final MemoryBackend memory = new MemoryBackend();
  final MovedClock clock = new MovedClock();
  final WordModel words = new WordModel();
  final RandomGenerator random = new Random(3);
  ScriptedModel model = ScriptedModel.answering();
  Caller caller = ADA;
  private final Deque<String> waiting = new ArrayDeque<>();
  private int sent;
  private Optional<Retrieval> retrieval = Optional.empty();

  /** What all processes share; empty where each has its own. */
  abstract Optional<Index> index();

  private Gateway gateway() {
    RequestRules rules = new RequestRules() {};
    return TestGateway.of(
        new RoutingTable(
            List.of(new Route("chat", List.of("a/one")), new Route("embed", List.of("w/words"))),
            Map.of("a", rules, "w", rules)),
        Map.of("a", model, "w", words));
  }

  private Files files() {
    return new Files(memory, memory, KEEP, clock, random);
  }

  /** As another process would have it. */
  void anotherProcess() {
    retrieval = Optional.empty();
  }

  private Retrieval retrieval(Gateway gateway) {
    if (retrieval.isEmpty()) {
      retrieval =
          Optional.of(
              new Retrieval(
                  memory.backend(),
                  files(),
                  new Embedder(gateway, "embed", Target::model),
                  index(),
                  KEEP,
                  clock,
                  random));
    }
    return retrieval.get();
  }

  private List<Door> doors(Gateway gateway, Optional<JobService> jobs) {
    KeptResponses kept = new StoredResponses(new Threads(memory, memory, KEEP, clock));
    Door chat =
        new ChatDoor(
            new ChatEndpoint(gateway, clock, Optional.empty()), new EmbeddingsEndpoint(gateway));
    return List.of(
        chat,
        new ResponsesDoor(
            new ResponsesEndpoint(
                gateway,
                kept,
                () -> jobs.map(JobService::later),
                Optional.of(
                    new Agents(
                        new Toolbox(Map.of(), name -> ToolHeaders.NONE, GuardedHttp.system()),
                        Map.of(),
                        Map.of(),
                        RunLimits.DEFAULTS)),
                Optional.of(new FileSearch(retrieval(gateway))),
                clock,
                Optional.empty()),
            kept),
        new FilesDoor(
            new FilesEndpoint(
                Optional.of(files()),
                new FileSettings(10_000_000, KEEP),
                VectorStoresDoor.forgetting(retrieval(gateway))),
            chat),
        new VectorStoresDoor(
            Optional.of(retrieval(gateway)),
            Optional.of(new FileBatches(memory, clock, random)),
            () -> jobs.map(JobService::later),
            clock,
            chat));
  }

  private JobService jobs(Gateway gateway) {
    return JobService.of(
        new JobSettings(
            "jobs-queue",
            "dead-queue",
            new StorePlaces("table", Optional.empty(), "blobs"),
            Map.of(),
            Duration.ofSeconds(90),
            Duration.ofHours(1),
            ATTEMPTS,
            ResultLinks.DEFAULT,
            Workers.NONE),
        memory.backend(),
        new KeptCalls(gateway, doors(gateway, Optional.empty())),
        OtherMessages.NONE,
        CallbackServices.NONE,
        clock);
  }

  RecordedResponse call(String method, String path, Headers headers, byte[] body)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    Gateway gateway = gateway();
    JobService jobs = jobs(gateway);
    new Endpoints(
            doors(gateway, Optional.of(jobs)),
            http -> caller,
            HttpSettings.of(1 << 20),
            Optional.of(jobs))
        .handle(
            new HttpCall(
                method,
                path.replaceFirst("\\?.*", ""),
                new Query(path.replaceFirst("[^?]*\\??", "")),
                headers,
                new ByteArrayInputStream(body),
                Deadline.after(Duration.ofSeconds(60)),
                Optional.empty(),
                FrontDoor.NONE),
            response);
    return response;
  }

  RecordedResponse get(String path) throws IOException {
    return call("GET", path, new Headers(), new byte[0]);
  }

  RecordedResponse post(String path, String body) throws IOException {
    return call("POST", path, new Headers(), body.replace('\'', '"').getBytes(UTF_8));
  }

  RecordedResponse delete(String path) throws IOException {
    return call("DELETE", path, new Headers(), new byte[0]);
  }

  static JsonNode ok(RecordedResponse response) throws IOException {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** The id of a file that is uploaded. */
  String upload(String name, String content) throws IOException {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nassistants\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\n\r\n"
            + content
            + "\r\n--b--\r\n";
    return ok(call(
            "POST",
            "/v1/files",
            new Headers().set("content-type", "multipart/form-data; boundary=b"),
            form.getBytes(UTF_8)))
        .path("id")
        .asText();
  }

  /** The id of a store that is made. */
  String store() throws IOException {
    return ok(post("/v1/vector_stores", "{'name':'notes'}")).path("id").asText();
  }

  JsonNode attach(String store, String file, String more) throws IOException {
    return ok(
        post("/v1/vector_stores/" + store + "/files", "{'file_id':'" + file + "'" + more + "}"));
  }

  JsonNode file(String store, String file) throws IOException {
    return ok(get("/v1/vector_stores/" + store + "/files/" + file));
  }

  JsonNode search(String store, String members) throws IOException {
    return ok(post("/v1/vector_stores/" + store + "/search", "{" + members + "}")).path("data");
  }

  /** How many files and vector stores an erasure of a caller finds. */
  int erase(Caller whose) throws Exception {
    return new Erasure(
            new Threads(memory, memory, KEEP, clock),
            new FileErasure(files(), Optional.of(retrieval(gateway()))))
        .erase(new Erasure.Whose.Callers(whose), 0, Deadline.after(Duration.ofSeconds(60)))
        .files();
  }

  /** What workers do with all messages that wait; what comes back waits again. */
  List<Outcome> work() throws IOException {
    List<Sent> all = memory.sent();
    for (; sent < all.size(); sent++) {
      if (all.get(sent).queue().equals("jobs-queue")) {
        waiting.add(all.get(sent).body());
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = waiting.size(); i > 0; i--) {
      String body = waiting.remove();
      Outcome outcome =
          jobs(gateway())
              .messages()
              .handle(new QueueMessage("m", body), Deadline.after(Duration.ofSeconds(60)));
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Retry) {
        waiting.add(body);
      }
    }
    return outcomes;
  }
}
