package dev.trefoil.gateway;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.provider.ModelService;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
    Random random = new Random(1);
    HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), random);
    Router router = new Router(table, Set.of(), health, random);
    FallbackLoop unjudged =
        new FallbackLoop(services, health, GateEvaluator.unjudged(), NONE, random);
    GateEvaluator checks = new GateEvaluator(new Judge(router, unjudged));
    return new Gateway(
        router,
        new FallbackLoop(services, health, checks, NONE, random),
        health,
        Board.NONE,
        events,
        admission);
  }
}
