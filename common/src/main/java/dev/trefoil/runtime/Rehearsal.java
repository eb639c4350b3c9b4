package dev.trefoil.runtime;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.Tracing;
import dev.trefoil.health.Board;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ModelService;
import dev.trefoil.rehearsal.Stage;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Calls that nobody made, so that the first real one finds all classes loaded and linked: through
 * parser, router, the real client of a service, which is played on loopback, and renderer. Nothing
 * of it is counted or logged.
 */
final class Rehearsal {
  /** Rounds of a plain and a streamed call after which the JIT compiler has begun. */
  static final int WARM = 8;

  private final TrefoilConfig config;
  private final RandomGenerator random;

  Rehearsal(TrefoilConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /**
   * Rehearses three calls: one of the first route that has a target of the service, which is asked
   * for whole as calls are once its answers are known to be quick; the same once more with nothing
   * known of it, as the first real one will be made; and a streamed one that names the target
   * outright. Nothing where there is none. Whatever the plan, it is this service that plays.
   *
   * @param rounds how often the last two are made once more
   * @throws IOException when a rehearsed call was not answered
   */
  void of(String service, int rounds, Priming.Door door) throws IOException {
    Optional<Route> route =
        config.routes().stream().filter(named -> target(named, service).isPresent()).findFirst();
    if (route.isEmpty()) {
      return;
    }
    ServiceConfig kind = config.services().get(service);
    try (Stage stage = Stage.open();
        ModelService played = stage.play(kind, model -> config.models().of(service, model))) {
      HealthBook health = quick(route.get());
      HttpHandler handler = handler(service, played, health);
      byte[] plain = body(route.get().name(), false);
      door.call(handler, plain);
      health.clear();
      door.call(handler, plain);
      byte[] streamed = body(target(route.get(), service).orElseThrow().toString(), true);
      door.call(handler, streamed);
      for (int i = 0; i < rounds; i++) {
        door.call(handler, plain);
        door.call(handler, streamed);
      }
    }
  }

  private static Optional<Target> target(Route route, String service) {
    return route.entries().stream()
        .filter(entry -> !entry.name().contains(Route.MODEL) && !route.name().contains("*"))
        .flatMap(entry -> Target.parse(entry.name()).stream())
        .filter(target -> target.service().equals(service))
        .findFirst();
  }

  /** What is known once each target of a route has answered often, and at once. */
  private HealthBook quick(Route route) {
    HealthBook health = new HealthBook(config.breaker(), InstantSource.system(), random);
    for (RouteTarget entry : route.entries()) {
      Target.parse(entry.name())
          .ifPresent(
              target -> {
                for (int i = 0; i < TargetHealth.ENOUGH; i++) {
                  health.of(target).gaveWhole(Duration.ZERO);
                }
              });
    }
    return health;
  }

  private HttpHandler handler(String service, ModelService played, HealthBook health) {
    Map<String, ModelService> all = new HashMap<>();
    config.services().keySet().forEach(name -> all.put(name, played));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Assembly.of(
            config.routing(),
            Set.of(service),
            all,
            health,
            Board.NONE,
            new CallEvents(List.of(new JsonCallLog(nowhere, InstantSource.system()))),
            Admission.ALL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            config.keepAlive(),
            ConversationStore.NONE,
            FileStore.none(random),
            Tracing.NONE,
            Optional::empty,
            random)
        .endpoints(
            Authenticator.NONE,
            config.http(),
            Optional.empty(),
            problems -> problems,
            problems -> problems);
  }

  private static byte[] body(String model, boolean stream) {
    return """
    {"model": "%s", "stream": %s, "max_tokens": 16, "messages": [
      {"role": "system", "content": "Answer shortly."}, {"role": "user", "content": "Say hello"}]}"""
        .formatted(model, stream)
        .getBytes(StandardCharsets.UTF_8);
  }
}
