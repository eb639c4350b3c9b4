package dev.trefoil.gateway;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.KeptPrompt;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Answers calls, whatever seam they came in by. Used by many threads at once. */
public final class Gateway {
  private final Router router;
  private final FallbackLoop loop;
  private final HealthBook health;
  private final Board board;
  private final CallEvents events;
  private final Admission admission;

  /**
   * @param health what {@code router} orders by and {@code loop} adds to
   * @param board tells {@code health} of what other processes have found; what calls show it is
   *     told by {@code events}
   * @param events to whom all that happens is published
   * @param admission whether a call may be paid for
   */
  public Gateway(
      Router router,
      FallbackLoop loop,
      HealthBook health,
      Board board,
      CallEvents events,
      Admission admission) {
    this.router = router;
    this.loop = loop;
    this.health = health;
    this.board = board;
    this.events = events;
    this.admission = admission;
  }

  /**
   * Gets one answer from the targets that {@code model} stands for. Blocks until it is complete.
   *
   * @param model a route's name, or {@code service/model}
   * @throws RoutingException when no target is left before anything was tried
   * @throws AdmissionException when it may not be paid for
   * @throws CallFailedException when no target gave the whole answer
   * @throws AbandonedException when the caller has left
   */
  public Answered chat(
      String model,
      RoutingPreferences preferences,
      ChatRequest request,
      Call call,
      AnswerListener listener)
      throws RoutingException, AdmissionException, CallFailedException {
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    Plan plan = router.plan(new RoutingRequest(model, preferences, needs));
    CallAccount account = admitted(call, plan, needs, request.stream());
    Answered answered =
        accounted(
            account,
            () -> loop.chat(plan, request, within(plan, call), listener, account),
            Answered::trail);
    learn(plan, needs, answered);
    return answered;
  }

  /**
   * Gets the vectors of one embeddings call; throws as {@link #chat} does. Vectors of different
   * models do not mix: unless the route says that its targets are interchangeable, only those that
   * are the same model are tried.
   */
  public EmbeddingAnswer embed(
      String model, RoutingPreferences preferences, EmbeddingRequest request, Call call)
      throws RoutingException, AdmissionException, CallFailedException {
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    Plan plan = router.plan(new RoutingRequest(model, preferences, needs));
    CallAccount account = admitted(call, plan, needs, false);
    return accounted(
        account,
        () -> loop.embed(plan, request, within(plan, call), account),
        answer -> answer.start().trail());
  }

  /**
   * Says how long a prompt is for the model that would be asked first. It costs nothing, and so
   * needs no admission.
   *
   * @throws RoutingException when no target is left
   */
  public TokenCount count(
      String model, RoutingPreferences preferences, ChatRequest request, Call call)
      throws RoutingException {
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    OptionalLong counted = OptionalLong.empty();
    Plan plan;
    try {
      plan = router.plan(new RoutingRequest(model, preferences, needs));
      counted = loop.count(plan, request, within(plan, call));
    } catch (RoutingException e) {
      if (e.reason() != RoutingException.Reason.CONTEXT_TOO_LONG) {
        throw e;
      }
      // It is too long to be answered, which is what the caller wants to know.
      plan = router.plan(new RoutingRequest(model, preferences, Requirements.NONE));
    }
    String family = plan.steps().getFirst().model().family();
    return counted.isPresent()
        ? new TokenCount(counted.getAsLong(), false)
        : new TokenCount(router.promptTokens(needs.size(), family), true);
  }

  /** About how many tokens a request's prompt has for a target. */
  public long estimate(ChatRequest request, Target target) {
    return router.promptTokens(
        Requirements.of(request).size(), router.capabilities(target).family());
  }

  /** What is known of a target's model. */
  public Capabilities capabilities(Target target) {
    return router.capabilities(target);
  }

  /** The routes, in the order of the configuration. */
  public List<Route> routes() {
    return router.routes();
  }

  /** What a caller can ask for by a name that is known: of a pattern, the models it stands for. */
  public List<Route> named() {
    return router.named();
  }

  /** The route of a call that names none; empty where all routes are patterns. */
  public Optional<String> defaultRoute() {
    return router.defaultRoute();
  }

  /** The route that a task stands for; empty where the configuration does not know it. */
  public Optional<String> routeOfTask(String task) {
    return router.routeOfTask(task);
  }

  /** What is known of all targets that were called. */
  public HealthBook health() {
    return health;
  }

  /** What calls the targets. */
  @FunctionalInterface
  private interface Attempts<A> {
    A make() throws CallFailedException;
  }

  private CallAccount admitted(Call call, Plan plan, Requirements needs, boolean streamed)
      throws AdmissionException {
    return CallAccount.begin(events, admission.admit(call, plan, needs), call, plan, streamed);
  }

  /** Every call is accounted for, however it ends: attempts were paid for. */
  private static <A> A accounted(
      CallAccount account, Attempts<A> attempts, Function<A, Trail> trail)
      throws CallFailedException {
    A answer;
    try {
      answer = attempts.make();
    } catch (CallFailedException e) {
      account.ended(Outcome.FAILED, e.trail());
      throw e;
    } catch (AbandonedException e) {
      account.ended(Outcome.ABANDONED, e.trail());
      throw e;
    } catch (CallBrokenException e) {
      account.ended(Outcome.FAILED, e.trail());
      throw e;
    } catch (RuntimeException | Error e) {
      account.ended(Outcome.FAILED, Trail.NONE);
      throw e;
    }
    account.ended(Outcome.ANSWERED, trail.apply(answer));
    return answer;
  }

  private static Call within(Plan plan, Call call) {
    return plan.policy().timeout().map(call.deadline()::within).map(call::by).orElse(call);
  }

  private void held(KeptPrompt kept, Target target) {
    health.held(kept.prefix(), target, kept.lifetime());
  }

  /** Mends the estimates of prompts by what the answering service has counted. */
  private void learn(Plan plan, Requirements needs, Answered answered) {
    if (plan.kept().isPresent()) {
      answered
          .trail()
          .last()
          .filter(Attempt::isOk)
          .ifPresent(attempt -> held(plan.kept().get(), attempt.target()));
    }
    answered
        .trail()
        .last()
        .filter(
            attempt ->
                attempt.isOk() && !attempt.estimated() && answered.trail().attempts().size() == 1)
        .ifPresent(
            attempt -> {
              String family =
                  plan.steps().stream()
                      .filter(step -> step.target().equals(attempt.target()))
                      .findFirst()
                      .orElseThrow()
                      .model()
                      .family();
              long estimated = needs.size().tokens(family);
              long counted = attempt.usage().promptTokens();
              if (estimated > 0 && counted > 0) {
                health.counted(family, estimated, counted);
              }
            });
  }
}
