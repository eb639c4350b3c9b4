// The calls of a drill against what is deployed: a short one to each target, and one to each route.
package dev.trefoil.local.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.local.compare.Answer;
import dev.trefoil.local.compare.Endpoint;
import dev.trefoil.local.compare.KnownTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What was found.
 *
 * @param routes in the order in which Trefoil lists them
 */
public record LiveDrill(List<Route> routes) {
  /** More would be paid for than anybody looks at. */
  public static final int MOST_CALLS = 200;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMPT = "Reply with the one word ok.";

  /** Enough for models that think first. */
  private static final int MOST_TOKENS = 256;

  /** In the name of every model of vectors that a service of ours has. */
  private static final String VECTORS = "embed";

  public LiveDrill {
    routes = List.copyOf(routes);
  }

  /**
   * A route.
   *
   * @param asCallers what a call gave that names the route alone; empty where none was made
   */
  public record Route(String name, Optional<Answer> asCallers, List<Target> targets) {
    public Route {
      targets = List.copyOf(targets);
    }
  }

  /**
   * A target of a route.
   *
   * @param known what the process that was asked knows of it; empty where it says nothing
   * @param forced what a call gave that may go nowhere else; empty where none was made
   */
  public record Target(String name, Optional<KnownTarget> known, Optional<Answer> forced) {}

  /**
   * Asks.
   *
   * @param only names of routes; empty for all
   * @param calls whether models are called; without, Trefoil only says what it knows
   * @param progress is told who is asked
   * @throws IOException in a person's words, when Trefoil does not answer, or has other routes
   */
  public static LiveDrill run(
      Endpoint endpoint, Set<String> only, boolean calls, Consumer<String> progress)
      throws IOException, InterruptedException {
    Map<String, List<String>> routes = endpoint.routes();
    for (String name : only) {
      if (!routes.containsKey(name)) {
        throw new IOException(
            "there is no route %s for this key; it may ask for %s"
                .formatted(name, String.join(", ", routes.keySet())));
      }
    }
    if (!only.isEmpty()) {
      routes.keySet().retainAll(only);
    }
    int needed = routes.values().stream().mapToInt(targets -> targets.size() + 1).sum();
    if (calls && needed > MOST_CALLS) {
      throw new IOException(
          "%d calls would be made, and at most %d are: name routes with --route"
              .formatted(needed, MOST_CALLS));
    }
    Map<String, KnownTarget> known = endpoint.known();
    List<Route> found = new ArrayList<>();
    for (Map.Entry<String, List<String>> route : routes.entrySet()) {
      List<Target> targets = new ArrayList<>();
      for (String target : route.getValue()) {
        progress.accept(target);
        targets.add(
            new Target(
                target,
                Optional.ofNullable(known.get(target)),
                calls
                    ? Optional.of(ask(endpoint, route.getKey(), route.getValue(), target))
                    : Optional.empty()));
      }
      progress.accept(route.getKey());
      found.add(
          new Route(
              route.getKey(),
              calls
                  ? Optional.of(ask(endpoint, route.getKey(), route.getValue(), ""))
                  : Optional.empty(),
              targets));
    }
    return new LiveDrill(found);
  }

  /** Whether every target and every route answered; without calls, whether no breaker is open. */
  public boolean isGood() {
    return routes.stream()
        .allMatch(
            route ->
                route.asCallers().stream().allMatch(Answer.Given.class::isInstance)
                    && route.targets().stream().allMatch(LiveDrill::isGood));
  }

  private static boolean isGood(Target target) {
    return target.forced().isPresent()
        ? target.forced().get() instanceof Answer.Given
        : target.known().stream().noneMatch(known -> known.state().equals("open"));
  }

  /**
   * @param target that alone may answer; empty for whichever the route takes
   */
  private static Answer ask(Endpoint endpoint, String route, List<String> targets, String target)
      throws InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("model", route);
    if (!target.isEmpty()) {
      request.put("provider", target).put("disable_fallbacks", true);
    }
    if (targets.getFirst().contains(VECTORS)) {
      return endpoint.embed(request.put("input", PROMPT));
    }
    request.put("max_tokens", MOST_TOKENS);
    request.putArray("messages").addObject().put("role", "user").put("content", PROMPT);
    return endpoint.ask(request);
  }
}
