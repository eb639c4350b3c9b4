package dev.trefoil.runtime;

import dev.trefoil.agent.Agents;
import dev.trefoil.attempt.Sleeper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.LazyDoor;
import dev.trefoil.door.admin.AdminDoor;
import dev.trefoil.door.admin.TargetsEndpoint;
import dev.trefoil.door.chat.ChatDoor;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.chat.EmbeddingsEndpoint;
import dev.trefoil.door.messages.MessagesDoor;
import dev.trefoil.door.messages.MessagesEndpoint;
import dev.trefoil.door.models.ModelsDoor;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.ResponsesDoor;
import dev.trefoil.door.responses.ResponsesEndpoint;
import dev.trefoil.endpoints.Cors;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.ResponseLimits;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AnswerCache;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.GateEvaluator;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.Guardrails;
import dev.trefoil.gateway.Judge;
import dev.trefoil.gateway.PlannedRouteCalls;
import dev.trefoil.gateway.RouteCalls;
import dev.trefoil.gateway.Shadows;
import dev.trefoil.gateway.Tracing;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.job.JobService;
import dev.trefoil.job.JobsDoor;
import dev.trefoil.job.KeptCalls;
import dev.trefoil.provider.ModelService;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Everything between a request and the model services, put together.
 *
 * @param unjudged the loop of calls whose answers no other model is asked about
 * @param formats the doors of models
 * @param files what keeps files; built when it is asked for
 * @param later the jobs that doors put calls on; they are built over the doors, and so after them
 */
record Assembly(
    Router router,
    FallbackLoop unjudged,
    Gateway gateway,
    List<Door> formats,
    Once<FileServices> files,
    AtomicReference<Optional<JobService>> later) {

  /**
   * Puts it together.
   *
   * @param natives the services of the cloud that we run on
   * @param models the services by name
   * @param events to whom all that happens is published
   * @param admission whether a call may be paid for
   * @param answers where they are kept to be given again; empty for nowhere
   * @param shadowing how copies of calls are sent; empty where no route has standbys
   * @param guardrails makes what checks calls, and may ask routes; empty where no route has any
   * @param conversations where they are kept
   * @param files where they are kept, and vector stores
   * @param tracing gives calls their place in a trace
   * @param agents what Trefoil itself calls; asked when a request comes that may need it
   * @param keepAlive how often a stream sends a comment while nothing else is sent
   */
  static Assembly of(
      RoutingTable routing,
      Set<String> natives,
      Map<String, ModelService> models,
      HealthBook health,
      Board board,
      CallEvents events,
      Admission admission,
      Optional<AnswerCache> answers,
      Optional<Shadowing> shadowing,
      Optional<Function<RouteCalls, Guardrails>> guardrails,
      Optional<Duration> keepAlive,
      ConversationStore conversations,
      FileStore files,
      Tracing tracing,
      Supplier<Optional<Agents>> agents,
      RandomGenerator random) {
    Router router = new Router(routing, natives, health, random);
    FallbackLoop unjudged =
        new FallbackLoop(models, health, GateEvaluator.unjudged(), Sleeper.REAL, random);
    RouteCalls own = new PlannedRouteCalls(router, unjudged);
    GateEvaluator checks = new GateEvaluator(new Judge(own));
    FallbackLoop loop = new FallbackLoop(models, health, checks, Sleeper.REAL, random);
    Optional<Shadows> shadows = Optional.empty();
    if (shadowing.isPresent()) { // A method reference would load the class where there are none.
      shadows = Optional.of(shadowing.get().over(router, unjudged, events));
    }
    Optional<Guardrails> checking = Optional.empty();
    if (guardrails.isPresent()) { // A lambda would load the class where there are none.
      checking = Optional.of(guardrails.get().apply(own));
    }
    Gateway gateway =
        new Gateway(
            router, loop, health, board, events, admission, answers, shadows, checking, tracing);
    AtomicReference<Optional<JobService>> later = new AtomicReference<>(Optional.empty());
    // A method reference would load the class.
    Once<FileServices> services =
        new Once<>(
            () ->
                new FileServices(
                    files,
                    gateway,
                    target -> routing.models().of(target.service(), target.model()).family()));
    return new Assembly(
        router,
        unjudged,
        gateway,
        formats(
            gateway,
            conversations,
            services,
            files.retrieval().isPresent(),
            later,
            agents,
            keepAlive),
        services,
        later);
  }

  /**
   * All wire formats of models, the first of which all others of ours share: a new one is a line.
   */
  private static List<Door> formats(
      Gateway gateway,
      ConversationStore conversations,
      Once<FileServices> files,
      boolean searches,
      AtomicReference<Optional<JobService>> later,
      Supplier<Optional<Agents>> agents,
      Optional<Duration> keepAlive) {
    Door chat =
        new LazyDoor(
                () ->
                    new ChatDoor(
                        new ChatEndpoint(gateway, Clock.systemUTC(), keepAlive),
                        new EmbeddingsEndpoint(gateway)))
            .paid("chat/completions", "chat", "embeddings")
            .paid("deployments/{name}/chat/completions", "deployments/{name}/embeddings");
    Door messages =
        new LazyDoor(() -> new MessagesDoor(new MessagesEndpoint(gateway, keepAlive)))
            .paid("messages")
            .with("POST", Access.CALLERS, "messages/count_tokens");
    return List.of(
        chat,
        messages,
        new LazyDoor(() -> new ModelsDoor(gateway, chat, messages)).get("models", "models/{id}"),
        new LazyDoor(
                () -> {
                  KeptResponses kept = Conversations.responses(conversations);
                  return new ResponsesDoor(
                      new ResponsesEndpoint(
                          gateway,
                          kept,
                          () -> later.get().map(JobService::later),
                          agents.get(),
                          searches ? files.get().search() : Optional.empty(),
                          Clock.systemUTC(),
                          keepAlive),
                      kept);
                })
            .paid("responses", "responses/compact", "conversations/{id}/items")
            .with("POST", Access.CALLERS, "responses/input_tokens")
            .get("responses", "responses/{id}", "responses/{id}/input_items")
            .with("POST", Access.CALLERS, "responses/{id}/cancel")
            .with("POST", Access.CALLERS, "conversations", "conversations/{id}")
            .get("conversations/{id}", "conversations/{id}/items")
            .get("conversations/{id}/items/{item}")
            .with("DELETE", Access.CALLERS, "responses/{id}", "conversations/{id}")
            .with("DELETE", Access.CALLERS, "conversations/{id}/items/{item}"),
        new LazyDoor(() -> files.get().files(chat))
            .with("POST", Access.CALLERS, "files")
            .get("files", "files/{id}", "files/{id}/content")
            .with("DELETE", Access.CALLERS, "files/{id}"),
        new LazyDoor(() -> files.get().vectorStores(() -> later.get().map(JobService::later), chat))
            .paid("vector_stores/{id}/search")
            .with("POST", Access.CALLERS, "vector_stores", "vector_stores/{id}")
            .with("POST", Access.CALLERS, "vector_stores/{id}/files")
            .with("POST", Access.CALLERS, "vector_stores/{id}/files/{file}")
            .with("POST", Access.CALLERS, "vector_stores/{id}/file_batches")
            .with("POST", Access.CALLERS, "vector_stores/{id}/file_batches/{batch}/cancel")
            .get("vector_stores", "vector_stores/{id}", "vector_stores/{id}/files")
            .get("vector_stores/{id}/files/{file}", "vector_stores/{id}/files/{file}/content")
            .get("vector_stores/{id}/file_batches/{batch}")
            .get("vector_stores/{id}/file_batches/{batch}/files")
            .with("DELETE", Access.CALLERS, "vector_stores/{id}")
            .with("DELETE", Access.CALLERS, "vector_stores/{id}/files/{file}"));
  }

  /**
   * What answers HTTP calls.
   *
   * @param accounts makes the door of usage, with another's form of problems
   * @param calls makes that of calls that have ended, the same way
   */
  HttpHandler endpoints(
      Authenticator authenticator,
      HttpSettings settings,
      Optional<JobService> jobs,
      Function<Door, Door> accounts,
      Function<Door, Door> calls) {
    later.set(jobs);
    Endpoints table = new Endpoints(doors(jobs, accounts, calls), authenticator, settings, jobs);
    return new ResponseLimits(
        settings.cors().<HttpHandler>map(cors -> new Cors(cors, table)).orElse(table), table);
  }

  /** What reads and answers the calls that jobs are made of. */
  KeptCalls kept() {
    return new KeptCalls(gateway, formats);
  }

  private List<Door> doors(
      Optional<JobService> jobs, Function<Door, Door> accounts, Function<Door, Door> calls) {
    List<Door> doors = new ArrayList<>(formats);
    doors.add(new JobsDoor(jobs, formats.getFirst()));
    doors.add(new AdminDoor(new TargetsEndpoint(gateway), formats.getFirst()));
    doors.add(
        new LazyDoor(() -> accounts.apply(formats.getFirst()))
            .get("usage", "admin/keys", "trefoil/audit")
            .with("POST", Access.CALLERS, "admin/keys", "admin/keys/{id}/rotate", "trefoil/erase")
            .with("DELETE", Access.CALLERS, "admin/keys/{id}"));
    doors.add(
        new LazyDoor(() -> calls.apply(formats.getFirst()))
            .get("trefoil/calls", "trefoil/budgets"));
    return doors;
  }
}
