package dev.trefoil.runtime;

import dev.trefoil.agent.Agents;
import dev.trefoil.agent.ToolWatch;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Authenticators;
import dev.trefoil.cache.StoredAnswers;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.door.Door;
import dev.trefoil.door.admin.BudgetsEndpoint;
import dev.trefoil.door.admin.CallsDoor;
import dev.trefoil.door.admin.CallsEndpoint;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AnswerCache;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Guardrails;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.ProbeResult;
import dev.trefoil.gateway.Prober;
import dev.trefoil.gateway.RecentCalls;
import dev.trefoil.gateway.RouteCalls;
import dev.trefoil.gateway.Tracing;
import dev.trefoil.guardrail.DeclaredGuardrails;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.Origin;
import dev.trefoil.job.JobService;
import dev.trefoil.job.JobSettings;
import dev.trefoil.job.QueueWorkers;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.OnFirstUse;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.report.DailyRun;
import dev.trefoil.routing.Strategy;
import dev.trefoil.shadow.QueuedShadows;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreCheck;
import dev.trefoil.telemetry.CallCounters;
import dev.trefoil.telemetry.OtelVariables;
import dev.trefoil.telemetry.PrometheusText;
import dev.trefoil.telemetry.PrometheusText.Type;
import dev.trefoil.usage.BudgetStandings;
import dev.trefoil.usage.ValueLearning;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All of Trefoil in one process. An adapter starts one when its class is loaded, outside the
 * handler, and keeps it; it is used by many threads at once.
 */
public final class TrefoilRuntime implements AutoCloseable {
  /** Set by {@code ./trefoil up}, whose functions nobody can reach but this machine. */
  public static final String LOOPBACK = "TREFOIL_LOOPBACK";

  /** The port at which a server says what it has counted; none unless set. */
  public static final String METRICS_PORT = "TREFOIL_METRICS_PORT";

  private static final System.Logger LOG = System.getLogger(TrefoilRuntime.class.getName());

  /** What says that a process takes one call at a time. */
  private static final String ONE_CALL_AT_A_TIME = "AWS_LAMBDA_FUNCTION_NAME";

  /** What the packaged configuration says where no table is deployed. */
  private static final String NO_TABLE = "none";

  /** How long a call that has found something new waits until the board says it. */
  private static final Duration BOARD_WRITE = Duration.ofMillis(500);

  /** How long a process that ends waits for telemetry that is to be sent. */
  private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

  private final Map<String, ModelService> models;
  private final Identity identity;
  private final HealthBook health;
  private final Optional<StoredBoard> board;
  private final Prober prober;
  private final HttpHandler http;
  private final Priming priming;
  private final Optional<JobSettings> jobSettings;
  private final Optional<JobService> jobs;
  private final Optional<Store> store;
  private final Optional<Shadowing> shadowing;
  private final Optional<CallTelemetry> telemetry;
  private final Optional<CallCounters> counters;
  private final CallEvents events;
  private final Optional<RecentCalls> recent;
  private final Optional<DailyRun> report;
  private final Optional<ValueLearning> values;

  private TrefoilRuntime(
      Map<String, ModelService> models,
      Identity identity,
      HealthBook health,
      Optional<StoredBoard> board,
      Prober prober,
      HttpHandler http,
      Priming priming,
      Optional<JobSettings> jobSettings,
      Optional<JobService> jobs,
      Optional<Store> store,
      Optional<Shadowing> shadowing,
      Optional<CallTelemetry> telemetry,
      Optional<CallCounters> counters,
      CallEvents events,
      Optional<RecentCalls> recent,
      Optional<DailyRun> report,
      Optional<ValueLearning> values) {
    this.models = models;
    this.identity = identity;
    this.health = health;
    this.board = board;
    this.prober = prober;
    this.http = http;
    this.priming = priming;
    this.jobSettings = jobSettings;
    this.jobs = jobs;
    this.store = store;
    this.shadowing = shadowing;
    this.telemetry = telemetry;
    this.counters = counters;
    this.events = events;
    this.recent = recent;
    this.report = report;
    this.values = values;
  }

  /**
   * Reads the configuration and builds everything: the host cloud's own services that stand in a
   * route in the background while the rest starts, the others when they are first called. No
   * connection is opened and no token fetched.
   *
   * @param adapter the cloud that this process runs on, whose store it uses; whose identity it has,
   *     unless the configuration says another
   * @param env the process's environment
   * @throws dev.trefoil.config.ConfigException when the configuration has mistakes
   */
  public static TrefoilRuntime start(Cloud adapter, Map<String, String> env) {
    return start(adapter, env, Stores.of(adapter, env));
  }

  static TrefoilRuntime start(Cloud adapter, Map<String, String> env, Stores stores) {
    if (adapter == Cloud.AWS) {
      // Reading a native library needs no processor, and can wait for nothing.
      Background.run("trefoil-crt", Thread.NORM_PRIORITY, BedrockService::loadLibrary);
    }
    TrefoilConfig config = TrefoilConfig.load(env);
    warnIfOpen(config.auth(), env);
    Origin origin = config.identity().host().orElse(Origin.of(adapter));
    Cloud host = origin.cloud().orElse(adapter);
    Identity identity = Identity.of(origin, config.identity(), env);
    warn(config, identity);
    Set<String> natives = nativeServices(config, host);
    Set<String> ahead = inRoutes(config, natives);
    Map<String, ModelService> models = new LinkedHashMap<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              OnFirstUse model = new OnFirstUse(() -> build(config, name, identity, env));
              if (ahead.contains(name)) {
                Background.run("trefoil-ahead", Thread.NORM_PRIORITY, model::prepare);
              }
              models.put(name, model);
            });
    Optional<JobSettings> jobSettings =
        Optional.ofNullable(config.jobs().get(adapter))
            .filter(settings -> !settings.places().table().equals(NO_TABLE));
    // One that is seeded anew after a snapshot is restored, so that instances do not draw alike.
    RandomGenerator random = new SecureRandom();
    Optional<CallTelemetry> telemetry = telemetry(config, identity, host, env, random);
    Optional<NotedRequests> noted =
        telemetry.isPresent() ? telemetry.get().noted() : Optional.empty();
    Optional<Store> store =
        jobSettings
            .map(settings -> stores.open(settings.places(), identity))
            .map(opened -> noted.isPresent() ? NotedRequests.store(adapter, opened) : opened);
    HealthBook health = new HealthBook(config.breaker(), InstantSource.system(), random);
    Optional<StoredBoard> board = board(config, store, health);
    Board shared = board.isPresent() ? board.get() : Board.NONE;
    Optional<CallCounters> counters =
        env.getOrDefault(METRICS_PORT, "").isBlank()
            ? Optional.empty()
            : Optional.of(new CallCounters());
    List<CallEventConsumer> consumers = consumers(board, counters, telemetry);
    if (noted.isPresent()) {
      consumers.add(noted.get());
    }
    Optional<Accounting> accounting =
        config.limits().isPresent() || config.budgets().isPresent() || config.usage().isPresent()
            ? Optional.of(Accounting.of(config, adapter, jobSettings, store))
            : Optional.empty();
    if (accounting.isPresent()) {
      consumers.addAll(accounting.get().consumers());
    }
    Optional<RecentCalls> recent =
        config.console() ? Optional.of(new RecentCalls()) : Optional.empty();
    if (recent.isPresent()) {
      consumers.add(recent.get());
    }
    Optional<ValueLearning> values = values(config, health, accounting, store);
    if (values.isPresent()) {
      consumers.add(values.get());
    }
    CallEvents events = new CallEvents(consumers);
    Optional<Shadowing> shadowing = shadowing(config, store, jobSettings);
    ConversationStore conversations = ConversationStore.of(adapter, config, jobSettings, store);
    FileStore files = FileStore.of(adapter, config, jobSettings, store, identity, random);
    Assembly assembly =
        Assembly.of(
            config.routing(),
            natives,
            models,
            health,
            shared,
            events,
            accounting.isPresent() ? accounting.get().admission() : Admission.ALL,
            answers(config, store),
            shadowing,
            guardrails(config, identity),
            config.keepAlive(),
            conversations,
            files,
            telemetry.isPresent() ? telemetry.get().tracing() : Tracing.NONE,
            () -> agents(config, identity, env, noted.isPresent()),
            random);
    Optional<JobService> jobs =
        jobSettings.map(
            settings ->
                JobService.of(
                    settings,
                    store.orElseThrow(),
                    assembly.kept(),
                    (body, deadline) -> copied(shadowing, body, deadline),
                    new OwnCallbackServices(identity, env),
                    handler -> noted.isPresent() ? noted.get().messages(handler) : handler,
                    Clock.systemUTC()));
    HttpHandler http =
        assembly.endpoints(
            Authenticators.of(
                config.auth(),
                Clock.systemUTC(),
                store.isPresent() ? Optional.of(store.get().records()) : Optional.empty()),
            config.http(),
            jobs,
            problems ->
                Accounting.door(
                    config,
                    adapter,
                    accounting,
                    jobSettings,
                    store,
                    conversations,
                    files.store(),
                    assembly.files(),
                    problems),
            problems -> watched(config, store, recent, env, problems));
    return new TrefoilRuntime(
        models,
        identity,
        health,
        board,
        new Prober(
            assembly.router(), assembly.unjudged(), health, shared, events, InstantSource.system()),
        noted.isPresent() ? noted.get().http(http) : http,
        new Priming(
            config,
            ahead,
            models,
            identity,
            random,
            board.isPresent() ? board.get()::awaitReadAhead : () -> {}),
        jobSettings,
        jobs,
        store,
        shadowing,
        telemetry,
        counters,
        events,
        recent,
        report(config, adapter, accounting, store, identity, env),
        values);
  }

  /** The door of whoever watches. */
  private static Door watched(
      TrefoilConfig config,
      Optional<Store> store,
      Optional<RecentCalls> recent,
      Map<String, String> env,
      Door problems) {
    return new CallsDoor(
        new CallsEndpoint(recent, config.operators(), !env.containsKey(ONE_CALL_AT_A_TIME)),
        new BudgetsEndpoint(
            config.budgets().isPresent() && store.isPresent()
                ? Optional.of(
                    new BudgetStandings(
                        config.budgets().get(), store.get().records(), InstantSource.system()))
                : Optional.empty(),
            config.operators()),
        problems);
  }

  /** Where no route is ordered by it, no class of it is loaded. */
  private static Optional<ValueLearning> values(
      TrefoilConfig config,
      HealthBook health,
      Optional<Accounting> accounting,
      Optional<Store> store) {
    return config.routes().stream().anyMatch(route -> route.strategy() == Strategy.VALUE)
        ? Optional.of(Accounting.values(config, health, accounting, store))
        : Optional.empty();
  }

  private static Optional<DailyRun> report(
      TrefoilConfig config,
      Cloud adapter,
      Optional<Accounting> accounting,
      Optional<Store> store,
      Identity identity,
      Map<String, String> env) {
    if (config.report().isEmpty() || accounting.flatMap(Accounting::recorder).isEmpty()) {
      return Optional.empty(); // That nothing is recorded was said.
    }
    return Optional.of(Reporting.run(config, adapter, store.orElseThrow(), identity, env));
  }

  /** A method reference would load the classes where none are declared. */
  private static Optional<Function<RouteCalls, Guardrails>> guardrails(
      TrefoilConfig config, Identity identity) {
    return config.guardrails().isPresent()
        ? Optional.of(routes -> DeclaredGuardrails.of(config.guardrails().get(), identity, routes))
        : Optional.empty();
  }

  /** In the order in which they are told. */
  private static List<CallEventConsumer> consumers(
      Optional<StoredBoard> board,
      Optional<CallCounters> counters,
      Optional<CallTelemetry> telemetry) {
    List<CallEventConsumer> consumers = new ArrayList<>();
    consumers.add(new JsonCallLog(System.out, InstantSource.system()));
    if (board.isPresent()) {
      consumers.add(CallEventConsumer.of(board.get()));
    }
    if (counters.isPresent()) {
      consumers.add(counters.get());
    }
    if (telemetry.isPresent()) {
      consumers.add(telemetry.get().consumer());
    }
    return consumers;
  }

  /** Where nothing names a receiver, no class of it is loaded. */
  private static Optional<CallTelemetry> telemetry(
      TrefoilConfig config,
      Identity identity,
      Cloud host,
      Map<String, String> env,
      RandomGenerator random) {
    boolean wanted = config.telemetry().isPresent() || namesReceiver(env);
    return wanted && !"true".equalsIgnoreCase(env.get("OTEL_SDK_DISABLED"))
        ? CallTelemetry.of(config, identity, host, env, random)
        : Optional.empty();
  }

  private static boolean namesReceiver(Map<String, String> env) {
    for (String name : OtelVariables.RECEIVERS.split(" ")) {
      if (!env.getOrDefault(name, "").isBlank()) {
        return true;
      }
    }
    return false;
  }

  private static void warnIfOpen(AuthSettings auth, Map<String, String> env) {
    if (auth instanceof AuthSettings.None && !"true".equals(env.get(LOOPBACK))) {
      LOG.log(
          Level.WARNING,
          "AUTHENTICATION IS OFF: trefoil.yaml says auth: none, so whoever can reach this function"
              + " spends its owner's money. docs/authentication.md has three ways to close it.");
    }
  }

  private static Optional<StoredBoard> board(
      TrefoilConfig config, Optional<Store> store, HealthBook health) {
    if (config.board().isEmpty()) {
      return Optional.empty();
    }
    if (store.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "'jobs' says nothing of this cloud, so that 'board' has no table: each process learns for"
              + " itself what fails");
    }
    return store.map(
        opened ->
            new StoredBoard(
                opened.records(),
                health,
                config.board().get(),
                BOARD_WRITE,
                InstantSource.system(),
                Thread::startVirtualThread));
  }

  private static Optional<Shadowing> shadowing(
      TrefoilConfig config, Optional<Store> store, Optional<JobSettings> jobs) {
    boolean wanted = config.routes().stream().anyMatch(route -> route.shadow().isPresent());
    if (wanted && store.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "'jobs' says nothing of this cloud, so that 'shadow' has neither queue nor table: a"
              + " function sends no copies, and a container holds 'monthlyUsd' by itself");
    }
    return wanted
        ? Optional.of(new Shadowing(store, jobs.map(JobSettings::queue)))
        : Optional.empty();
  }

  /** A copy that another process has put on the queue; where no route has standbys, it is none. */
  private static boolean copied(Optional<Shadowing> shadowing, String body, Deadline deadline) {
    boolean copy = QueuedShadows.isCopy(body);
    if (copy && shadowing.isPresent()) {
      shadowing.get().handle(body, deadline);
    }
    return copy;
  }

  /**
   * @param noted whether it is noted which tools are called
   */
  private static Optional<Agents> agents(
      TrefoilConfig config, Identity identity, Map<String, String> env, boolean noted) {
    ToolWatch watch = noted ? NotedRequests.tools() : ToolWatch.NONE;
    if (config.agents().isPresent()) {
      return Optional.of(ToolServices.agents(config.agents().get(), identity, env, watch));
    }
    // The search of files is a tool, and runs as those that are declared do.
    return config.retrieval().isPresent()
        ? Optional.of(ToolServices.none(watch))
        : Optional.empty();
  }

  private static Optional<AnswerCache> answers(TrefoilConfig config, Optional<Store> store) {
    boolean wanted =
        config.routing().outright().policy().responseCache().isPresent()
            || config.routes().stream()
                .anyMatch(route -> route.policy().responseCache().isPresent());
    if (!wanted) {
      return Optional.empty();
    }
    if (store.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "'jobs' says nothing of this cloud, so that 'responseCache' has no table: no answer is"
              + " kept");
    }
    return store.map(StoredAnswers::over);
  }

  /** What answers HTTP calls. */
  public HttpHandler http() {
    return http;
  }

  /**
   * How this process prepares for calls before they come. An adapter says when: on a call's way it
   * would only take the time that it saves.
   */
  public Priming priming() {
    return priming;
  }

  /** To be called before a snapshot of the process is taken: it must hold no token. */
  public void beforeSnapshot() {
    forget();
  }

  /** To be called when the process goes on from a snapshot, before the first call. */
  public void afterRestore() {
    forget();
    beforeFirstCall();
  }

  /**
   * To be called when the process is about to take calls, unless a snapshot is going to be taken of
   * it: begins to ask what the fleet has found failing, and does not wait for it. The first call of
   * a model does, for as long as the configuration lets it.
   */
  public void beforeFirstCall() {
    if (board.isPresent()) {
      board.get().readAhead();
    }
    if (values.isPresent()) {
      values.get().readAhead();
    }
  }

  /**
   * For a process that ends its calls before it ends itself, to be called before it is told to:
   * what services are called by works on until then.
   *
   * @return to be run once, when no call is under way any more
   */
  public Runnable keepWhileDraining() {
    return BedrockService.keepWhileDraining();
  }

  private void forget() {
    identity.forget();
    // The board first: a read that is under way would tell the others' findings once more.
    if (board.isPresent()) {
      board.get().forget();
    }
    health.clear();
  }

  /**
   * Asks the targets of which it is not known whether they answer, and tells the fleet: what an
   * adapter does on a schedule.
   *
   * @param deadline by when it has to return
   */
  public ProbeResult probe(Deadline deadline) {
    return prober.probe(deadline);
  }

  /**
   * Writes the report that is due, where the configuration wants one and nobody has written it yet:
   * what an adapter does on a schedule. Where it cannot be written that is logged, and a later call
   * tries again.
   *
   * @param deadline by when it has to return
   * @return the day of the report that was written; empty where none was
   */
  public Optional<LocalDate> report(Deadline deadline) {
    // A method reference would load the class where there is none.
    return report.isPresent() ? report.get().runOrLog(deadline) : Optional.empty();
  }

  /**
   * What handles queue messages.
   *
   * @throws IllegalStateException where no jobs are configured for this cloud: nothing is taken
   *     from the queue that could not be kept
   */
  public JobService requireJobs() {
    return jobs.orElseThrow(
        () ->
            new IllegalStateException(
                "a queue's messages come here, but 'jobs' of trefoil.yaml has nothing for this"
                    + " cloud"));
  }

  /**
   * For a process that no platform brings messages to: begins to look whether the store is there,
   * which is logged where it is not, and to take jobs from the queue where the configuration wants
   * that of a container. It goes on after an answer, so that copies of calls are sent from here.
   *
   * @return what takes them, to be ended before the process is
   * @throws IllegalStateException where it wants that and does not say what to receive from
   */
  public Optional<QueueWorkers> startWorkers() {
    if (shadowing.isPresent()) {
      shadowing.get().inBackground();
    }
    store.ifPresent(
        opened ->
            Background.run(
                "trefoil-store",
                Thread.NORM_PRIORITY,
                () ->
                    StoreCheck.faults(opened)
                        .forEach(fault -> LOG.log(Level.ERROR, "the store: " + fault))));
    Optional<QueueWorkers> workers = jobs.flatMap(JobService::workers);
    if (workers.isEmpty() && jobSettings.filter(all -> all.workers().atOnce() > 0).isPresent()) {
      throw new IllegalStateException(
          "'jobs.containerWorkers' is set, but 'jobs.gcp.subscription' is not: a topic has nothing"
              + " to receive from");
    }
    if (workers.isPresent()) { // A method reference would load the class where there are none.
      workers.get().start();
    }
    return workers;
  }

  /**
   * To be called when a process may stand still until its next call: waits until telemetry of the
   * calls that have ended is sent, for a time that the configuration bounds, and for none where
   * there is none. An adapter says when: it is not to be on an answer's way.
   *
   * @return whether all of it is
   */
  public boolean flush() {
    return telemetry.isEmpty() || telemetry.get().flush(telemetry.get().flush());
  }

  /**
   * What was counted since the process began, as Prometheus reads it; nothing where {@value
   * #METRICS_PORT} is not set.
   */
  public String metrics() {
    return counters.isPresent() ? counted(counters.get()) : "";
  }

  private String counted(CallCounters calls) {
    PrometheusText text = new PrometheusText();
    calls.write(text);
    text.number(
        "trefoil_lost_events_total",
        Type.COUNTER,
        "Events of calls that the log, the board or another reader has failed with.",
        events.lost());
    if (telemetry.isPresent()) {
      text.number(
          "trefoil_telemetry_dropped_calls_total",
          Type.COUNTER,
          "Calls of which no telemetry was sent, for want of room.",
          telemetry.get().consumer().dropped());
    }
    return text.toString();
  }

  /** Whether calls are held to be looked at, so that a server has the console's page. */
  public boolean hasConsole() {
    return recent.isPresent();
  }

  /** To be called when a process begins to end: who only waits for calls to come is let go. */
  public void endWatching() {
    if (recent.isPresent()) {
      recent.get().close();
    }
  }

  /** Whether any telemetry is sent, so that an adapter has something to flush. */
  public boolean sendsTelemetry() {
    return telemetry.isPresent();
  }

  /** As {@link #flush}, for a process that ends, which may take longer. */
  public boolean flushAtTheEnd() {
    return telemetry.isEmpty() || telemetry.get().flush(LAST_FLUSH);
  }

  /** Who this process is, for what an adapter calls itself. */
  public Identity identity() {
    return identity;
  }

  /** What the cloud keeps for this process; empty where the configuration names none. */
  public Optional<Store> store() {
    return store;
  }

  /** How jobs are handled on this cloud; empty where none are. */
  public Optional<JobSettings> jobs() {
    return jobSettings;
  }

  /** Frees connections and threads; calls under way fail. */
  @Override
  public void close() {
    models.values().forEach(ModelService::close);
    if (telemetry.isPresent()) {
      var unused = flushAtTheEnd();
      telemetry.get().sender().close();
    }
  }

  private static ModelService build(
      TrefoilConfig config, String name, Identity identity, Map<String, String> env) {
    return Services.build(
        config.services().get(name), model -> config.models().of(name, model), identity, env);
  }

  /**
   * Another cloud's service whose trust is not set up stands in for nothing: said before it is
   * needed.
   */
  private static void warn(TrefoilConfig config, Identity identity) {
    config
        .services()
        .forEach(
            (name, service) -> {
              List<String> missing = service.cloud().map(identity::missing).orElse(List.of());
              if (!missing.isEmpty()) {
                LOG.log(
                    Level.WARNING,
                    "the service "
                        + name
                        + " cannot be called from here: trefoil.yaml lacks "
                        + String.join(" and ", missing));
              }
            });
  }

  private static Set<String> nativeServices(TrefoilConfig config, Cloud host) {
    return config.services().entrySet().stream()
        .filter(entry -> entry.getValue().cloud().equals(Optional.of(host)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Those that calls go to which name no target themselves. */
  static Set<String> inRoutes(TrefoilConfig config, Set<String> services) {
    return services.stream()
        .filter(
            service ->
                config.routes().stream()
                    .flatMap(route -> route.targets().stream())
                    .anyMatch(target -> target.startsWith(service + "/")))
        .collect(Collectors.toSet());
  }
}
