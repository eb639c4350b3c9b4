package dev.trefoil.runtime;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Authenticators;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.ProbeResult;
import dev.trefoil.gateway.Prober;
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
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreCheck;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All of Trefoil in one process. An adapter starts one when its class is loaded, outside the
 * handler, and keeps it; it is used by many threads at once.
 */
public final class TrefoilRuntime implements AutoCloseable {
  /** Set by {@code ./trefoil up}, whose functions nobody can reach but this machine. */
  public static final String LOOPBACK = "TREFOIL_LOOPBACK";

  private static final System.Logger LOG = System.getLogger(TrefoilRuntime.class.getName());

  /** What the packaged configuration says where no table is deployed. */
  private static final String NO_TABLE = "none";

  /** How long a call that has found something new waits until the board says it. */
  private static final Duration BOARD_WRITE = Duration.ofMillis(500);

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
      Optional<Store> store) {
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
  }

  /**
   * Reads the configuration and builds everything: the host cloud's own services in the background
   * while the rest starts, the others when they are first called. No connection is opened and no
   * token fetched.
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
    Map<String, ModelService> models = new LinkedHashMap<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              OnFirstUse model = new OnFirstUse(() -> build(config, name, identity, env));
              if (natives.contains(name)) {
                Background.run("trefoil-ahead", Thread.NORM_PRIORITY, model::prepare);
              }
              models.put(name, model);
            });
    Optional<JobSettings> jobSettings =
        Optional.ofNullable(config.jobs().get(adapter))
            .filter(settings -> !settings.places().table().equals(NO_TABLE));
    Optional<Store> store = jobSettings.map(settings -> stores.open(settings.places(), identity));
    // One that is seeded anew after a snapshot is restored, so that instances do not draw alike.
    RandomGenerator random = new SecureRandom();
    HealthBook health = new HealthBook(config.breaker(), InstantSource.system(), random);
    Optional<StoredBoard> board = board(config, store, health);
    Board shared = board.isPresent() ? board.get() : Board.NONE;
    CallEventConsumer log = new JsonCallLog(System.out, InstantSource.system());
    CallEvents events =
        new CallEvents(
            board.isPresent() ? List.of(log, CallEventConsumer.of(shared)) : List.of(log));
    Assembly assembly =
        Assembly.of(
            config.routing(),
            natives,
            models,
            health,
            shared,
            events,
            Admission.ALL,
            config.keepAlive(),
            ConversationStore.of(adapter, config, jobSettings, store),
            random);
    Optional<JobService> jobs =
        jobSettings.map(
            settings ->
                JobService.of(settings, store.orElseThrow(), assembly.kept(), Clock.systemUTC()));
    return new TrefoilRuntime(
        models,
        identity,
        health,
        board,
        new Prober(
            assembly.router(), assembly.unjudged(), health, shared, events, InstantSource.system()),
        assembly.endpoints(
            Authenticators.of(config.auth(), Clock.systemUTC()), config.http(), jobs),
        new Priming(config, natives, models, identity, random),
        jobSettings,
        jobs,
        store);
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
   * a model does, for a second at most.
   */
  public void beforeFirstCall() {
    if (board.isPresent()) {
      board.get().readAhead();
    }
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
   * that of a container.
   *
   * @return what takes them, to be ended before the process is
   * @throws IllegalStateException where it wants that and does not say what to receive from
   */
  public Optional<QueueWorkers> startWorkers() {
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
}
