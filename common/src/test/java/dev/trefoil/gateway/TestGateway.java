package dev.trefoil.gateway;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.provider.ModelService;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A gateway over given services, as the runtime builds it, without a log and without pauses. */
public final class TestGateway {
  private static final Sleeper NONE = (time, gone) -> {};

  private TestGateway() {}

  /** On no cloud, so that no service is a native one. */
  public static Gateway of(RoutingTable table, Map<String, ModelService> services) {
    return of(table, services, CallEvents.NONE, Admission.ALL);
  }

  /** That knows something of its targets. */
  public static Gateway of(
      RoutingTable table, Map<String, ModelService> services, HealthBook health) {
    return of(
        table,
        services,
        CallEvents.NONE,
        Admission.ALL,
        health,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Tracing.NONE);
  }

  /** With an account of its calls. */
  public static Gateway of(
      RoutingTable table, Map<String, ModelService> services, CallEventConsumer consumer) {
    return of(table, services, new CallEvents(List.of(consumer)), Admission.ALL);
  }

  /** With all that a gateway tells and asks. */
  public static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Admission admission) {
    return of(table, services, events, admission, InstantSource.system());
  }

  /** With a clock by which targets recover. */
  public static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Admission admission,
      InstantSource clock) {
    return of(table, services, events, admission, clock, Optional.empty());
  }

  /** With answers that are kept. */
  public static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      AnswerCache answers) {
    return of(table, services, events, Admission.ALL, InstantSource.system(), Optional.of(answers));
  }

  /** With standbys, whose copies are sent before the answer's end. */
  public static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      ShadowBudget budget) {
    return of(
        table,
        services,
        events,
        Admission.ALL,
        InstantSource.system(),
        Optional.empty(),
        Optional.of(budget),
        Tracing.NONE);
  }

  /** With places in traces. */
  public static Gateway of(
      RoutingTable table, Map<String, ModelService> services, CallEvents events, Tracing tracing) {
    return of(
        table,
        services,
        events,
        Admission.ALL,
        InstantSource.system(),
        Optional.empty(),
        Optional.empty(),
        tracing);
  }

  /** With checks of what is asked and answered, and with answers that are kept. */
  public static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Optional<AnswerCache> answers,
      Guardrails guardrails) {
    return of(
        table,
        services,
        events,
        Admission.ALL,
        new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), new Random(1)),
        answers,
        Optional.empty(),
        Optional.of(guardrails),
        Tracing.NONE);
  }

  private static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Admission admission,
      InstantSource clock,
      Optional<AnswerCache> answers) {
    return of(table, services, events, admission, clock, answers, Optional.empty(), Tracing.NONE);
  }

  private static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Admission admission,
      InstantSource clock,
      Optional<AnswerCache> answers,
      Optional<ShadowBudget> budget,
      Tracing tracing) {
    HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
    return of(
        table, services, events, admission, health, answers, budget, Optional.empty(), tracing);
  }

  private static Gateway of(
      RoutingTable table,
      Map<String, ModelService> services,
      CallEvents events,
      Admission admission,
      HealthBook health,
      Optional<AnswerCache> answers,
      Optional<ShadowBudget> budget,
      Optional<Guardrails> guardrails,
      Tracing tracing) {
    Random random = new Random(1);
    Router router = new Router(table, Set.of(), health, random);
    FallbackLoop unjudged =
        new FallbackLoop(services, health, GateEvaluator.unjudged(), NONE, random);
    GateEvaluator checks = new GateEvaluator(new Judge(new PlannedRouteCalls(router, unjudged)));
    Optional<Shadows> shadows =
        budget.map(
            bound -> {
              ShadowRunner runner = new ShadowRunner(router, unjudged, events, bound);
              return copy -> runner.run(copy, Deadline.after(Duration.ofSeconds(30)));
            });
    return new Gateway(
        router,
        new FallbackLoop(services, health, checks, NONE, random),
        health,
        Board.NONE,
        events,
        admission,
        answers,
        shadows,
        guardrails,
        tracing);
  }
}
