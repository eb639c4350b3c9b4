package dev.trefoil.gateway;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.AnswerCache.Place;
import dev.trefoil.gateway.AnswerCache.Question;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.ResponseCaching;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A call whose answer may be one that is kept, and may be kept. Never one of tools, which act:
 * neither ours nor a service's own, asked for or called before.
 */
final class CacheableCall {
  private final Plan plan;
  private final Call call;
  private final ChatRequest request;
  private final ResponseCaching terms;
  private final Place place;
  private final long start;
  private Optional<AnswerRecording> recording = Optional.empty();

  private CacheableCall(
      Plan plan,
      Call call,
      ChatRequest request,
      ResponseCaching terms,
      AnswerCache cache,
      RoutingPreferences preferences) {
    this.plan = plan;
    this.call = call;
    this.request = request;
    this.terms = terms;
    this.start = System.nanoTime();
    this.place =
        cache.find(
            new Question(call.caller(), plan.route(), configured(plan), preferences, request),
            call.deadline());
  }

  /**
   * Looks it up; empty for a call whose answer is neither kept nor looked for.
   *
   * @param plan of a route that keeps answers
   */
  static Optional<CacheableCall> of(
      Plan plan,
      Call call,
      RoutingPreferences preferences,
      Requirements needs,
      ChatRequest request,
      AnswerCache cache) {
    ResponseCaching terms = plan.policy().responseCache().orElseThrow();
    return needs.acts() || !terms.always() && !isDeterministic(plan, request)
        ? Optional.empty()
        : Optional.of(new CacheableCall(plan, call, request, terms, cache, preferences));
  }

  /** After a change of the file, answers of before are not given to calls that it would change. */
  private static String configured(Plan plan) {
    return plan.steps().stream()
            .map(step -> step.target() + "\n" + step.instructions().orElse(""))
            .sorted()
            .toList()
        + "\n"
        + plan.policy().defaults()
        + plan.policy().instructions()
        + plan.policy().strict()
        + plan.policy().guarding().map(Object::toString).orElse("");
  }

  private static boolean isDeterministic(Plan plan, ChatRequest request) {
    OptionalDouble asked = request.settings().temperature();
    OptionalDouble temperature = asked.isPresent() ? asked : plan.policy().defaults().temperature();
    return temperature.isPresent() && temperature.getAsDouble() == 0;
  }

  /**
   * Gives the answer that is kept, where the call might go to its target.
   *
   * @param guards what checks it anew, question and answer; empty for a route without guardrails
   * @return empty where there is none
   * @throws GuardrailException when a guardrail does not let the request pass, or cannot be had
   * @throws AbandonedException when the caller has left
   */
  Optional<Answered> answer(
      CallEvents events,
      AnswerListener listener,
      Function<CallAccount, Optional<GuardedCall>> guards)
      throws GuardrailException, CallFailedException {
    Optional<CachedAnswer> kept = place.answer();
    Optional<Step> step = kept.flatMap(this::step);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    Trail trail = new Trail(List.of(attempt(step.get(), kept.get())));
    CallAccount account = CallAccount.begin(events, Reservation.NONE, call, plan, request.stream());
    Optional<GuardedCall> guarded = guards.apply(account);
    AnswerListener heard =
        guarded.isPresent()
            ? guarded.get().heard(request, guarded.get().input(request), listener)
            : listener;
    Gateway.Attempts<Answered> attempts = () -> again(step.get(), kept.get(), trail, heard);
    return Optional.of(
        Gateway.accounted(
            account,
            guarded.isPresent() ? () -> guarded.get().answer(attempts) : attempts,
            Answered::trail));
  }

  private Answered again(Step step, CachedAnswer kept, Trail trail, AnswerListener listener) {
    try {
      listener.onStart(new AnswerStart(step.target(), trail, step.changes()));
      kept.events().forEach(listener::onEvent);
    } catch (RuntimeException e) {
      throw new AbandonedException(trail, Optional.of(e));
    }
    return new Answered(
        trail,
        trail.attempts().getFirst().usage(),
        false,
        plan.policy().gate().map(gate -> true),
        kept.schema());
  }

  private Optional<Step> step(CachedAnswer kept) {
    return plan.steps().stream().filter(step -> step.target().equals(kept.target())).findFirst();
  }

  /** What it once used, at no cost: it says nothing of the target. */
  private Attempt attempt(Step step, CachedAnswer kept) {
    ChatEvent.Finished end = (ChatEvent.Finished) kept.events().getLast();
    return new Attempt(
        step.target(),
        Attempt.CACHED,
        Optional.empty(),
        Optional.empty(),
        Duration.ofNanos(System.nanoTime() - start),
        Optional.empty(),
        Optional.empty(),
        end.usage(),
        false,
        OptionalDouble.of(0),
        Breaker.State.CLOSED,
        step.residency());
  }

  /** Hears the answer that the listener gets. */
  AnswerListener heard(AnswerListener listener) {
    AnswerRecording heard = new AnswerRecording(listener, terms.maxBytes());
    recording = Optional.of(heard);
    return heard;
  }

  /** Keeps the answer, if it is whole and as good as one can be. */
  void keep(Answered answered) {
    boolean good =
        !answered.estimated()
            && answered.gatePassed().orElse(true)
            && answered.schema().filter(found -> found != SchemaFinding.PASSED).isEmpty();
    Optional<Attempt> last = answered.trail().last().filter(Attempt::isOk);
    Optional<List<ChatEvent>> events = recording.flatMap(AnswerRecording::events);
    if (good && last.isPresent() && events.isPresent()) {
      place.keep(
          new CachedAnswer(last.get().target(), events.get(), answered.schema()),
          terms,
          call.deadline());
    }
  }
}
