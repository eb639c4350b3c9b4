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
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.CallEvent.Operation;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.Guarding;
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
  private final Optional<AnswerCache> answers;
  private final Optional<Shadows> shadows;
  private final Optional<Guardrails> guardrails;
  private final Tracing tracing;

  /**
   * @param health what {@code router} orders by and {@code loop} adds to
   * @param board tells {@code health} of what other processes have found; what calls show it is
   *     told by {@code events}
   * @param events to whom all that happens is published
   * @param admission whether a call may be paid for
   * @param answers where answers are kept to be given again; empty for nowhere
   * @param shadows what sends copies of calls to standbys; empty for nothing
   * @param guardrails what checks calls; empty where no route has any
   * @param tracing gives calls their place in a trace
   */
  public Gateway(
      Router router,
      FallbackLoop loop,
      HealthBook health,
      Board board,
      CallEvents events,
      Admission admission,
      Optional<AnswerCache> answers,
      Optional<Shadows> shadows,
      Optional<Guardrails> guardrails,
      Tracing tracing) {
    this.router = router;
    this.loop = loop;
    this.health = health;
    this.board = board;
    this.events = events;
    this.admission = admission;
    this.answers = answers;
    this.shadows = shadows;
    this.guardrails = guardrails;
    this.tracing = tracing;
  }

  /** One that keeps no answers, has no standbys, checks nothing and writes no traces. */
  public Gateway(
      Router router,
      FallbackLoop loop,
      HealthBook health,
      Board board,
      CallEvents events,
      Admission admission) {
    this(
        router,
        loop,
        health,
        board,
        events,
        admission,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Tracing.NONE);
  }

  /**
   * Gets one answer from the targets that {@code model} stands for. Blocks until it is complete.
   *
   * @param model a route's name, or {@code service/model}
   * @throws RoutingException when no target is left before anything was tried
   * @throws AdmissionException when it may not be paid for
   * @throws GuardrailException when a guardrail does not let the request pass, or cannot check it
   *     or the answer
   * @throws CallFailedException when no target gave the whole answer
   * @throws AbandonedException when the caller has left
   */
  public Answered chat(
      String model,
      RoutingPreferences preferences,
      ChatRequest request,
      Call asked,
      AnswerListener listener)
      throws RoutingException, AdmissionException, GuardrailException, CallFailedException {
    Call call = tracing.begin(asked);
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    Plan plan =
        guarding(
            router.plan(new RoutingRequest(model, preferences, needs, call.caller().tenant())),
            call);
    if (plan.policy().responseCache().isEmpty() || answers.isEmpty()) {
      return ask(plan, needs, preferences, request, call, listener, Optional.empty());
    }
    Optional<CacheableCall> kept =
        CacheableCall.of(plan, call, preferences, needs, request, answers.get());
    if (kept.isPresent()) {
      Optional<Answered> again =
          kept.get().answer(events, listener, account -> guarded(plan, call, account));
      if (again.isPresent()) {
        return again.get();
      }
    }
    return ask(plan, needs, preferences, request, call, listener, kept);
  }

  /** With its caller's guardrails beside those of its route. */
  private Plan guarding(Plan plan, Call call) {
    if (guardrails.isEmpty()) {
      return plan;
    }
    Optional<Guarding> route = plan.policy().guarding();
    Optional<Guarding> all = guardrails.get().of(route, call.caller());
    return all.equals(route) ? plan : plan.withPolicy(plan.policy().withGuarding(all));
  }

  /** Where a plan's call may go; empty for anywhere. */
  private List<String> places(Plan plan) {
    return plan.places().isEmpty() ? router.residency(plan.route()) : plan.places();
  }

  /** Empty for a call without guardrails. */
  private Optional<GuardedCall> guarded(Plan plan, Call call, CallAccount account) {
    if (plan.policy().guarding().isEmpty() || guardrails.isEmpty()) {
      return Optional.empty();
    }
    Guard guard =
        guardrails.get().guard(plan.policy().guarding().get(), places(plan), call, account::found);
    return Optional.of(new GuardedCall(guard, call, account));
  }

  private Answered ask(
      Plan planned,
      Requirements needs,
      RoutingPreferences preferences,
      ChatRequest request,
      Call call,
      AnswerListener listener,
      Optional<CacheableCall> kept)
      throws AdmissionException, GuardrailException, CallFailedException {
    Reservation held = admit(call, planned, needs, preferences);
    Plan plan = guarding(held.within(planned), call);
    AnswerListener told =
        held.allowance().isPresent()
            ? new AllowanceListener(listener, held.allowance().get())
            : listener;
    CallAccount account =
        CallAccount.begin(events, held, call, plan, Operation.CHAT, request.stream());
    Optional<GuardedCall> guarded = guarded(plan, call, account);
    ChatRequest sent = guarded.isPresent() ? guarded.get().input(request) : request;
    AnswerListener heard =
        guarded.isPresent()
            ? guarded.get().heard(request, sent, told)
            : account.heard(request, told);
    AnswerListener all = kept.isPresent() ? kept.get().heard(heard) : heard;
    Call attempted = within(plan, guarded.isPresent() ? guarded.get().attempted() : call);
    Attempts<Answered> attempts = () -> loop.chat(plan, sent, attempted, all, account);
    Answered answered =
        accounted(
            account,
            guarded.isPresent() ? () -> guarded.get().answer(attempts) : attempts,
            Answered::trail);
    if (kept.isPresent() && (guarded.isEmpty() || guarded.get().mayBeKept())) {
      kept.get().keep(answered);
    }
    learn(plan, needs, answered);
    if (plan.shadowed().isPresent() && shadows.isPresent() && call.mayBeCopied() && !needs.acts()) {
      shadows
          .get()
          .offer(
              new ShadowCopy(
                  call.requestId(), call.trace(), plan.shadowed().get(), plan.places(), sent));
    }
    return answered;
  }

  /**
   * Gets the vectors of one embeddings call; throws as {@link #chat} does. Vectors of different
   * models do not mix: unless the route says that its targets are interchangeable, only those that
   * are the same model are tried.
   */
  public EmbeddingAnswer embed(
      String model, RoutingPreferences preferences, EmbeddingRequest request, Call asked)
      throws RoutingException, AdmissionException, GuardrailException, CallFailedException {
    Call call = tracing.begin(asked);
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    Plan planned = router.plan(new RoutingRequest(model, preferences, needs));
    Reservation held = admit(call, planned, needs, preferences);
    Plan plan = guarding(held.within(planned), call);
    CallAccount account = CallAccount.begin(events, held, call, plan, Operation.EMBEDDINGS, false);
    Optional<GuardedCall> guarded = guarded(plan, call, account);
    EmbeddingRequest sent = guarded.isPresent() ? guarded.get().input(request) : request;
    EmbeddingAnswer embedded =
        accounted(
            account,
            () -> loop.embed(plan, sent, within(plan, call), account),
            vectors -> vectors.start().trail());
    EmbeddingAnswer answer = guarded.isPresent() ? guarded.get().told(embedded) : embedded;
    return held.allowance().isPresent()
        ? new EmbeddingAnswer(
            answer.start().withAllowance(held.allowance().get()), answer.embeddings())
        : answer;
  }

  /**
   * Says how long a prompt is for the model that would be asked first. It costs nothing, and so
   * needs no admission. Its guardrails hold for what a service is sent to count.
   *
   * @throws RoutingException when no target is left
   * @throws GuardrailException when a guardrail does not let the prompt pass, or cannot check it
   */
  public TokenCount count(
      String model, RoutingPreferences preferences, ChatRequest request, Call call)
      throws RoutingException, GuardrailException {
    board.beforeCall();
    Requirements needs = Requirements.of(request);
    OptionalLong counted = OptionalLong.empty();
    Plan plan;
    try {
      plan = guarding(router.plan(new RoutingRequest(model, preferences, needs)), call);
      counted = loop.count(plan, countable(plan, request, call), within(plan, call));
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

  /**
   * How a request would be carried out, were it sent now.
   *
   * @throws RoutingException when no target is left
   */
  public Plan plan(String model, RoutingPreferences preferences, ChatRequest request)
      throws RoutingException {
    return router.plan(new RoutingRequest(model, preferences, Requirements.of(request)));
  }

  private ChatRequest countable(Plan plan, ChatRequest request, Call call)
      throws GuardrailException {
    return plan.policy().guarding().isPresent() && guardrails.isPresent()
        ? guardrails
            .get()
            .guard(plan.policy().guarding().get(), places(plan), call, found -> {})
            .input(request)
        : request;
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
  interface Attempts<A> {
    A make() throws CallFailedException, GuardrailException;
  }

  /** As planned, or by the cheaper route that its budget names. */
  private Reservation admit(
      Call call, Plan plan, Requirements needs, RoutingPreferences preferences)
      throws AdmissionException {
    try {
      return admission.admit(call, plan, needs);
    } catch (AdmissionException e) {
      if (e.instead().isEmpty()) {
        throw e;
      }
      return CheaperRoute.admit(e, router, admission, call, needs, preferences);
    }
  }

  /**
   * Every call is accounted for, however it ends: attempts were paid for. One that a guardrail has
   * ended is so already.
   */
  static <A> A accounted(CallAccount account, Attempts<A> attempts, Function<A, Trail> trail)
      throws CallFailedException, GuardrailException {
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
      account.broken();
      throw e;
    }
    account.ended(Outcome.ANSWERED, trail.apply(answer));
    return answer;
  }

  private static Call within(Plan plan, Call call) {
    return plan.policy().timeout().map(call.deadline()::within).map(call::by).orElse(call);
  }

  /** Later turns go to who has answered this one: in other processes too, unless they would. */
  private void held(KeptPrompt kept, Target target) {
    health.held(kept.prefix(), target, kept.lifetime());
    if (kept.movesTo(target)) {
      board.held(kept.prefix(), target, kept.lifetime());
    }
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
