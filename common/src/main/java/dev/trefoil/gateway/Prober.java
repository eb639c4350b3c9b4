package dev.trefoil.gateway;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.health.Board;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.Step;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks the targets of which it is not known whether they answer: so that one that has recovered
 * gets its calls back, and one that has failed is known, before a caller finds out.
 */
public final class Prober {
  private static final System.Logger LOG = System.getLogger(Prober.class.getName());

  /** After how long nothing is known any more of a target that was not used. */
  static final Duration IDLE = Duration.ofMinutes(5);

  /** How long the board is waited for. */
  private static final Duration BOARD = Duration.ofSeconds(2);

  /** The smallest bound that all services take. */
  private static final int MAX_TOKENS = 16;

  private static final ChatRequest PING =
      new ChatRequest(
          List.of(Message.of(Role.USER, "ping")),
          Settings.DEFAULTS.withMaxTokens(OptionalInt.of(MAX_TOKENS)),
          false);
  private static final EmbeddingRequest WORD =
      new EmbeddingRequest(List.of(new Input.Text("ping")), OptionalInt.empty(), Optional.empty());
  private static final Policy ONCE =
      Policy.DEFAULTS.withRetry(new RetryPolicy(0, Duration.ZERO, Duration.ZERO));

  private final Router router;
  private final FallbackLoop loop;
  private final HealthBook health;
  private final Board board;
  private final CallEvents events;
  private final InstantSource clock;

  /**
   * @param router knows the targets
   * @param loop adds what the probes show to {@code health}
   */
  public Prober(
      Router router,
      FallbackLoop loop,
      HealthBook health,
      Board board,
      CallEvents events,
      InstantSource clock) {
    this.router = router;
    this.loop = loop;
    this.health = health;
    this.board = board;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Sends one tiny request to every target of the routes whose breaker is not closed, that the
   * board lists, or that has not been used for five minutes; to all of them at once, each with its
   * own limits. Returns when all have answered or failed, by {@code deadline} at the latest.
   */
  public ProbeResult probe(Deadline deadline) {
    board.read(BOARD);
    Map<Target, CompletableFuture<String>> asked = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Step step : router.targets()) {
        if (isInDoubt(step.target())) {
          asked.put(
              step.target(), CompletableFuture.supplyAsync(() -> ask(step, deadline), threads));
        }
      }
    }
    Map<Target, String> outcomes = new LinkedHashMap<>();
    asked.forEach((target, outcome) -> outcomes.put(target, outcome.join()));
    return new ProbeResult(outcomes);
  }

  private boolean isInDoubt(Target target) {
    TargetHealth known = health.of(target);
    Instant idleSince = clock.instant().minus(IDLE);
    return known.breaker().state() != Breaker.State.CLOSED
        || board.listed().contains(target)
        || known.lastUsed().filter(idleSince::isBefore).isEmpty();
  }

  private String ask(Step step, Deadline deadline) {
    Plan plan = new Plan("probe", List.of(step.withoutInstructions()), ONCE, List.of());
    Call call = new Call("probe-" + UUID.randomUUID(), deadline);
    CallAccount account = CallAccount.begin(events, Reservation.NONE, call, plan, false);
    Trail trail;
    try {
      trail = send(plan, call, account);
      account.ended(Outcome.ANSWERED, trail);
    } catch (CallFailedException e) {
      trail = e.trail();
      account.ended(Outcome.FAILED, trail);
    } catch (CallBrokenException e) {
      LOG.log(Level.ERROR, "the probe of " + step.target() + " failed unexpectedly", e);
      trail = e.trail();
      account.ended(Outcome.FAILED, trail);
    }
    return trail.last().map(Attempt::outcome).orElse("");
  }

  private Trail send(Plan plan, Call call, AttemptListener attempts) throws CallFailedException {
    String model = plan.steps().getFirst().target().model();
    // What a service does with a deployment is told by nothing but its name.
    return model.toLowerCase(Locale.ROOT).contains("embed")
        ? loop.embed(plan, WORD, call, attempts).start().trail()
        : loop.chat(plan, PING, call, new Unheard(), attempts).trail();
  }

  /** Of a probe's answer nothing matters but that it comes. */
  private static final class Unheard implements AnswerListener {
    @Override
    public void onStart(AnswerStart start) {}

    @Override
    public void onEvent(ChatEvent event) {}
  }
}
